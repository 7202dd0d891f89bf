namespace ScratchNN;

public sealed partial class Trainer
{
    /// <summary>
    /// Every epoch that was completed on this model, in this process or before a <see cref="Resume(string, TrainerOptions, LayerRegistry)"/>.
    /// </summary>
    public IReadOnlyList<EpochResult> Epochs => State?.Epochs ?? [];

    /// <summary>
    /// Saves a checkpoint: the model, the optimizer state, step and epoch numbers, <see cref="Epochs"/>, and, if a Fit is under way or was
    /// interrupted, where it is and what its callbacks remember, as one safetensors file.
    /// </summary>
    /// <remarks>
    /// A callback may save after any step or epoch. Then the first Fit after <see cref="Resume(string, TrainerOptions, LayerRegistry)"/> ends the one that was
    /// interrupted, with the result of an uninterrupted one, bit for bit. The same holds after a cancellation or an exception, whereas the next Fit of this
    /// trainer is a new one. <see cref="Model.Load(string, LayerRegistry)"/> takes the model of it. An old file stays whole until the new one is complete on
    /// the disk.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The model is not built, holds numbers that are not finite, or takes a step on another thread. Nothing is
    /// written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes a checkpoint to a stream, which stays open.</summary>
    /// <inheritdoc cref="Save(string)"/>
    /// <param name="stream">The stream.</param>
    public void Save(Stream stream)
    {
        if (State?.IsMoving == true)
            throw new InvalidOperationException(
                "A Fit is under way on another thread: save in one of its callbacks, as OnEpochEnd does with pass.Trainer.Save(path), or after it.");
        State?.NoticeChanges();
        Checkpoint.Write(stream, Model, Options, State ?? new TrainingState(Model, Options));
    }

    /// <summary>A trainer that continues where <see cref="Save(string)"/> was called.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">
    /// The options it was trained with. Those that the result depends on are compared, by their texts: optimizer by its type, seed, batch sizes, shuffle,
    /// validation split, clipping and averaging; of a Fit that was interrupted also epochs, learning rate, schedule, loss, class weights, and the callbacks
    /// that decide (<see cref="Callback.Decides"/>). Threads, checks and callbacks that only look may differ.
    /// </param>
    /// <param name="layers">Your own layer types, if the file has any. Default none.</param>
    /// <exception cref="ArgumentException">The options differ from those it was trained with; the message says in what.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint, or newer than this library.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Trainer Resume(string path, TrainerOptions? options = null, LayerRegistry? layers = null) =>
        AtomicFile.Read(path, file => Resume(file, options, layers));

    /// <summary>Reads a checkpoint from a stream, from its present position to its end.</summary>
    /// <inheritdoc cref="Resume(string, TrainerOptions, LayerRegistry)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">The options it was trained with.</param>
    /// <param name="layers">Your own layer types, if the file has any. Default none.</param>
    public static Trainer Resume(Stream stream, TrainerOptions? options = null, LayerRegistry? layers = null)
    {
        options ??= new TrainerOptions();
        var (model, state) = Checkpoint.Read(stream, options, layers);
        return new Trainer(model, options) { _state = state };
    }
}

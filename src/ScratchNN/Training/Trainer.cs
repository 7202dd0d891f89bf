namespace ScratchNN;

/// <summary>Trains a model.</summary>
/// <remarks>
/// <para><c>new Trainer(model).Fit(x, y)</c> runs Adam with learning rate 0.001 over batches of 64, 10 times through the data.</para>
/// <para>The same version, options, seed and data give the same weights bit for bit, for any number of threads. A second Fit continues where the first ended:
/// optimizer, step and epoch numbers continue, so two Fits of 5 epochs equal one of 10, also with a
/// <see cref="Save(string)"/> and a <see cref="Resume(string, TrainerOptions, LayerRegistry)"/> in between.</para>
/// <para>Data is viewed, not copied, and must not change while fitting. After an exception about arguments, model and trainer are unchanged. A model has one
/// Fit at a time.</para>
/// <para>An exception in your dataset, callback, layer, loss, schedule or optimizer, or a wrong label from your dataset, ends a Fit between two steps. The
/// model keeps all complete steps. The next Fit begins with the next epoch, as after a cancellation. To finish the interrupted Fit instead, save a checkpoint
/// and resume it. If an optimizer throws in the middle of a step, up to 99 steps are replayed; if one of those throws too, they are lost.</para>
/// </remarks>
public sealed partial class Trainer
{
    /// <summary>A trainer of <paramref name="model"/>.</summary>
    /// <param name="model">The model; built or not.</param>
    /// <param name="options">How to train; by default <c>new TrainerOptions()</c>.</param>
    /// <exception cref="ArgumentException">The options contradict each other, two different metrics have the same name, or the optimizer asks for a negative
    /// number of state slots.</exception>
    public Trainer(Model model, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Options = options ?? new TrainerOptions();
        _ = Options.AllMetrics;
        if (Options.Optimizer.StateSlots < 0)
            throw new ArgumentException(
                $"{Options.Optimizer} keeps {Options.Optimizer.StateSlots} numbers per parameter (StateSlots): it can't be negative.", nameof(options));
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>How it is trained.</summary>
    public TrainerOptions Options { get; }

    /// <summary>A trainer of the same model with other options, if this one has not started; else null.</summary>
    internal Trainer? With(TrainerOptions options) => State == null ? new Trainer(Model, options) : null;
}

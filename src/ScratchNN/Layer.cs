using System.Text.Json;

namespace ScratchNN;

/// <summary>A layer: an immutable description of a function and its gradient. It owns no memory.</summary>
/// <remarks>
/// The contract, checked on every shipped layer; <see cref="GradientCheck"/> checks the heart of it on yours:
/// <list type="bullet">
/// <item>Nothing is written to the layer: one instance serves many threads, and may stand in several places.</item>
/// <item><see cref="Forward"/> assigns Output and Cache, <see cref="Backward"/> assigns InputGradient and ParameterGradient. They never
/// accumulate, and every buffer arrives dirty. Input, parameters and output gradient are read only.</item>
/// <item>Numbers that follow the data and are not trained are parameters too, <see cref="ParameterInfo.IsTrained"/> says so: Forward reads them, Backward
/// assigns what the step is to add to them, as if its micro-batch were the whole batch; of several, a step adds the mean by rows. So they are saved, cloned and
/// taken back as weights are, and prediction writes nothing.</item>
/// <item>An empty InputGradient is not wanted: backpropagation stops at the first layer with parameters.</item>
/// <item>A row of the output depends on the same row of the input alone, unless <see cref="MixesBatch"/>; its bits do not depend on
/// how many rows there are.</item>
/// <item>The same call gives the same bits, for any number of workers. Random numbers come from <see cref="ForwardPass.Random"/> alone.</item>
/// <item>A layer starts no thread; it splits rows with <see cref="Workers.For"/>.</item>
/// </list>
/// </remarks>
public abstract class Layer
{
    /// <summary>The shape of a sample that the layer insists on, or null if it takes what comes.</summary>
    public virtual Shape? InputShape => null;

    /// <summary>
    /// Whether an output row depends on other rows while training, as batch normalisation's does. Then the micro-batch is the whole batch; not in evaluation,
    /// which mixes nothing.
    /// </summary>
    public virtual bool MixesBatch => false;

    /// <summary>The shape of an output sample. By default that of the input.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public virtual Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return input;
    }

    /// <summary>The parameters in the order in which they stand in memory. By default none.</summary>
    /// <param name="input">The shape of an input sample.</param>
    public virtual IReadOnlyList<ParameterInfo> Parameters(Shape input) => [];

    /// <summary>The floats that Forward keeps for Backward, and that Backward may use as scratch. By default 0. Allocates nothing.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="batchSize">Samples in a micro-batch.</param>
    public virtual int CacheSize(Shape input, int batchSize) => 0;

    /// <summary>Assigns the parameters their first values. By default zeros.</summary>
    /// <param name="parameters">The layer's parameters, in the order of <see cref="Parameters"/>.</param>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="random">Where random values come from.</param>
    public virtual void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Clear();

    /// <summary>Y = f(X): assigns Output, and Cache as Backward needs it.</summary>
    public abstract void Forward(in ForwardPass pass);

    /// <summary>Assigns InputGradient, unless it is empty, and ParameterGradient.</summary>
    public abstract void Backward(in BackwardPass pass);

    /// <summary>Writes what its constructor needs, as properties, so that a file can bring the layer back. By default nothing.</summary>
    /// <remarks>The other half is <see cref="LayerRegistry.Register"/>, which says how the layer is made of them.</remarks>
    /// <param name="json">The object to write into.</param>
    public virtual void WriteArguments(Utf8JsonWriter json)
    {
    }

    /// <summary>Says in operators of ONNX what the layer predicts, for <see cref="Sequential.ExportOnnx(string)"/>. By default it cannot.</summary>
    /// <param name="pass">Where the operators go, and the layer's input and parameters.</param>
    /// <returns>The tensor Y [N × output shape]: as a rule that of the last node.</returns>
    /// <exception cref="NotSupportedException">The layer cannot be exported; the message names it.</exception>
    public virtual string ExportOnnx(in OnnxPass pass) => throw new NotSupportedException(
        $"{this} (layer {pass.Prefix.TrimEnd('.')}) cannot be exported to ONNX: "
        + $"{GetType().Name} would have to override {nameof(ExportOnnx)}. Nothing was written.");

    /// <summary>Throws unless a sample fits <see cref="InputShape"/>.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <exception cref="ArgumentException">It does not; the message names the layer and both shapes.</exception>
    protected void RequireInput(Shape input)
    {
        if (input.Rank == 0)
            throw new ArgumentException($"{this} needs a shape of at least one dimension, got an empty one.");
        if (InputShape is { } expected && expected != input)
            throw new ArgumentException($"{Mismatch(expected, input)}.");
    }

    /// <summary>What the layer expected and got, for a message.</summary>
    internal string Mismatch(Shape expected, Shape got) => expected.Rank == 1 && got.Rank == 1
        ? $"{this} expects {expected.Size} features per sample, got {got.Size}"
        : $"{this} expects samples of {expected}, got {got}";

    /// <summary>The layer as a short text: its name and, where it has them, its sizes.</summary>
    public override string ToString() => GetType().Name;
}

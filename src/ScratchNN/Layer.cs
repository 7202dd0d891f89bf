using System.Text.Json;

namespace ScratchNN;

/// <summary>A layer: an immutable description of a function and its gradient. It owns no memory.</summary>
/// <remarks>
/// The contract, checked on every shipped layer; <see cref="GradientCheck"/> checks its core on yours:
/// <list type="bullet">
/// <item>Nothing is written to the layer: one instance serves many threads, and may be used in several places.</item>
/// <item><see cref="Forward"/> assigns Output and Cache, <see cref="Backward"/> assigns InputGradient and ParameterGradient. They never
/// accumulate, and every buffer arrives dirty. Input, parameters and output gradient are read only.</item>
/// <item>Numbers that follow the data are parameters too, with the role <see cref="ParameterRole.Statistic"/>: Forward reads them, Backward assigns what the
/// step is to add to them, times <see cref="BackwardPass.BatchShare"/>; a step adds the parts of all its micro-batches. So they are saved, cloned and taken
/// back as weights are, and prediction writes nothing.</item>
/// <item>If InputGradient is empty, no earlier layer needs it: skip it. Backpropagation stops at the first layer whose parameters a step moves.</item>
/// <item>If <see cref="BackwardPass.IsTraining"/> is false, all its parameters are frozen: Forward did what it does in prediction, and Backward differentiates
/// that. Only a layer that works differently in training needs it.</item>
/// <item>A row of the output depends only on the same row of the input, unless <see cref="MixesBatch"/>; its bits do not depend on the number of rows.</item>
/// <item>The same call gives the same bits, for any number of workers. Random numbers come only from <see cref="ForwardPass.Random"/>.</item>
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

    /// <summary>Whether its outputs are probabilities as they are, not logits: it says what they mean, or none is below 0 or above 1.</summary>
    internal bool MakesProbabilities => Meaning is ScratchNN.OutputKind.OneClass or ScratchNN.OutputKind.YesNo || OutputRange is ( >= 0, <= 1);

    /// <summary>The meaning of its outputs if it is the last layer of a model, or null if it does not decide that. By default null.</summary>
    public virtual OutputKind? Meaning => null;

    /// <summary>
    /// The bounds that no output passes, or null if there are none. A bound may be infinite. By default null. A unit that stays at a bound is dead or
    /// saturated, and no target outside is ever reached: checks read it.
    /// </summary>
    public virtual (float Low, float High)? OutputRange => null;

    /// <summary>Whether it computes X·A + b, so that two in a row do no more than one. By default false.</summary>
    public virtual bool IsLinear => false;

    /// <summary>Whether <see cref="Adapt"/> wants to see the data before training. By default false.</summary>
    public virtual bool Adapts => false;

    /// <summary>How many categories a feature of the input chooses from, if it is an index 0 to n − 1; null if it is any number. By default null.
    /// <see cref="GradientCheck"/> draws such inputs.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="feature">The position in the sample, counted row-major from 0.</param>
    public virtual int? Categories(Shape input, int feature) => null;

    /// <summary>
    /// Where in the output a feature of the input is found as it is; −1 if it is nowhere. A container finds so whose <see cref="Categories"/> it has.
    /// </summary>
    internal virtual int PlaceInOutput(Shape input, int feature) => -1;

    /// <summary>
    /// Whether y = max(x, 0). Backward then only puts zeros where y is not above 0: dX is written over dY, and a later layer may do it instead.
    /// </summary>
    internal virtual bool IsRectifier => false;

    /// <summary>Whether Backward, where <see cref="BackwardPass.IsBehindRectifier"/>, gives the gradient with respect to the rectifier's input.</summary>
    internal virtual bool RectifiesGradient => false;

    /// <summary>The shape of an output sample. By default that of the input.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public virtual Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return input;
    }

    /// <summary>The parameters in the order in which they are in memory. By default none.</summary>
    /// <param name="input">The shape of an input sample.</param>
    public virtual IReadOnlyList<ParameterInfo> Parameters(Shape input) => [];

    /// <summary>The floats that Forward keeps for Backward, and that Backward may use as scratch. By default 0. Allocates nothing.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="batchSize">Samples in a micro-batch.</param>
    public virtual int CacheSize(Shape input, int batchSize) => 0;

    /// <summary>Assigns the parameters their first values. By default zeros.</summary>
    /// <param name="parameters">The layer's parameters, in the order of <see cref="Parameters"/>.</param>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="random">The source of random values.</param>
    public virtual void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Clear();

    /// <summary>
    /// Learns from the data before training: updates the parameters whose role is <see cref="ParameterRole.Adapted"/>. It is called for all samples in order,
    /// some at a time, if <see cref="Adapts"/>; the layers before it have adapted by then. By default it does nothing.
    /// </summary>
    /// <remarks><see cref="AdaptPass.RowsBefore"/> is 0 in the first call, which starts from scratch, whatever the parameters hold. How many samples come at a
    /// time doesn't depend on the machine.</remarks>
    public virtual void Adapt(in AdaptPass pass)
    {
    }

    /// <summary>Y = f(X): assigns Output, and Cache as Backward needs it.</summary>
    public abstract void Forward(in ForwardPass pass);

    /// <summary>Assigns InputGradient, unless it is empty, and ParameterGradient.</summary>
    public abstract void Backward(in BackwardPass pass);

    /// <summary>Writes what its constructor needs, as properties, so that a file can bring the layer back. By default nothing.</summary>
    /// <remarks>The other half is <see cref="LayerRegistry"/>, which creates the layer from them.</remarks>
    /// <param name="json">The object to write into.</param>
    public virtual void WriteArguments(Utf8JsonWriter json)
    {
    }

    /// <summary>Says in operators of ONNX what the layer predicts, for <see cref="Model.ExportOnnx(string)"/>. By default it cannot.</summary>
    /// <param name="pass">Where the operators go, and the layer's input and parameters.</param>
    /// <returns>The tensor Y [N × output shape]: as a rule that of the last node.</returns>
    /// <exception cref="NotSupportedException">The layer cannot be exported; the message names it.</exception>
    public virtual string ExportOnnx(in OnnxPass pass) => throw new NotSupportedException(
        $"{this} (layer {pass.Prefix.TrimEnd('.')}) cannot be exported to ONNX: "
        + $"{GetType().Name} must override {nameof(ExportOnnx)}. Nothing was written.");

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

using System.Globalization;
using System.Text;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A model: a layer and its parameters in one flat vector. <see cref="Sequential"/> is the model whose layers come one after another.</summary>
/// <remarks>
/// <para>The constructor checks the shapes it knows; <see cref="Build"/>, or the first
/// <see cref="Trainer.Fit(Samples, Targets, ReadOnlySpan{float}, CancellationToken)"/>, draws the weights.</para>
/// <para>Prediction writes nothing to the model: any number of threads may predict at once. On a model that is being trained,
/// they may see half a step; predict on a <see cref="Clone"/> then. While another thread builds it, a call keeps the weights that it started with.</para>
/// </remarks>
public partial class Model
{
    private int _isTraining;

    /// <summary>A model of a layer.</summary>
    /// <param name="root">A block, whose layers are those of the model; or another layer, the only one.</param>
    /// <exception cref="ArgumentException">A layer does not fit the one before it, or containers are nested more than 64 deep, counting the model.</exception>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Model(Layer root)
    {
        ArgumentNullException.ThrowIfNull(root);
        Root = root as Block ?? new Block(root);
        if (Root.InputShape is { } input) Root.PlanFor(input);
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers => Root.Layers;

    /// <summary>Whether the model has weights.</summary>
    public bool IsBuilt => Weights != null;

    /// <summary>The shape of one input sample.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Shape InputShape => BuiltPlan.Input;

    /// <summary>The shape of one output sample.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Shape OutputShape => BuiltPlan.Output;

    /// <summary>All parameters, in the order of <see cref="ParameterInfos"/>. Writing here changes the model.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Span<float> Parameters => Built.Buffer.Span;

    /// <summary>Name and shape of every parameter: <c>0.weight</c> [784 × 128], <c>0.bias</c> [128], …</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public IReadOnlyList<ParameterInfo> ParameterInfos => BuiltPlan.Layout.Infos;

    /// <summary>
    /// The meaning of the outputs: decided by the last layer, else by the first Fit; saved with the model. Set it if neither decided it, for example for
    /// weights from elsewhere.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public OutputKind Meaning
    {
        get => Described.Meaning ?? Root.LastLayer.Meaning ?? OutputKind.Numbers;
        set => Described = (Guard.Defined(value, nameof(Meaning)), Described.Info);
    }

    /// <summary>
    /// Names, attachments and profile of the data that the model was trained on; saved with it. The first Fit fills it in from its data;
    /// <see cref="DataInfo.None"/> keeps it empty.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null; <see cref="DataInfo.None"/> clears it for good.</exception>
    public DataInfo Info
    {
        get => Described.Info ?? DataInfo.None;
        set => Described = (Described.Meaning, value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>Information about the model in addition to its weights: names, profile and attachments; null where it is not known yet.</summary>
    internal (OutputKind? Meaning, DataInfo? Info) Described { get; set; }

    /// <summary>Takes on what a Fit tells, unless it is known.</summary>
    internal void Describe(OutputKind meaning, DataInfo? info) => Described = (Described.Meaning ?? meaning, Described.Info ?? info);

    /// <summary>Whether a Fit is to note the profile of its inputs.</summary>
    internal bool WantsProfile => !ReferenceEquals(Described.Info, DataInfo.None) && Described.Info?.Profile == null
        && InputShape.Size <= DataProfile.MostColumns;

    internal void Describe(DataProfile profile) => Described = (Described.Meaning, (Described.Info ?? DataInfo.None) with { Profile = profile });

    internal Block Root { get; }

    /// <summary>The parameters and their places; null if the model is not built.</summary>
    internal Weights? Weights { get; set; }

    internal AlignedBuffer ParameterBuffer => Built.Buffer;

    internal ContainerPlan BuiltPlan => Built.Plan;

    internal Weights Built => Weights ?? throw new InvalidOperationException(
        $"The model has no weights yet: call {(Root.InputShape is { } shape ? BuildCall(shape) : "Build, with the shape of one sample,")} or train it first.");

    private static string BuildCall(Shape shape) => shape.Rank == 1 ? $"Build({shape.Size})" : $"Build(new Shape({string.Join(", ", shape.ToArray())}))";

    /// <summary>Fixes the shapes and draws the weights. A model that is built gets new weights, none of them frozen.</summary>
    /// <param name="input">The shape of one input sample.</param>
    /// <param name="seed">The same seed gives the same weights, on every machine.</param>
    /// <exception cref="ArgumentException">A layer cannot take its input.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Build(Shape input, ulong seed = 0)
    {
        if (_isTraining != 0)
            throw new InvalidOperationException("The model is being trained: build it before or after Fit.");
        Initialize(input, seed);
    }

    /// <summary>Marks the model as being trained: by one trainer at a time.</summary>
    /// <exception cref="InvalidOperationException">It is being trained already.</exception>
    internal void BeginTraining()
    {
        if (Interlocked.Exchange(ref _isTraining, 1) != 0)
            throw new InvalidOperationException("This model is being trained already: one Fit at a time, or a Clone for each.");
    }

    internal void EndTraining() => Volatile.Write(ref _isTraining, 0);

    /// <summary>Fixes the shapes and draws the weights.</summary>
    internal void Initialize(Shape input, ulong seed) => Weights = Draw(input, seed);

    private Weights Draw(Shape input, ulong seed)
    {
        var weights = new Weights(Root.PlanFor(input));
        var random = new RandomStream(seed, RandomStreams.Initialization);
        Root.Initialize(weights.Buffer.Span, input, ref random);
        weights.MarkDrawn();
        return weights;
    }

    /// <summary>One parameter, row-major. Writing here changes the model.</summary>
    /// <param name="name">Its name as in <see cref="ParameterInfos"/>: <c>0.weight</c>.</param>
    /// <exception cref="ArgumentException">There is no such name; the message lists all names.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Span<float> Parameter(string name)
    {
        var weights = Built;
        return weights.Plan.Layout.Places[IndexOf(weights, name)].Of(weights.Buffer.Span);
    }

    /// <summary>A model of the same layers with weights of its own, frozen where those of this one are.</summary>
    public Model Clone()
    {
        var clone = new Model(Root) { Described = Described, Threads = Threads };
        if (Weights is not { } weights) return clone;
        clone.Weights = new Weights(weights.Plan) { IsAdapted = weights.IsAdapted, Frozen = weights.Frozen, Scale = weights.Scale };
        weights.Buffer.Span.CopyTo(clone.Parameters);
        if (weights.IsDrawn) clone.Weights.MarkDrawn();
        return clone;
    }

    /// <summary>A table of the layers, those in containers too, their output shapes and numbers of parameters.</summary>
    public override string ToString()
    {
        if ((Weights?.Plan ?? (Root.InputShape is { } input ? Root.PlanFor(input) : null)) is not { } plan)
            return $"{GetType().Name}({string.Join(", ", Layers)}), not built";
        var rows = new List<(string Path, string Layer, string Output, int Parameters)>();
        AddRows(rows, plan, "");
        if (TargetScale is { } scale) rows.Add(("", $"{scale}", $"{plan.Output}", 0));
        int path = Math.Max(2, rows.Max(row => row.Path.Length)), name = Math.Max(5, rows.Max(row => row.Layer.Length)),
            shape = Math.Max(6, rows.Max(row => row.Output.Length));
        var text = new StringBuilder();
        void Add(string index, string layer, string output, object parameters) => text.AppendLine(
            CultureInfo.InvariantCulture,
                $"{(path > 2 ? index.PadRight(path) : index.PadLeft(path))}  {layer.PadRight(name)}  {output.PadRight(shape)}  {parameters,12:N0}");
        Add("#", "layer", "output", "parameters");
        foreach (var row in rows) Add(row.Path, row.Layer, row.Output, row.Parameters);
        Add("", $"{plan.Input} → {plan.Output}", "total", plan.ParameterCount);
        return text.ToString().TrimEnd();
    }

    /// <summary>A row for each layer, and one above those of a container.</summary>
    private static void AddRows(List<(string Path, string Layer, string Output, int Parameters)> rows, ContainerPlan plan, string path)
    {
        foreach (var stage in plan.Stages)
        {
            rows.Add(
                ($"{path}{stage.Name}", stage.Layer is Container ? stage.Layer.GetType().Name
                    : stage.Layer.ToString(), $"{stage.Output}", stage.ParameterCount));
            if (stage.Layer is Container container) AddRows(rows, container.PlanFor(stage.Input), $"{path}{stage.Name}.");
        }
    }

    /// <summary>Throws unless the data fit a model of this input shape; rows are flattened or shaped where one of the two is flat.</summary>
    internal void RequireInput(in RowSource data, Shape input, string name = "x")
    {
        if (data.InputShape == input || (data.InputShape.Size == input.Size && (data.InputShape.Rank == 1 || input.Rank == 1))) return;
        bool isBatch = input.Rank == data.InputShape.Rank + 1 && input.ToArray().AsSpan(1).SequenceEqual(data.InputShape.ToArray());
        throw new ArgumentException($"{Layers[0].Mismatch(input, data.InputShape)} ({name} is {data.ToString()})."
            + (isBatch ? $" Was the model built with the number of samples? Build takes the shape of one sample: {BuildCall(data.InputShape)}." : ""));
    }
}

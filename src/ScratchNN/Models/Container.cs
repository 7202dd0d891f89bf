namespace ScratchNN;

/// <summary>Layers as one layer: says whose output each of them reads, and makes its own output of theirs.</summary>
/// <remarks>
/// <para>A container of your own overrides <see cref="Combine"/> and <see cref="Distribute"/>, which are its textbook page:</para>
/// <code>
/// sealed class Gated(Layer value, Layer gate) : Container(
///     new InnerLayer { Layer = value, Name = "value" }, new InnerLayer { Layer = gate, Name = "gate" })
/// {
///     protected override void Combine(in CombinePass pass) =>
///         TensorPrimitives.Multiply(pass.InnerOutput(0), pass.InnerOutput(1), pass.Output);                     // y = a ⊙ g
///
///     protected override void Distribute(in DistributePass pass)
///     {
///         TensorPrimitives.Multiply(pass.OutputGradient, pass.InnerOutput(1), pass.InnerGradient(0)); // da = dy ⊙ g
///         TensorPrimitives.Multiply(pass.OutputGradient, pass.InnerOutput(0), pass.InnerGradient(1)); // dg = dy ⊙ a
///     }
/// }
/// </code>
/// <para>The memory, the names of parameters (<c>0.gate.weight</c>), initialization, freezing, adaptation and the checks follow: they see the inner layers
/// wherever the container is. It has no parameters of its own: put these into an inner layer. Containers may be in containers.</para>
/// </remarks>
public abstract partial class Container : Layer
{
    private const int MaximumDepth = 64; // what a file can hold: VersionedJson has room for it; and no stack overflows
    private const int MostPlans = 64;

    private InnerLayer[] _inner;
    private int _depth;
    private ContainerPlan[] _plans = []; // of the input shapes seen last; never written to, so racing threads at worst make a plan twice

    /// <summary>A container of these layers.</summary>
    /// <param name="inner">At least one. A <see cref="Layer"/> becomes one that reads the container's input.</param>
    /// <exception cref="ArgumentException">There is none, a name or source is not valid, or containers are in containers more than 64 deep.</exception>
    /// <exception cref="ArgumentNullException">A layer is null.</exception>
    protected Container(params ReadOnlySpan<InnerLayer> inner)
    {
        if (inner.IsEmpty)
            throw new ArgumentException("At least one layer is needed, got none.", nameof(inner));
        Take(inner.ToArray());
    }

    /// <summary>The layers, and whose output each reads, in the order in which they are computed.</summary>
    public IReadOnlyList<InnerLayer> Inner => _inner;

    /// <summary>That of the first inner layer that reads the container's input and insists on a shape; null if none does.</summary>
    public override Shape? InputShape => _inner.FirstOrDefault(inner => inner.Source == null && inner.Layer.InputShape != null).Layer?.InputShape;

    /// <summary>Whether any inner layer does. Override it if <see cref="Combine"/> itself mixes the rows of a batch.</summary>
    public override bool MixesBatch => _inner.Any(inner => inner.Layer.MixesBatch);

    /// <summary>Whether any inner layer does.</summary>
    public sealed override bool Adapts => _inner.Any(inner => inner.Layer.Adapts);

    /// <summary>What the first inner layer says that takes that feature as an index: one that reads the container's input, or reads what <see cref="Columns"/>,
    /// <see cref="Reshape"/> and <see cref="Flatten"/> leave of it.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="feature">The position in the sample, counted row-major from 0.</param>
    public override int? Categories(Shape input, int feature) => CategoriesBehind(null, input, feature);

    private int? CategoriesBehind(int? source, Shape shape, int feature)
    {
        for (int i = 0; i < _inner.Length; i++)
        {
            if (_inner[i].Source != source) continue;
            var layer = _inner[i].Layer;
            if (layer.Categories(shape, feature) is { } categories) return categories;
            int place = layer.PlaceInOutput(shape, feature);
            if (place >= 0 && CategoriesBehind(i, layer.OutputShape(shape), place) is { } behind) return behind;
        }
        return null;
    }

    /// <summary>Whether the last inner layer writes the container's output, and reads its gradient, where they are: so it is in a block.</summary>
    internal virtual bool IsInPlace => false;

    /// <summary>The shape of an output sample. By default that of the outputs of all inner layers, which must be equal.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="inner">The shape of an output sample of each inner layer.</param>
    /// <exception cref="ArgumentException">The inner layers do not fit each other.</exception>
    protected virtual Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner)
    {
        for (int i = 1; i < inner.Length; i++)
            if (inner[i] != inner[0])
                throw new ArgumentException($"{this} needs outputs of the same shape: that of {_inner[0]} is {inner[0]}, that of {_inner[i]} {inner[i]}.");
        return inner[0];
    }

    /// <summary>The floats that <see cref="Combine"/> keeps for <see cref="Distribute"/>. By default 0. Allocates nothing.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="batchSize">Samples in a micro-batch.</param>
    protected virtual int CombineCacheSize(Shape input, int batchSize) => 0;

    /// <summary>Assigns the output, of the input and the outputs of the inner layers.</summary>
    protected abstract void Combine(in CombinePass pass);

    /// <summary>Assigns the gradient of each inner layer's output, and the part of the input's that does not come through them.</summary>
    protected abstract void Distribute(in DistributePass pass);

    /// <summary>Says in operators of ONNX what <see cref="Combine"/> does. By default it cannot.</summary>
    /// <param name="pass">Where the operators go, and the container's input.</param>
    /// <param name="inner">The output tensor of each inner layer.</param>
    /// <returns>The tensor Y [N × output shape].</returns>
    /// <exception cref="NotSupportedException">The container cannot be exported; the message names it.</exception>
    protected virtual string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => base.ExportOnnx(pass);

    /// <summary>The name of its type, and the inner layers: <c>Gated(value: Dense(64), gate: Dense(64))</c>.</summary>
    public override string ToString() => $"{GetType().Name}({string.Join(", ", _inner)})";

    internal Shape Combined(Shape input, ReadOnlySpan<Shape> inner) => CombinedShape(input, inner);

    internal int CombineCache(Shape input, int batchSize) => CombineCacheSize(input, batchSize);

    /// <summary>One inner layer more, for an init property of a derived type.</summary>
    private protected void Add(InnerLayer inner) => Take([.. _inner, inner]);

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_inner))]
    private void Take(InnerLayer[] inner)
    {
        var names = new HashSet<string>();
        for (int i = 0; i < inner.Length; i++)
        {
            var (layer, source, name) = (inner[i].Layer, inner[i].Source, inner[i].Name ?? $"{i}");
            if (layer is null)
                throw new ArgumentNullException(nameof(inner), $"Inner layer {name} is null: put a Layer there, or leave it out.");
            if (name.Length == 0 || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
                throw new ArgumentException($"'{name}' is not a name for {layer}: it takes letters, digits, _ and -, because a dot separates names.",
                    nameof(inner));
            if (!names.Add(name))
                throw new ArgumentException($"Two inner layers of {GetType().Name} are called '{name}', {layer} is the second: each needs a name of its own.",
                    nameof(inner));
            if (source is < 0 || source >= i)
                throw new ArgumentException(
                    $"{layer} is inner layer {i} and reads the output of inner layer {source}: it can read "
                        + $"{(i == 0 ? "none" : i == 1 ? "that of 0" : $"those of 0 to {i - 1}")}, or the input of the container (null).", nameof(inner));
        }
        int depth = 1 + inner.Max(each => each.Layer is Container container ? container._depth : 0);
        if (depth > MaximumDepth)
            throw new ArgumentException(
                $"Containers can be nested at most {MaximumDepth} deep, counting the model, got {depth}: put the layers of inner blocks into one block.",
                    nameof(inner));
        (_inner, _depth) = (inner, depth);
    }

    internal ContainerPlan PlanFor(Shape input, string path = "")
    {
        var plans = _plans;
        foreach (var known in plans)
            if (known.Input == input) return known;
        var plan = new ContainerPlan(this, input, path);
        _plans = [plan, .. plans.Take(MostPlans - 1)];
        return plan;
    }
}

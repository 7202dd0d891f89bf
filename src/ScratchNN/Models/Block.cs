using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Layers, one after another, as one layer.</summary>
/// <remarks>
/// <para>Y = fₙ(… f₂(f₁(X))). Its cache holds the outputs and caches of its layers, and in Backward their gradients: the whole
/// workspace of a model is the cache of one block. Blocks nest.</para>
/// <para>Parameters: those of its layers in order, named <c>index.name</c>, as PyTorch's <c>nn.Sequential</c> does.</para>
/// </remarks>
public sealed partial class Block : Layer
{
    private const int MaximumDepth = 64; // what a file can hold: VersionedJson has room for it; and no stack overflows
    private const int MostPlans = 64;

    private readonly int _depth;
    private Plan[] _plans = []; // of the input shapes seen last; never written to, so racing threads at worst make a plan twice

    /// <summary>A block of these layers.</summary>
    /// <param name="layers">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or blocks would stand in blocks more than 64 deep.</exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Block(params ReadOnlySpan<Layer> layers)
    {
        if (layers.IsEmpty)
            throw new ArgumentException("At least one layer is needed, got none.", nameof(layers));
        Layers = Guard.NoneNull(layers.ToArray(), nameof(layers));
        _depth = 1 + Layers.Max(layer => layer is Block block ? block._depth : 0);
        if (_depth > MaximumDepth)
            throw new ArgumentException(
                $"Blocks stand in blocks at most {MaximumDepth} deep, counting the model, got {_depth}: put the layers of the inner ones into one block.", nameof(layers));
        (MixesBatch, Adapts, IsLinear) = (Layers.Any(layer => layer.MixesBatch), Layers.Any(layer => layer.Adapts), Layers.All(layer => layer.IsLinear));
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <inheritdoc/>
    public override Shape? InputShape => Layers[0].InputShape;

    /// <inheritdoc/>
    public override bool MixesBatch { get; }

    /// <summary>That of the last layer.</summary>
    public override OutputKind? Meaning => Layers[^1].Meaning;

    /// <summary>That of the last layer.</summary>
    public override (float Low, float High)? OutputRange => Layers[^1].OutputRange;

    /// <inheritdoc/>
    public override bool IsLinear { get; }

    /// <inheritdoc/>
    public override bool Adapts { get; }

    /// <summary>Those of the first layer.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="feature">The position in the sample, counted row-major from 0.</param>
    public override int? Categories(Shape input, int feature) => Layers[0].Categories(input, feature);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PlanFor(input).Output;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => PlanFor(input).Layout.Infos;

    /// <inheritdoc/>
    public override int CacheSize(Shape input, int batchSize)
    {
        var plan = PlanFor(input);
        long size = plan.ActivationSize(batchSize) + (2L * plan.WidestInner * batchSize);
        return size <= AlignedBuffer.MaxLength ? (int)size : throw new ArgumentException(
            $"{this} needs {size} floats of memory for inputs of [{batchSize} × {input.Product}]: one piece holds at most {AlignedBuffer.MaxLength}. "
            + "Take fewer at once (MicroBatchSize, or BatchSize where a layer mixes the batch), or make the layers narrower.");
    }

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        foreach (var stage in PlanFor(input).Stages)
            stage.Layer.Initialize(parameters.Slice(stage.ParameterOffset, stage.ParameterCount), stage.Input, ref random);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        var plan = PlanFor(pass.InputShape);
        Span<float> cache = pass.Cache;
        ReadOnlySpan<float> input = pass.Input;
        for (int i = 0; i < plan.Stages.Length; i++)
        {
            var stage = plan.Stages[i];
            var inner = CarveFirst(ref cache, stage.CacheSize(pass.BatchSize));
            var output = i == plan.Stages.Length - 1 ? pass.Output : CarveFirst(ref cache, stage.Output.Size * pass.BatchSize);
            try
            {
                stage.Layer.Forward(pass with
                {
                    Parameters = pass.Parameters.Slice(stage.ParameterOffset, stage.ParameterCount),
                    Input = input,
                    Output = output,
                    Cache = inner,
                    InputShape = stage.Input,
                    Seed = Philox.Mix(pass.Seed, (ulong)i),
                });
            }
            catch (Exception exception) when (IsOfSpans(exception))
            {
                throw stage.Failed(nameof(Forward), pass.BatchSize, exception);
            }
            input = output;
        }
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        var plan = PlanFor(pass.InputShape);
        int end = (int)plan.ActivationSize(pass.BatchSize), innerSize = plan.WidestInner * pass.BatchSize;
        var activations = pass.Cache[..end];
        Span<float> even = pass.Cache.Slice(end, innerSize), odd = pass.Cache.Slice(end + innerSize, innerSize);

        ReadOnlySpan<float> output = pass.Output, outputGradient = pass.OutputGradient;
        int last = pass.InputGradient.IsEmpty ? plan.FirstWithParameters : 0; // nobody asks for a gradient before that
        for (int i = plan.Stages.Length - 1; i >= last; i--)
        {
            var stage = plan.Stages[i];
            var inner = CarveLast(ref activations, stage.CacheSize(pass.BatchSize));
            ReadOnlySpan<float> input = i == 0 ? pass.Input : CarveLast(ref activations, stage.Input.Size * pass.BatchSize);
            var inputGradient = i == 0 ? pass.InputGradient
                : i == last && pass.InputGradient.IsEmpty ? default
                : (i % 2 == 0 ? even : odd)[..input.Length];
            try
            {
                stage.Layer.Backward(pass with
                {
                    Parameters = pass.Parameters.Slice(stage.ParameterOffset, stage.ParameterCount),
                    Input = input,
                    Output = output,
                    OutputGradient = outputGradient,
                    Cache = inner,
                    InputGradient = inputGradient,
                    ParameterGradient = pass.ParameterGradient.Slice(stage.ParameterOffset, stage.ParameterCount),
                    InputShape = stage.Input,
                    Seed = Philox.Mix(pass.Seed, (ulong)i),
                });
            }
            catch (Exception exception) when (IsOfSpans(exception))
            {
                throw stage.Failed(nameof(Backward), pass.BatchSize, exception);
            }
            output = input;
            outputGradient = inputGradient;
        }
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string x = pass.Input;
        var stages = PlanFor(pass.InputShape).Stages;
        for (int i = 0; i < stages.Length; i++)
            x = stages[i].Layer.ExportOnnx(pass with { Input = x, InputShape = stages[i].Input, Prefix = $"{pass.Prefix}{i}." });
        return x;
    }

    /// <summary>The layers in order: <c>Block(Dense(784 → 128), ReLU)</c>.</summary>
    public override string ToString() => $"Block({string.Join(", ", Layers)})";

    /// <summary>The layer that comes last, in whichever block it stands.</summary>
    internal Layer LastLayer => Layers[^1] is Block block ? block.LastLayer : Layers[^1];

    /// <summary>The block without <see cref="LastLayer"/>; null if there is no other.</summary>
    internal Block? WithoutLastLayer()
    {
        var layers = Layers.SkipLast(1).ToList();
        if (Layers[^1] is Block block && block.WithoutLastLayer() is { } rest) layers.Add(rest);
        return layers.Count == 0 ? null : new Block([.. layers]);
    }

    internal Plan PlanFor(Shape input, string path = "")
    {
        var plans = _plans;
        foreach (var known in plans)
            if (known.Input == input) return known;
        var plan = new Plan(Layers, input, path);
        _plans = [plan, .. plans.Take(MostPlans - 1)];
        return plan;
    }

    /// <summary>Whether it tells of a span that was too short: those of .NET do not say whose.</summary>
    private static bool IsOfSpans(Exception exception) => exception is ArgumentException or IndexOutOfRangeException;

    private static Span<float> CarveFirst(scoped ref Span<float> from, int length)
    {
        var taken = from[..length];
        from = from[length..];
        return taken;
    }

    private static Span<float> CarveLast(scoped ref Span<float> from, int length)
    {
        var taken = from[^length..];
        from = from[..^length];
        return taken;
    }
}

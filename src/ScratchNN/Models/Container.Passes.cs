using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

public abstract partial class Container
{
    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape input) => PlanFor(input).Output;

    /// <summary>Those of the inner layers in order, named <c>layer.name</c>: <c>gate.weight</c>.</summary>
    /// <param name="input">The shape of an input sample.</param>
    public sealed override IReadOnlyList<ParameterInfo> Parameters(Shape input) => PlanFor(input).Layout.Infos;

    /// <inheritdoc/>
    public sealed override int CacheSize(Shape input, int batchSize)
    {
        var plan = PlanFor(input);
        var (gradients, share) = plan.GradientFloats(batchSize);
        long size = plan.ActivationFloats(batchSize) + gradients + share;
        return size <= AlignedBuffer.MaxLength ? (int)size : throw new ArgumentException(
            $"{this} needs {size} floats of memory for inputs of [{batchSize} × {input.Product}]: one piece holds at most {AlignedBuffer.MaxLength}. "
            + "Use fewer samples at once (MicroBatchSize, or BatchSize where a layer mixes the batch), or make the layers narrower.");
    }

    /// <inheritdoc/>
    public sealed override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        foreach (var stage in PlanFor(input).Stages)
            stage.Layer.Initialize(parameters.Slice(stage.ParameterOffset, stage.ParameterCount), stage.Input, ref random);
    }

    /// <summary>Does nothing: the model shows the data to each inner layer itself, once those before it have adapted.</summary>
    public sealed override void Adapt(in AdaptPass pass)
    {
    }

    /// <inheritdoc/>
    public sealed override void Forward(in ForwardPass pass)
    {
        var plan = PlanFor(pass.InputShape);
        int n = pass.BatchSize, last = plan.IsInPlace ? plan.Stages.Length - 1 : plan.Stages.Length;
        var caches = pass.Cache[plan.OutputFloats(n)..];
        Span<float> output = default;
        for (int i = 0; i < plan.Stages.Length; i++)
        {
            var stage = plan.Stages[i];
            var cache = CarveFirst(ref caches, stage.CacheSize(n));
            var input = stage.Source < 0 ? pass.Input : stage.Source == i - 1 ? output : plan.OutputOf(stage.Source, n, pass.Cache);
            output = i == last ? pass.Output : plan.OutputOf(i, n, pass.Cache);
            try
            {
                stage.Layer.Forward(pass with
                {
                    Parameters = pass.Parameters.Slice(stage.ParameterOffset, stage.ParameterCount),
                    Input = input,
                    Output = output,
                    Cache = cache,
                    InputShape = stage.Input,
                    IsTraining = pass.IsTraining && !stage.IsFrozen(pass.Frozen),
                    Frozen = stage.FrozenOf(pass.Frozen),
                    Seed = Philox.Mix(pass.Seed, (ulong)i),
                });
            }
            catch (Exception exception) when (IsOfSpans(exception))
            {
                throw stage.Failed(nameof(Forward), n, exception);
            }
        }
        try
        {
            Combine(new CombinePass(plan, pass.Workers)
            {
                Activations = pass.Cache,
                Input = pass.Input,
                Output = pass.Output,
                Cache = caches[..plan.CombineCacheSize(n)],
                BatchSize = n,
                IsTraining = pass.IsTraining,
            });
        }
        catch (Exception exception) when (IsOfSpans(exception))
        {
            throw Failed(nameof(Combine), plan, n, exception);
        }
    }

    /// <inheritdoc/>
    public sealed override void Backward(in BackwardPass pass)
    {
        var plan = PlanFor(pass.InputShape);
        int n = pass.BatchSize, last = plan.IsInPlace ? plan.Stages.Length - 1 : plan.Stages.Length, end = (int)plan.ActivationFloats(n);
        var (gradientFloats, shareFloats) = plan.GradientFloats(n);
        Span<float> caches = pass.Cache[plan.OutputFloats(n)..end],
            gradients = pass.Cache.Slice(end, (int)(plan.IsInPlace ? gradientFloats + shareFloats : gradientFloats));
        var combineCache = CarveLast(ref caches, plan.CombineCacheSize(n));
        if (!plan.IsInPlace)
        {
            gradients.Clear();
            pass.InputGradient.Clear();
        }
        try
        {
            Distribute(new DistributePass(plan, pass.Workers)
            {
                Activations = pass.Cache,
                Gradients = gradients,
                Input = pass.Input,
                Output = pass.Output,
                OutputGradient = pass.OutputGradient,
                InputGradient = pass.InputGradient,
                Cache = combineCache,
                BatchSize = n,
            });
        }
        catch (Exception exception) when (IsOfSpans(exception))
        {
            throw Failed(nameof(Distribute), plan, n, exception);
        }

        bool wantsInputGradient = !pass.InputGradient.IsEmpty;
        for (int i = plan.Stages.Length - 1; i >= 0; i--)
        {
            var stage = plan.Stages[i];
            var cache = CarveLast(ref caches, stage.CacheSize(n));
            var parameterGradient = pass.ParameterGradient.Slice(stage.ParameterOffset, stage.ParameterCount);
            if (!plan.NeedsGradient(i, pass.Frozen, wantsInputGradient))
            {
                parameterGradient.Clear(); // nobody asks for a gradient before that
                continue;
            }
            var total = stage.Source < 0 ? pass.InputGradient
                : plan.NeedsGradient(stage.Source, pass.Frozen, wantsInputGradient) ? plan.GradientOf(stage.Source, n, gradients) : default;
            var share = plan.IsInPlace || total.IsEmpty ? total : pass.Cache.Slice(end + gradients.Length, total.Length);
            try
            {
                stage.Layer.Backward(pass with
                {
                    Parameters = pass.Parameters.Slice(stage.ParameterOffset, stage.ParameterCount),
                    Input = stage.Source < 0 ? pass.Input : plan.OutputOf(stage.Source, n, pass.Cache),
                    Output = i == last ? pass.Output : plan.OutputOf(i, n, pass.Cache),
                    OutputGradient = i == last ? pass.OutputGradient : plan.GradientOf(i, n, gradients),
                    Cache = cache,
                    InputGradient = share,
                    ParameterGradient = parameterGradient,
                    InputShape = stage.Input,
                    IsTraining = pass.IsTraining && !stage.IsFrozen(pass.Frozen),
                    Frozen = stage.FrozenOf(pass.Frozen),
                    Seed = Philox.Mix(pass.Seed, (ulong)i),
                    IsBehindRectifier = stage.IsBehindRectifier,
                });
            }
            catch (Exception exception) when (IsOfSpans(exception))
            {
                throw stage.Failed(nameof(Backward), n, exception, share.IsEmpty);
            }
            if (stage.IsBehindRectifier) i--; // whose cache is empty: its gradient stands where that of its input goes
            if (!plan.IsInPlace && !total.IsEmpty) TensorPrimitives.Add(total, share, total); // several layers may read one output
        }
    }

    /// <inheritdoc/>
    public sealed override string ExportOnnx(in OnnxPass pass)
    {
        var stages = PlanFor(pass.InputShape).Stages;
        string[] outputs = new string[stages.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            var stage = stages[i];
            outputs[i] = stage.Layer.ExportOnnx(
                pass with { Input = stage.Source < 0 ? pass.Input : outputs[stage.Source], InputShape = stage.Input, Prefix = $"{pass.Prefix}{stage.Name}." });
        }
        return ExportOnnx(pass, outputs);
    }

    /// <summary>Names the container, and the spans that it should have kept to.</summary>
    private InvalidOperationException Failed(string method, ContainerPlan plan, int batchSize, Exception exception) => new(
        $"{this}.{method} failed: {exception.Message} For {batchSize} samples it has {(long)batchSize * plan.Input.Size} floats of input, "
        + $"{(long)batchSize * plan.Output.Size} of output, {string.Join(", ", plan.Stages.Select(stage => (long)batchSize * stage.Output.Size))} of the "
        + "outputs of its "
        + $"{plan.Stages.Length} inner layers and {plan.CombineCacheSize(batchSize)} of cache.",
        exception);

    /// <summary>Whether it tells of a span that was too short: those of .NET do not say whose.</summary>
    private static bool IsOfSpans(Exception exception) => exception is (ArgumentException and not InputException) or IndexOutOfRangeException;

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

using ScratchNN.Kernels;

namespace ScratchNN;

public partial class Model
{
    /// <summary>
    /// Shows the data to the layers that adapt to it (<see cref="Layer.Adapts"/>), one layer after another: each sees the outputs of the layers before it,
    /// which have already adapted, for all samples. The first Fit does it, unless this method or a file did.
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <exception cref="ArgumentException">There is no sample, one does not fit the model, or one holds a number that is not finite. The model is
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or is being trained; or a layer produced a number that is not finite. The model is
    /// unchanged.</exception>
    public void Adapt(Samples x) => Adapt(new RowSource(x.Open()), hasAnswers: false);

    /// <inheritdoc cref="Adapt(Samples)"/>
    /// <param name="data">Samples with labels or targets.</param>
    public void Adapt(IDataset data) => Adapt(new RowSource(data), hasAnswers: true);

    private void Adapt(in RowSource data, bool hasAnswers)
    {
        var weights = Built;
        if (data.Count == 0)
            throw new ArgumentException("At least one sample is needed to adapt to, got none.");
        RequireInput(data, weights.Plan.Input);
        BeginTraining();
        try
        {
            Adapt(weights, data, [.. Enumerable.Range(0, data.Count)], Workers.None, hasAnswers, requiresFinite: true);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Shows rows to the layers that adapt, unless they have seen some. With data that is not finite they stay as they are: checks tell why.</summary>
    /// <returns>The previous parameters; null if there was nothing to adapt.</returns>
    internal float[]? AdaptOnce(in RowSource data, int[] rows, Workers workers)
    {
        var weights = Built;
        if (weights.IsAdapted || !Root.Adapts) return null;
        float[] before = [.. weights.Buffer.Span];
        Adapt(weights, data, rows, workers);
        return before;
    }

    private void Adapt(Weights weights, in RowSource data, int[] rows, Workers workers, bool hasAnswers = true, bool requiresFinite = false)
    {
        var plan = weights.Plan;
        var trace = new LayerTrace(Root, plan.Input);
        int most = Math.Min(rows.Length, MicroBatchSize.MostRows(Root, plan.Input));
        float[] parameters = [.. weights.Buffer.Span], cache = new float[Root.CacheSize(plan.Input, most)],
            y = new float[Guard.FloatsOf(most, plan.Output.Size)];
        int[] labels = new int[hasAnswers && data.TargetShape == null ? most : 0];
        float[] importance = new float[most], targets = new float[Guard.FloatsOf(most, data.TargetShape?.Size ?? 0)];
        AlignedBuffer? gathered = null;

        for (int i = 0; i < trace.Layers.Count; i++)
        {
            var layer = trace.Layers[i];
            // a container's layers stand for themselves
            if (!layer.Layer.Adapts || layer.Layer is Container || weights.AreFrozen(layer.ParameterOffset, layer.ParameterCount)) continue;
            var own = parameters.AsSpan(layer.ParameterOffset, layer.ParameterCount);
            for (int row = 0, n; row < rows.Length; row += n)
            {
                n = Math.Min(most, rows.Length - row);
                var these = rows.AsSpan(row, n);
                var x = data.Read(these, ref gathered, most, labels.AsSpan(0, labels.Length == 0 ? 0 : n), targets.AsSpan(0, n * (targets.Length / most)),
                    importance.AsSpan(0, n), workers, out _);
                if (!Finite.Are(x))
                {
                    if (!requiresFinite) return;
                    RowSource.RequireFinite(x, plan.Input.Size, these, "x", where: data.Where);
                }
                int at = trace.Offsets(i, n).Input;
                if (at != LayerTrace.BlockInput)
                    Root.Forward(new ForwardPass
                    {
                        Parameters = parameters,
                        Input = x,
                        Output = y.AsSpan(0, n * plan.Output.Size),
                        Cache = cache.AsSpan(0, Root.CacheSize(plan.Input, n)),
                        BatchSize = n,
                        InputShape = plan.Input,
                        FirstRow = row,
                        Workers = workers,
                    });
                layer.Layer.Adapt(new AdaptPass
                {
                    Parameters = own,
                    Input = at == LayerTrace.BlockInput ? x : cache.AsSpan(at, n * layer.Input.Size),
                    BatchSize = n,
                    InputShape = layer.Input,
                    Labels = labels.AsSpan(0, labels.Length == 0 ? 0 : n),
                    Targets = targets.AsSpan(0, n * (targets.Length / most)),
                    Weights = importance.AsSpan(0, n),
                    RowsBefore = row,
                    Workers = workers,
                });
            }
            if (Finite.IndexOfFirstNot(own) is >= 0 and int broken)
                throw new InvalidOperationException(
                    $"{layer.Name} adapted to {rows.Length} samples, and turned finite numbers into {NumberFormat.Text(own[broken])} (entry {broken} of its "
                        + "parameters): check its Adapt.");
        }

        for (int i = 0; i < plan.Layout.Places.Length; i++)
            if (plan.Layout.Places[i] is { Info.Role: ParameterRole.Adapted } place && !weights.IsFrozen(i))
                place.Of(parameters.AsSpan()).CopyTo(place.Of(weights.Buffer.Span));
        weights.IsAdapted = true;
    }
}

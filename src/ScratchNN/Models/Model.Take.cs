namespace ScratchNN;

public partial class Model
{
    /// <summary>
    /// A model of some of the layers, with copies of their weights: <c>model.Take(..3)</c> is the encoder of an autoencoder whose code is the output of layer
    /// 2.
    /// </summary>
    /// <remarks>
    /// Frozen parameters stay frozen, and layers that have adapted to data stay adapted. Parameters are numbered from the first layer that is taken. Of
    /// <see cref="Info"/>, names and profile of
    /// the inputs go with the first layer; names of classes and outputs, <see cref="Meaning"/> and <see cref="TargetScale"/> with the last; attachments with
    /// all layers together.
    /// </remarks>
    /// <param name="layers">Which of <see cref="Layers"/>, at least one: <c>..3</c> the first three, <c>..^1</c> all but the last.</param>
    /// <returns>A model that shares no memory with this one; built if this one is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer layers, or none would be taken.</exception>
    public Model Take(Range layers)
    {
        int first = layers.Start.GetOffset(Layers.Count), end = layers.End.GetOffset(Layers.Count);
        if (first < 0 || end > Layers.Count || first >= end)
            throw new ArgumentOutOfRangeException(nameof(layers), layers, $"Take at least one of the {Layers.Count} layers: 0..{Layers.Count} are all.");
        bool hasFirst = first == 0, hasLast = end == Layers.Count;
        var part = new Model(new Block([.. Layers.Take(first..end)]))
        {
            Threads = Threads,
            Described = (hasLast ? Described.Meaning : null, Described.Info == null ? null : Info with
            {
                FeatureNames = hasFirst ? Info.FeatureNames : null,
                Profile = hasFirst ? Info.Profile : null,
                ClassNames = hasLast ? Info.ClassNames : null,
                OutputNames = hasLast ? Info.OutputNames : null,
                Attachments = hasFirst && hasLast ? Info.Attachments : DataInfo.None.Attachments,
            }),
        };
        if (Weights is not { } weights) return part;
        var stages = weights.Plan.Stages;
        var plan = part.Root.PlanFor(stages[first].Input);
        int tensor = stages[first].TensorOffset;
        part.Weights = new Weights(plan) { IsAdapted = weights.IsAdapted, Scale = hasLast ? weights.Scale : null };
        weights.Buffer.Span.Slice(stages[first].ParameterOffset, plan.ParameterCount).CopyTo(part.Parameters);
        bool[] frozen = weights.Frozen.Length == 0 ? [] : weights.Frozen[tensor..(tensor + plan.Layout.Infos.Count)];
        part.Weights.Frozen = frozen.Contains(true) ? frozen : [];
        if (hasLast && weights.IsDrawn) part.Weights.MarkDrawn();
        return part;
    }
}

namespace ScratchNN.Diagnostics;

/// <summary>
/// A layer at work: what goes in and out, and its parameters. Containers are opened: each inner layer has a view of its own. A container other than a block
/// follows them, with what it combines as its output and no parameters.
/// </summary>
public readonly ref struct LayerView
{
    /// <summary>The layer.</summary>
    public required Layer Layer { get; init; }

    /// <summary>Its place, as in the names of its parameters: 2, or 1.0 in a block.</summary>
    public required string Path { get; init; }

    /// <summary>The layer and its place: <c>Dense(784 → 128) (layer 0)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layer whose output it reads, by its number in <see cref="CheckPass.Layers"/>; −1 for the model's input.</summary>
    public required int Source { get; init; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The shape of one output sample.</summary>
    public required Shape OutputShape { get; init; }

    /// <summary>Whether it has parameters and no step moves them: all are frozen, or adapted before training.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>X [N × input size].</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>Y [N × output size].</summary>
    public required ReadOnlySpan<float> Output { get; init; }

    /// <summary>The layer's parameters, one after another.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>The layer's parameters: for a container, those of its inner layers.</summary>
    public ReadOnlySpan<float> AllParameters { get; init; }

    /// <summary>
    /// Their gradients, as the step took them: after clipping, zeros for what no optimizer moves. Empty at <see cref="CheckMoment.EpochEnd"/>.
    /// </summary>
    public required ReadOnlySpan<float> Gradient { get; init; }

    /// <summary>
    /// The parameters <see cref="CheckPass.StepsSinceBefore"/> steps ago. Empty but at a <see cref="CheckMoment.StepEnd"/> and a
    /// <see cref="CheckMoment.Failure"/>.
    /// </summary>
    public required ReadOnlySpan<float> Before { get; init; }
}

using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Brings each feature to mean 0 and deviation 1, by what it learned from the data before the first step: for inputs as they come.</summary>
/// <remarks>
/// <code>
/// y  = (x − m) / s
/// dx = dy / s
///
/// X, Y [N × F]               mean m [F]   deviation s [F]   s² = Σ (x − m)² / N
/// X, Y [N × … × C]           mean m [C]   deviation s [C], over all positions
/// </code>
/// Vectors are standardised by feature; samples of more dimensions by channel, which is the last axis: give grey images one of length 1. The first
/// <see cref="Trainer"/>.Fit learns mean and deviation from its training rows, in one pass; then they are fixed, saved with the model and exported.
/// <see cref="Model.Adapt(Samples)"/> learns them again. A feature that is the same in all samples passes as x − m, with s = 1. Sample weights do not count.
/// Sums are in double, in the order of the rows; between pieces of the data m and s are kept as floats. scikit-learn's StandardScaler does the same.
/// </remarks>
public sealed class Standardize : Layer
{
    /// <summary>True.</summary>
    public override bool IsLinear => true;

    /// <summary>True: mean and deviation.</summary>
    public override bool Adapts => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
    [
        new() { Name = "mean", Shape = input.Channels, Role = ParameterRole.Adapted },
        new() { Name = "deviation", Shape = input.Channels, Role = ParameterRole.Adapted },
    ];

    /// <summary>Mean 0 and deviation 1: y = x.</summary>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        parameters[..input.Channels].Clear();
        parameters[input.Channels..].Fill(1);
    }

    /// <inheritdoc/>
    public override void Adapt(in AdaptPass pass)
    {
        int c = pass.InputShape.Channels;
        Standardization.Merge(pass.Input, pass.Parameters[..c], pass.Parameters[c..], rowsBefore: pass.RowsBefore * (pass.InputShape.Size / c));
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int c = pass.InputShape.Channels;
        ReadOnlySpan<float> m = pass.Parameters[..c], s = pass.Parameters[c..];

        // y = (x − m) / s
        Standardization.Apply(pass.Input, pass.Output, m, s, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        pass.ParameterGradient.Clear();

        // dx = dy / s
        if (!pass.InputGradient.IsEmpty)
            Standardization.Gradient(pass.OutputGradient, pass.InputGradient, pass.Parameters[pass.InputShape.Channels..], pass.Workers);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("Div", [pass.Node("Sub", [pass.Input, pass.Parameter("mean")]), pass.Parameter("deviation")]);
}

using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Layer normalisation: the features of each sample, or the channels at each position, get a mean and a deviation that the layer learns.</summary>
/// <remarks>
/// <code>
/// μ  = Σ x / C    σ² = Σ (x − μ)² / C      r = 1 / √(σ² + ε)
/// x̂  = (x − μ)·r
/// y  = γ·x̂ + β
///
/// dβ = Σ dy    dγ = Σ dy·x̂                 over rows and positions
/// dx = r·(g − (Σ g + x̂·Σ g·x̂) / C)         g = γ·dy
///
/// X, Y [N × C] or [N × … × C]              weight γ [C]   bias β [C]
/// </code>
/// Sums are over the last axis alone, so no sample sees another, and training and prediction are the same. PyTorch's LayerNorm(C) and Keras's do so by default.
/// γ starts at 1, β at 0. NaN in a row makes NaN of the row, and so do numbers beyond 1e19, whose squares no float holds.
/// J. L. Ba, J. R. Kiros, G. E. Hinton: Layer normalization, arXiv:1607.06450, 2016.
/// </remarks>
public sealed class LayerNorm : Layer
{
    /// <summary>ε, which is added to the variance: above 0. Default 1e-5, as PyTorch has it; Keras has 1e-3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or no float.</exception>
    public double Epsilon { get; init => field = Guard.PositiveFinite(value, nameof(Epsilon)); } = 1e-5;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
    [
        new() { Name = "weight", Shape = input.Channels, Role = ParameterRole.Undecayed },
        new() { Name = "bias", Shape = input.Channels, Role = ParameterRole.Undecayed },
    ];

    /// <summary>x̂ of each sample, r of each of its rows of C, and room for sums.</summary>
    public override int CacheSize(Shape input, int batchSize)
    {
        int positions = input.Size / input.Channels;
        return Guard.FloatsOf(batchSize, (long)input.Size + positions, besides: Channels.SumScratch((long)batchSize * positions, input.Channels));
    }

    /// <summary>γ = 1, β = 0.</summary>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        parameters[..input.Channels].Fill(1);
        parameters[input.Channels..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int c = pass.InputShape.Channels, size = pass.Input.Length;
        ReadOnlySpan<float> gamma = pass.Parameters[..c], beta = pass.Parameters[c..];
        Span<float> normalized = pass.Cache[..size], r = pass.Cache.Slice(size, size / c);

        // x̂ = (x − μ)·r    y = γ·x̂ + β
        LayerNormalization.Normalize(pass.Input, normalized, pass.Output, r, gamma, beta, Epsilon, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        int c = pass.InputShape.Channels, size = pass.Input.Length, rows = size / c;
        ReadOnlySpan<float> dy = pass.OutputGradient, gamma = pass.Parameters[..c], normalized = pass.Cache[..size], r = pass.Cache.Slice(size, rows);
        Span<float> dgamma = pass.ParameterGradient[..c], dbeta = pass.ParameterGradient[c..], scratch = pass.Cache[(size + rows)..];

        // dβ = Σ dy    dγ = Σ dy·x̂
        BatchNormalization.BiasGradient(dy, dbeta, scratch, pass.Workers);
        LayerNormalization.ScaleGradient(normalized, dy, dgamma, scratch, pass.Workers);

        // dx = r·(g − (Σ g + x̂·Σ g·x̂) / C)
        if (!pass.InputGradient.IsEmpty) LayerNormalization.InputGradient(normalized, dy, pass.InputGradient, r, gamma, pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("epsilon", Epsilon);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("LayerNormalization", [pass.Input, pass.Parameter("weight"), pass.Parameter("bias")], ("axis", -1), ("epsilon", (float)Epsilon));

    internal static LayerNorm Read(JsonElement json) => new() { Epsilon = json.Get("epsilon").GetDouble() };
}

using ScratchNN.Kernels;

namespace ScratchNN.Benchmarks;

/// <summary>A convolution of square images.</summary>
/// <param name="Side">Pixels across and down.</param><param name="Channels">Of a pixel.</param>
/// <param name="Kernel">Pixels of a window, across and down.</param><param name="Filters">Outputs.</param>
/// <param name="IsSame">Whether images are padded, so that outputs are as large.</param>
public sealed record ConvolutionShape(int Side, int Channels, int Kernel, int Filters, bool IsSame = false) : IWorkload
{
    /// <summary>Images at once: they stay in the second cache.</summary>
    public const int Images = 16;

    internal WindowGrid Grid => (IsSame ? Padding.Same : Padding.Valid).Grid(Side, Side, Channels, Kernel, 1);

    /// <summary>A multiplication and an addition for each tap of each place, padding included.</summary>
    public double Operations => 2.0 * Images * Grid.Places * Grid.WindowSize * Filters;

    /// <inheritdoc/>
    public string Speed(double nanoseconds) => FormattableString.Invariant($"{Operations / nanoseconds:0.0} GFLOP/s");

    /// <summary>As in the documentation: <c>28×28×1, 5×5 → 6</c>.</summary>
    public override string ToString() => $"{Side}×{Side}×{Channels}, {Kernel}×{Kernel}{(IsSame ? " same" : "")} → {Filters}";
}

using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Sums whose order is fixed: the same bits for any number of workers and any width.</summary>
internal static partial class Sums
{
    private const int SquaresBlock = 4096;
    private const double SmallestNormal = 1.17549435e-38; // 2⁻¹²⁶

    /// <summary>Σ x²: 16 partial sums over each block of 4096, added in double. Where no float holds a square, of x scaled by a power of two.</summary>
    public static double OfSquares(ReadOnlySpan<float> x)
    {
        double total = OfSquares(x, 1);
        if (total >= x.Length * SmallestNormal && double.IsFinite(total)) return total; // what became subnormal on the way is less than its last bit
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude(x));
        if (largest == 0 || !float.IsFinite(largest)) return total;
        float scale = MathF.ScaleB(1, Math.Clamp(-MathF.ILogB(largest), -126, 126));
        return OfSquares(x, scale) / ((double)scale * scale);
    }

    private static double OfSquares(ReadOnlySpan<float> x, float scale)
    {
        double total = 0;
        Span<float> partials = stackalloc float[16];
        for (int start = 0; start < x.Length; start += SquaresBlock)
        {
            var block = x.Slice(start, Math.Min(SquaresBlock, x.Length - start));
            partials.Clear();
            Simd.Run(new Squares(block, scale, partials));
            total += RowKernels.Fold(partials);
        }
        return total;
    }

    private readonly ref struct Squares(ReadOnlySpan<float> x, float scale, Span<float> partials) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _partials = partials;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            int i = 0;
            for (; i <= _x.Length - 16; i += 16)
                for (int lane = 0; lane < 16; lane += T.Lanes)
                    Add<T>(i + lane, lane);
            for (int lane = 0; i < _x.Length; i++, lane++)
                Add<F32x1>(i, lane);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add<T>(int i, int lane) where T : struct, ISimd<T>
        {
            T x = T.Load(in _x.At(i)) * T.Broadcast(scale);
            T.MultiplyAdd(x, x, T.Load(in _partials.At(lane))).Store(ref _partials.At(lane));
        }
    }
}

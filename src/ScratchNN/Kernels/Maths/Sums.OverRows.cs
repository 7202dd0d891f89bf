using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

internal static partial class Sums
{
    private const int FloatsPerWorker = 1 << 14; // some µs of memory

    /// <summary>sums[j] = Σ over rows of x[row, j], with the bits of a product with ones: chains of <see cref="GemmPlan.KC"/> rows, added in order.</summary>
    public static void OverRows(ReadOnlySpan<float> x, Span<float> sums, Workers workers)
    {
        int n = sums.Length, rows = x.Length / n, chains = (rows + GemmPlan.KC - 1) / GemmPlan.KC;
        if (chains <= 1)
        {
            new Chains(x, sums, n, rows).Run(0, 1);
            return;
        }
        float[] rented = ArrayPool<float>.Shared.Rent(checked(chains * n));
        var partial = rented.AsSpan(0, chains * n);
        workers.For(chains, new Chains(x, partial, n, rows), 1 + (FloatsPerWorker / (GemmPlan.KC * n)));
        partial[..n].CopyTo(sums);
        for (int chain = 1; chain < chains; chain++) Elementwise.Add(sums, partial.Slice(chain * n, n));
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>
    /// The sums of chains: each a row of them. An addition takes as long as four can be begun in, so four go side by side: chains, or, in the last ones,
    /// columns.
    /// </summary>
    private readonly ref struct Chains(ReadOnlySpan<float> x, Span<float> sums, int n, int rows) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _sums = sums;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int chain = firstRow;
            for (; chain < endRow - 4 || (chain == endRow - 4 && endRow * GemmPlan.KC <= rows); chain += 4) Sweep<Four>(chain, GemmPlan.KC);
            for (; chain < endRow; chain++) Sweep<One>(chain, Math.Min(GemmPlan.KC, rows - (chain * GemmPlan.KC)));
        }

        private interface IAbreast { static abstract bool AreChains { get; } }
        private readonly struct One : IAbreast { public static bool AreChains => false; }
        private readonly struct Four : IAbreast { public static bool AreChains => true; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Sweep<TAbreast>(int chain, int length) where TAbreast : IAbreast
        {
            int j = 0;
            if (Vector512.IsHardwareAccelerated) j = Columns<F32x16, TAbreast>(chain, length, j);
            if (Vector256.IsHardwareAccelerated) j = Columns<F32x8, TAbreast>(chain, length, j);
            if (Vector128.IsHardwareAccelerated)
            {
                j = Columns<F32x4, TAbreast>(chain, length, j);
                if (j < n && n >= 4) j = Columns<F32x4, TAbreast>(chain, length, n - 4); // some of them once more
            }
            Columns<F32x1, TAbreast>(chain, length, j);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Columns<T, TAbreast>(int chain, int length, int j) where T : struct, ISimd<T> where TAbreast : IAbreast
        {
            int apart = TAbreast.AreChains ? GemmPlan.KC * n : T.Lanes, wide = TAbreast.AreChains ? T.Lanes : 4 * T.Lanes;
            for (; j <= n - wide; j += wide)
            {
                T a = T.Broadcast(0), b = a, c = a, d = a;
                ref float x = ref Unsafe.AsRef(in _x.At((chain * GemmPlan.KC * n) + j));
                for (int row = 0; row < length; row++, x = ref Unsafe.Add(ref x, n))
                {
                    a += T.Load(ref x);
                    b += T.Load(ref Unsafe.Add(ref x, apart));
                    c += T.Load(ref Unsafe.Add(ref x, 2 * apart));
                    d += T.Load(ref Unsafe.Add(ref x, 3 * apart));
                }
                int next = TAbreast.AreChains ? n : T.Lanes;
                ref float sum = ref _sums.At((chain * n) + j);
                (a + T.Broadcast(0)).Store(ref sum);
                (b + T.Broadcast(0)).Store(ref Unsafe.Add(ref sum, next));
                (c + T.Broadcast(0)).Store(ref Unsafe.Add(ref sum, 2 * next));
                (d + T.Broadcast(0)).Store(ref Unsafe.Add(ref sum, 3 * next));
            }
            for (; j <= n - T.Lanes; j += T.Lanes)
            {
                T a = T.Broadcast(0);
                ref float x = ref Unsafe.AsRef(in _x.At((chain * GemmPlan.KC * n) + j));
                for (int row = 0; row < length; row++, x = ref Unsafe.Add(ref x, n)) a += T.Load(ref x);
                (a + T.Broadcast(0)).Store(ref _sums.At((chain * n) + j));
            }
            return j;
        }
    }
}

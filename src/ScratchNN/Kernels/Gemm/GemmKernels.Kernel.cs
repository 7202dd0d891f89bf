using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>A number that the JIT knows as a constant.</summary>
    private interface ICount
    {
        static abstract int Count { get; }
    }

    /// <summary>A number of rows.</summary>
    private interface IRows : ICount
    {
        /// <summary>Whether the rows of A that come next are fetched meanwhile.</summary>
        static virtual bool FetchesA => false;

        /// <summary>Whether the rows of the next panel are fetched meanwhile.</summary>
        static virtual bool FetchesB => false;
    }

    private readonly struct One : IRows { public static int Count => 1; }
    private readonly struct Two : IRows { public static int Count => 2; }
    private readonly struct Three : IRows { public static int Count => 3; }
    private readonly struct Four : IRows { public static int Count => 4; }
    private readonly struct Five : IRows { public static int Count => 5; }
    private readonly struct Six : IRows { public static int Count => 6; }
    private readonly struct Seven : IRows { public static int Count => 7; }
    private readonly struct Eight : IRows { public static int Count => 8; }

    private readonly struct FetchingA<TRows> : IRows where TRows : IRows
    {
        public static int Count => TRows.Count;
        public static bool FetchesA => true;
    }

    private readonly struct FetchingB<TRows> : IRows where TRows : IRows
    {
        public static int Count => TRows.Count;
        public static bool FetchesB => true;
    }

    /// <summary>A tile over all of k, chain by chain.</summary>
    /// <inheritdoc cref="PlainTile"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Tile<T0, V0, T1, V1, TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint second,
        ref readonly float start, nint startRow, ref float c, nint cRow, int k)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where TRows : IRows
    {
        ref float ap = ref Unsafe.AsRef(in a), bp = ref Unsafe.AsRef(in b), s = ref Unsafe.AsRef(in start);
        while (true)
        {
            int chain = Math.Min(GemmPlan.KC, k);
            if (!Simd.Fuses)
                PlainTile<Unfused<T0, V0>, V0, Unfused<T1, V1>, V1, TRows>(ref ap, aRow, aColumn, ref bp, bRow, second, ref s, startRow, ref c, cRow, chain);
            else if (T0.Lanes > 4 && T1.Lanes == 4 && TRows.Count > 1)
                RowPairTile<T0, V0, TRows>(ref ap, aRow, aColumn, ref bp, bRow, second, ref s, startRow, ref c, cRow, chain);
            else PlainTile<T0, V0, T1, V1, TRows>(ref ap, aRow, aColumn, ref bp, bRow, second, ref s, startRow, ref c, cRow, chain);
            k -= chain;
            if (k == 0) return TRows.Count;
            ap = ref Unsafe.Add(ref ap, chain * aColumn);
            bp = ref Unsafe.Add(ref bp, chain * bRow);
            s = ref Unsafe.AsRef(in c);
            startRow = cRow;
        }
    }

    /// <summary>
    /// The register tile: C = start + A·B over one chain of k, for up to 8 rows by two registers, which may be of different widths.
    /// Lanes run along the columns; each row of A is broadcast, one element a step.
    /// </summary>
    /// <param name="a">First element of the tile's rows of A.</param><param name="aRow">Floats from a row of A to the next.</param>
    /// <param name="aColumn">Floats from a column of A to the next.</param>
    /// <param name="b">Panel of B, as wide as the two registers reach.</param><param name="bRow">Floats from a row of the panel to the next.</param>
    /// <param name="second">Where the second register begins: behind the first, or earlier, so that both end with the panel. What lies in both is the
    /// same.</param>
    /// <param name="start">What the sums are added to: C itself, the bias (row stride 0) or zeros (row stride 0).</param>
    /// <param name="startRow">Floats from a row of <paramref name="start"/> to the next.</param>
    /// <param name="c">The tile of C, assigned.</param><param name="cRow">Floats from a row of C to the next.</param>
    /// <param name="k">Steps of the chain, at most <see cref="GemmPlan.KC"/>.</param>
    /// <returns>The rows of the tile.</returns>
    [MethodImpl(Simd.Compiled)]
    private static int PlainTile<T0, V0, T1, V1, TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint second,
        ref readonly float start, nint startRow, ref float c, nint cRow, int k)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where TRows : IRows
    {
        // a reference per row: the JIT broadcasts from memory only where the address is one register
        ref float a0 = ref Unsafe.AsRef(in a), bp = ref Unsafe.AsRef(in b);
        ref float a1 = ref Unsafe.Add(ref a0, aRow), a2 = ref Unsafe.Add(ref a0, 2 * aRow), a3 = ref Unsafe.Add(ref a0, 3 * aRow);
        ref float a4 = ref Unsafe.Add(ref a0, 4 * aRow), a5 = ref Unsafe.Add(ref a0, 5 * aRow);
        ref float a6 = ref Unsafe.Add(ref a0, 6 * aRow), a7 = ref Unsafe.Add(ref a0, 7 * aRow);
        for (int i = 0; i < TRows.Count && (TRows.FetchesA || TRows.FetchesB); i++) // what streams drives C from the cache; else this would cost 3 %
        {
            Simd.Prefetch(ref Unsafe.Add(ref c, i * cRow));
            Simd.Prefetch(ref Unsafe.Add(ref c, (i * cRow) + T0.Lanes + T1.Lanes - 1));
        }
        ref float s = ref Unsafe.AsRef(in start);
        nint offset = 0, next = T0.Lanes + T1.Lanes;
        V0 c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default, c60 = default, c70 = default;
        V1 c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default, c61 = default, c71 = default;
        for (int p = 0; p < k; p++)
        {
            V0 b0 = T0.Load(ref bp);
            V1 b1 = T1.Load(ref Unsafe.Add(ref bp, second));
            if (TRows.FetchesA && p % 16 == 0) // a line of each
                for (int i = TRows.Count; i < 2 * TRows.Count; i++) Simd.Prefetch(ref Unsafe.Add(ref a0, (i * aRow) + offset));
            if (TRows.FetchesB)
            {
                Simd.Prefetch(ref Unsafe.Add(ref bp, next));
                Simd.Prefetch(ref Unsafe.Add(ref bp, next + T0.Lanes));
            }
            V0 x = T0.Broadcast(Unsafe.Add(ref a0, offset));
            c00 = T0.MultiplyAdd(x, b0, c00);
            c01 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c01);
            if (TRows.Count > 1)
            {
                x = T0.Broadcast(Unsafe.Add(ref a1, offset));
                c10 = T0.MultiplyAdd(x, b0, c10);
                c11 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c11);
            }
            if (TRows.Count > 2)
            {
                x = T0.Broadcast(Unsafe.Add(ref a2, offset));
                c20 = T0.MultiplyAdd(x, b0, c20);
                c21 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c21);
            }
            if (TRows.Count > 3)
            {
                x = T0.Broadcast(Unsafe.Add(ref a3, offset));
                c30 = T0.MultiplyAdd(x, b0, c30);
                c31 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c31);
            }
            if (TRows.Count > 4)
            {
                x = T0.Broadcast(Unsafe.Add(ref a4, offset));
                c40 = T0.MultiplyAdd(x, b0, c40);
                c41 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c41);
            }
            if (TRows.Count > 5)
            {
                x = T0.Broadcast(Unsafe.Add(ref a5, offset));
                c50 = T0.MultiplyAdd(x, b0, c50);
                c51 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c51);
            }
            if (TRows.Count > 6)
            {
                x = T0.Broadcast(Unsafe.Add(ref a6, offset));
                c60 = T0.MultiplyAdd(x, b0, c60);
                c61 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c61);
            }
            if (TRows.Count > 7)
            {
                x = T0.Broadcast(Unsafe.Add(ref a7, offset));
                c70 = T0.MultiplyAdd(x, b0, c70);
                c71 = T1.MultiplyAdd(As<T0, V0, T1, V1>(x), b1, c71);
            }
            bp = ref Unsafe.Add(ref bp, bRow);
            offset += aColumn;
        }
        StoreRow<T0, V0, T1, V1>(ref s, 0, ref c, 0, second, c00, c01);
        if (TRows.Count > 1) StoreRow<T0, V0, T1, V1>(ref s, startRow, ref c, cRow, second, c10, c11);
        if (TRows.Count > 2) StoreRow<T0, V0, T1, V1>(ref s, 2 * startRow, ref c, 2 * cRow, second, c20, c21);
        if (TRows.Count > 3) StoreRow<T0, V0, T1, V1>(ref s, 3 * startRow, ref c, 3 * cRow, second, c30, c31);
        if (TRows.Count > 4) StoreRow<T0, V0, T1, V1>(ref s, 4 * startRow, ref c, 4 * cRow, second, c40, c41);
        if (TRows.Count > 5) StoreRow<T0, V0, T1, V1>(ref s, 5 * startRow, ref c, 5 * cRow, second, c50, c51);
        if (TRows.Count > 6) StoreRow<T0, V0, T1, V1>(ref s, 6 * startRow, ref c, 6 * cRow, second, c60, c61);
        if (TRows.Count > 7) StoreRow<T0, V0, T1, V1>(ref s, 7 * startRow, ref c, 7 * cRow, second, c70, c71);
        return TRows.Count;
    }

    /// <summary>A broadcast element as it stands in the first lanes of the same register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V1 As<T0, V0, T1, V1>(V0 x)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct =>
        typeof(V1) == typeof(V0) ? Unsafe.BitCast<V0, V1>(x)
        : typeof(V1) == typeof(Vector128<float>) ? Unsafe.BitCast<Vector128<float>, V1>(T0.FirstFour(x))
        : typeof(V1) == typeof(Vector256<float>) ? Unsafe.BitCast<Vector256<float>, V1>(T0.FirstEight(x))
        : default; // RegisterF32x0

    /// <summary>
    /// A row's sums, added to what they start from. A sum of −0 becomes 0: which of them it is, only terms of zero decide, and those may be skipped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T0, V0, T1, V1>(ref float start, nint startOffset, ref float c, nint cOffset, nint second, V0 sum0, V1 sum1)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct
    {
        start = ref Unsafe.Add(ref start, startOffset);
        c = ref Unsafe.Add(ref c, cOffset);
        V0 c0 = T0.Add(T0.Load(ref start), T0.Add(sum0, default));
        V1 c1 = T1.Add(T1.Load(ref Unsafe.Add(ref start, second)), T1.Add(sum1, default));
        T0.Store(c0, ref c);
        T1.Store(c1, ref Unsafe.Add(ref c, second));
    }
}

using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public static partial class Gemm
{
    private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>
    /// A tile of <see cref="GemmPlan.MR"/> rows by two registers: C = start + A·B over one chain of k.
    /// Lanes run along the columns; each row of A is broadcast, one element a step.
    /// </summary>
    /// <param name="a">First element of the tile's rows of A.</param><param name="aRow">Floats from a row of A to the next.</param>
    /// <param name="aColumn">Floats from a column of A to the next.</param>
    /// <param name="b">Panel of B, 2·lanes columns wide.</param><param name="bRow">Floats from a row of the panel to the next.</param>
    /// <param name="start">What the sums are added to: C itself, the bias (row stride 0) or zeros (row stride 0).</param>
    /// <param name="startRow">Floats from a row of <paramref name="start"/> to the next.</param>
    /// <param name="c">The tile of C, assigned.</param><param name="cRow">Floats from a row of C to the next.</param>
    /// <param name="k">Length of the chain, at most <see cref="GemmPlan.KC"/>.</param>
    [MethodImpl(Kernel)]
    private static void SixRows<T>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow,
        ref readonly float start, nint startRow, ref float c, nint cRow, int k) where T : struct, ISimd<T>
    {
        T c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        T c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        ref float a0 = ref Unsafe.AsRef(in a);
        ref float a3 = ref Unsafe.Add(ref a0, 3 * aRow);
        ref float bp = ref Unsafe.AsRef(in b);
        for (int p = 0; p < k; p++)
        {
            T b0 = T.Load(ref bp), b1 = T.Load(ref Unsafe.Add(ref bp, T.Lanes));
            T x = T.Broadcast(a0);
            c00 = T.MultiplyAdd(x, b0, c00);
            c01 = T.MultiplyAdd(x, b1, c01);
            x = T.Broadcast(Unsafe.Add(ref a0, aRow));
            c10 = T.MultiplyAdd(x, b0, c10);
            c11 = T.MultiplyAdd(x, b1, c11);
            x = T.Broadcast(Unsafe.Add(ref a0, 2 * aRow));
            c20 = T.MultiplyAdd(x, b0, c20);
            c21 = T.MultiplyAdd(x, b1, c21);
            x = T.Broadcast(a3);
            c30 = T.MultiplyAdd(x, b0, c30);
            c31 = T.MultiplyAdd(x, b1, c31);
            x = T.Broadcast(Unsafe.Add(ref a3, aRow));
            c40 = T.MultiplyAdd(x, b0, c40);
            c41 = T.MultiplyAdd(x, b1, c41);
            x = T.Broadcast(Unsafe.Add(ref a3, 2 * aRow));
            c50 = T.MultiplyAdd(x, b0, c50);
            c51 = T.MultiplyAdd(x, b1, c51);
            a0 = ref Unsafe.Add(ref a0, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            bp = ref Unsafe.Add(ref bp, bRow);
        }
        ref float s = ref Unsafe.AsRef(in start);
        StoreRow(ref s, 0, ref c, 0, c00, c01);
        StoreRow(ref s, startRow, ref c, cRow, c10, c11);
        StoreRow(ref s, 2 * startRow, ref c, 2 * cRow, c20, c21);
        StoreRow(ref s, 3 * startRow, ref c, 3 * cRow, c30, c31);
        StoreRow(ref s, 4 * startRow, ref c, 4 * cRow, c40, c41);
        StoreRow(ref s, 5 * startRow, ref c, 5 * cRow, c50, c51);
    }

    /// <summary>A tile of one row: what six rows leave over, and the prediction of a single sample.</summary>
    /// <inheritdoc cref="SixRows"/>
    [MethodImpl(Kernel)]
    private static void OneRow<T>(
        ref readonly float a, nint aColumn, ref readonly float b, nint bRow, ref readonly float start, ref float c, int k) where T : struct, ISimd<T>
    {
        T c00 = default, c01 = default;
        ref float ap = ref Unsafe.AsRef(in a);
        ref float bp = ref Unsafe.AsRef(in b);
        for (int p = 0; p < k; p++)
        {
            T x = T.Broadcast(ap);
            c00 = T.MultiplyAdd(x, T.Load(ref bp), c00);
            c01 = T.MultiplyAdd(x, T.Load(ref Unsafe.Add(ref bp, T.Lanes)), c01);
            ap = ref Unsafe.Add(ref ap, aColumn);
            bp = ref Unsafe.Add(ref bp, bRow);
        }
        StoreRow(ref Unsafe.AsRef(in start), 0, ref c, 0, c00, c01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T>(ref float start, nint startOffset, ref float c, nint cOffset, T sum0, T sum1) where T : struct, ISimd<T>
    {
        start = ref Unsafe.Add(ref start, startOffset);
        c = ref Unsafe.Add(ref c, cOffset);
        T c0 = T.Load(ref start) + sum0, c1 = T.Load(ref Unsafe.Add(ref start, T.Lanes)) + sum1;
        c0.Store(ref c);
        c1.Store(ref Unsafe.Add(ref c, T.Lanes));
    }
}

using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public static partial class Gemm
{
    /// <summary>
    /// The register tile of 9 to 12 columns: what is left of two rows behind 8 columns each shares a register, which leaves 12 multiply-adds of 16
    /// for 8 rows.
    /// </summary>
    /// <inheritdoc cref="PlainTile"/>
    [MethodImpl(Simd.Compiled)]
    private static int PairedTile<TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint second,
        ref readonly float start, nint startRow, ref float c, nint cRow, int k)
        where TRows : struct, IRows
    {
        Float8 c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Float8 c01 = default, c23 = default, c45 = default, c67 = default;
        ref float a0 = ref Unsafe.AsRef(in a), bp = ref Unsafe.AsRef(in b);
        ref float a1 = ref Unsafe.Add(ref a0, aRow), a2 = ref Unsafe.Add(ref a0, 2 * aRow), a3 = ref Unsafe.Add(ref a0, 3 * aRow);
        ref float a4 = ref Unsafe.Add(ref a0, 4 * aRow), a5 = ref Unsafe.Add(ref a0, 5 * aRow);
        ref float a6 = ref Unsafe.Add(ref a0, 6 * aRow), a7 = ref Unsafe.Add(ref a0, 7 * aRow);
        for (int i = 0; i < TRows.Count; i++) Simd.Prefetch(ref Unsafe.Add(ref c, i * cRow));
        nint offset = 0, next = GemmPlan.KC * bRow;
        for (int p = 0; p < k; p++)
        {
            Float8 b0 = Float8.Load(ref bp);
            Float8 b1 = Float8.LoadTwice(ref Unsafe.Add(ref bp, second));
            if (TRows.FetchesA) Simd.Prefetch(ref Unsafe.Add(ref a0, ((TRows.Count + (p & 7)) * aRow) + offset)); // each line twice
            if (TRows.FetchesB) Simd.Prefetch(ref Unsafe.Add(ref bp, next));
            Float8 x0 = Float8.Broadcast(Unsafe.Add(ref a0, offset));
            Float8 x1 = Float8.Broadcast(Unsafe.Add(ref a1, offset));
            c0 = Float8.MultiplyAdd(x0, b0, c0);
            c1 = Float8.MultiplyAdd(x1, b0, c1);
            c01 = Float8.MultiplyAdd(Float8.FirstHalves(x0, x1), b1, c01);
            if (TRows.Count > 2)
            {
                x0 = Float8.Broadcast(Unsafe.Add(ref a2, offset));
                x1 = Float8.Broadcast(Unsafe.Add(ref a3, offset));
                c2 = Float8.MultiplyAdd(x0, b0, c2);
                c3 = Float8.MultiplyAdd(x1, b0, c3);
                c23 = Float8.MultiplyAdd(Float8.FirstHalves(x0, x1), b1, c23);
            }
            if (TRows.Count > 4)
            {
                x0 = Float8.Broadcast(Unsafe.Add(ref a4, offset));
                x1 = Float8.Broadcast(Unsafe.Add(ref a5, offset));
                c4 = Float8.MultiplyAdd(x0, b0, c4);
                c5 = Float8.MultiplyAdd(x1, b0, c5);
                c45 = Float8.MultiplyAdd(Float8.FirstHalves(x0, x1), b1, c45);
            }
            if (TRows.Count > 6)
            {
                x0 = Float8.Broadcast(Unsafe.Add(ref a6, offset));
                x1 = Float8.Broadcast(Unsafe.Add(ref a7, offset));
                c6 = Float8.MultiplyAdd(x0, b0, c6);
                c7 = Float8.MultiplyAdd(x1, b0, c7);
                c67 = Float8.MultiplyAdd(Float8.FirstHalves(x0, x1), b1, c67);
            }
            bp = ref Unsafe.Add(ref bp, bRow);
            offset += aColumn;
        }
        ref float s = ref Unsafe.AsRef(in start);
        StoreRow(ref s, 0, ref c, 0, second, c0, c01.FirstFour());
        StoreRow(ref s, startRow, ref c, cRow, second, c1, c01.LastFour());
        if (TRows.Count > 2)
        {
            StoreRow(ref s, 2 * startRow, ref c, 2 * cRow, second, c2, c23.FirstFour());
            StoreRow(ref s, 3 * startRow, ref c, 3 * cRow, second, c3, c23.LastFour());
        }
        if (TRows.Count > 4)
        {
            StoreRow(ref s, 4 * startRow, ref c, 4 * cRow, second, c4, c45.FirstFour());
            StoreRow(ref s, 5 * startRow, ref c, 5 * cRow, second, c5, c45.LastFour());
        }
        if (TRows.Count > 6)
        {
            StoreRow(ref s, 6 * startRow, ref c, 6 * cRow, second, c6, c67.FirstFour());
            StoreRow(ref s, 7 * startRow, ref c, 7 * cRow, second, c7, c67.LastFour());
        }
        return TRows.Count;
    }
}

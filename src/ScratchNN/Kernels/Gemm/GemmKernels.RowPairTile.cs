using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// The register tile of 9 to 12 and of 17 to 20 columns: what is left of two rows behind 8 or 16 columns each shares a register, which leaves
    /// 12 multiply-adds of 16 for 8 rows, 10 of 12 for 4.
    /// </summary>
    /// <inheritdoc cref="PlainTile"/>
    [MethodImpl(Simd.Compiled)]
    private static int RowPairTile<T0, V0, TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint second,
        ref readonly float start, nint startRow, ref float c, nint cRow, int k)
        where T0 : IRegisterF32<V0> where V0 : struct where TRows : IRows
    {
        ref float a0 = ref Unsafe.AsRef(in a), bp = ref Unsafe.AsRef(in b);
        ref float a1 = ref Unsafe.Add(ref a0, aRow), a2 = ref Unsafe.Add(ref a0, 2 * aRow), a3 = ref Unsafe.Add(ref a0, 3 * aRow);
        ref float a4 = ref Unsafe.Add(ref a0, 4 * aRow), a5 = ref Unsafe.Add(ref a0, 5 * aRow);
        ref float a6 = ref Unsafe.Add(ref a0, 6 * aRow), a7 = ref Unsafe.Add(ref a0, 7 * aRow);
        for (int i = 0; i < TRows.Count; i++) Simd.Prefetch(ref Unsafe.Add(ref c, i * cRow));
        ref float s = ref Unsafe.AsRef(in start);
        nint offset = 0;
        V0 c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector256<float> c01 = default, c23 = default, c45 = default, c67 = default;
        for (int p = 0; p < k; p++)
        {
            V0 b0 = T0.Load(ref bp);
            Vector256<float> b1 = Twice(Vector128.LoadUnsafe(ref Unsafe.Add(ref bp, second)));
            if (TRows.FetchesA && p % 16 == 0) // a line of each
                for (int i = TRows.Count; i < 2 * TRows.Count; i++) Simd.Prefetch(ref Unsafe.Add(ref a0, (i * aRow) + offset));
            V0 x0 = T0.Broadcast(Unsafe.Add(ref a0, offset));
            c0 = T0.MultiplyAdd(x0, b0, c0);
            V0 x1 = T0.Broadcast(Unsafe.Add(ref a1, offset));
            c1 = T0.MultiplyAdd(x1, b0, c1);
            c01 = RegisterF32x8.MultiplyAdd(FirstHalves<T0, V0>(x0, x1), b1, c01);
            if (TRows.Count > 2)
            {
                x0 = T0.Broadcast(Unsafe.Add(ref a2, offset));
                c2 = T0.MultiplyAdd(x0, b0, c2);
                x1 = T0.Broadcast(Unsafe.Add(ref a3, offset));
                c3 = T0.MultiplyAdd(x1, b0, c3);
                c23 = RegisterF32x8.MultiplyAdd(FirstHalves<T0, V0>(x0, x1), b1, c23);
            }
            if (TRows.Count > 4)
            {
                x0 = T0.Broadcast(Unsafe.Add(ref a4, offset));
                c4 = T0.MultiplyAdd(x0, b0, c4);
                x1 = T0.Broadcast(Unsafe.Add(ref a5, offset));
                c5 = T0.MultiplyAdd(x1, b0, c5);
                c45 = RegisterF32x8.MultiplyAdd(FirstHalves<T0, V0>(x0, x1), b1, c45);
            }
            if (TRows.Count > 6)
            {
                x0 = T0.Broadcast(Unsafe.Add(ref a6, offset));
                c6 = T0.MultiplyAdd(x0, b0, c6);
                x1 = T0.Broadcast(Unsafe.Add(ref a7, offset));
                c7 = T0.MultiplyAdd(x1, b0, c7);
                c67 = RegisterF32x8.MultiplyAdd(FirstHalves<T0, V0>(x0, x1), b1, c67);
            }
            bp = ref Unsafe.Add(ref bp, bRow);
            offset += aColumn;
        }
        StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 0, ref c, 0, second, c0, c01.GetLower());
        StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, startRow, ref c, cRow, second, c1, c01.GetUpper());
        if (TRows.Count > 2)
        {
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 2 * startRow, ref c, 2 * cRow, second, c2, c23.GetLower());
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 3 * startRow, ref c, 3 * cRow, second, c3, c23.GetUpper());
        }
        if (TRows.Count > 4)
        {
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 4 * startRow, ref c, 4 * cRow, second, c4, c45.GetLower());
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 5 * startRow, ref c, 5 * cRow, second, c5, c45.GetUpper());
        }
        if (TRows.Count > 6)
        {
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 6 * startRow, ref c, 6 * cRow, second, c6, c67.GetLower());
            StoreRow<T0, V0, RegisterF32x4, Vector128<float>>(ref s, 7 * startRow, ref c, 7 * cRow, second, c7, c67.GetUpper());
        }
        return TRows.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FirstHalves<T0, V0>(V0 x0, V0 x1) where T0 : IRegisterF32<V0> where V0 : struct =>
        Vector256.Create(T0.FirstFour(x0), T0.FirstFour(x1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Twice(Vector128<float> four) => Vector256.Create(four, four);
}

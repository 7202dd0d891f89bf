using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScratchNN.Kernels;
using V16 = System.Runtime.Intrinsics.Vector512<float>;
using V4 = System.Runtime.Intrinsics.Vector128<float>;
using V8 = System.Runtime.Intrinsics.Vector256<float>;

namespace ScratchNN;

public static partial class Gemm
{
    /// <summary>
    /// The tiles of C where many steps of k are left out, because all four rows of A are zero there. Few rows skip more steps than many; up to four
    /// registers across make up for what each element of B is used less. A worker takes a run of tiles below one another, in all panels.
    /// </summary>
    private readonly ref struct SparseTiles<T>(
        Matrix a, Panels<T> b, Span<float> c, int ldc, ReadOnlySpan<float> bias, bool accumulate, int m, int n, int k) : IRowKernel
        where T : struct, ISimd<T>
    {
        private readonly Matrix _a = a;
        private readonly Panels<T> _b = b;
        private readonly Span<float> _c = c;
        private readonly ReadOnlySpan<float> _bias = bias;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int end = Math.Min(endRow * KeptSteps.Rows, m);
            int reach = _a.ColumnStride == 1 ? k : GemmPlan.KC; // rows are read as far as they go, columns as far as they then stay in a cache
            ulong[] kept = ArrayPool<ulong>.Shared.Rent(KeptSteps.Length(Math.Min(GemmPlan.SparseBlockRows, m), Math.Min(reach, k)));
            for (int row = firstRow * KeptSteps.Rows, rows; row < end; row += rows)
            {
                rows = Math.Min(GemmPlan.SparseBlockRows, end - row);
                for (int first = 0, steps; first < k; first += steps)
                {
                    steps = Math.Min(reach, k - first);
                    KeptSteps.Find(_a.From(row, first), rows, steps, kept);
                    for (int start = 0; start < steps; start += GemmPlan.KC)
                        for (int panel = 0; panel < _b.Count; panel++)
                            Panel(row, rows, panel, first + start, kept.AsSpan(start / KeptSteps.WordSteps), KeptSteps.Words(steps));
                }
            }
            ArrayPool<ulong>.Shared.Return(kept);
        }

        private void Panel(int row, int rows, int panel, int start, ReadOnlySpan<ulong> kept, int keptStride)
        {
            int width = Math.Min(_b.Width, n - (panel * _b.Width)), lanes = Math.Min(T.Lanes, width > 24 ? 16 : 8);
            if (width < 4) Across<Register1, float>(row, rows, panel, width, start, kept, keptStride);
            else if (width < 8 || lanes == 4) Across<Register4, V4>(row, rows, panel, width, start, kept, keptStride);
            else if (lanes == 8) Across<Register8, V8>(row, rows, panel, width, start, kept, keptStride);
            else Across<Register16, V16>(row, rows, panel, width, start, kept, keptStride);
        }

        private void Across<TRegister, V>(int row, int rows, int panel, int width, int start, ReadOnlySpan<ulong> kept, int keptStride) where TRegister : IRegister<V> where V : struct
        {
            switch ((width + TRegister.Lanes - 1) / TRegister.Lanes)
            {
                case 1: Rows<TRegister, V, One>(row, rows, panel, width, start, kept, keptStride); break;
                case 2: Rows<TRegister, V, Two>(row, rows, panel, width, start, kept, keptStride); break;
                case 3: Rows<TRegister, V, Three>(row, rows, panel, width, start, kept, keptStride); break;
                default: Rows<TRegister, V, Four>(row, rows, panel, width, start, kept, keptStride); break;
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Rows<TRegister, V, TAcross>(int row, int rows, int panel, int width, int start, ReadOnlySpan<ulong> kept, int keptStride)
            where TRegister : IRegister<V> where V : struct where TAcross : IRows
        {
            int column = panel * _b.Width, last = width - TRegister.Lanes;
            Span<float> zeros = stackalloc float[TAcross.Count * TRegister.Lanes];
            zeros.Clear();
            bool continues = start > 0 || accumulate;
            ref readonly float a = ref _a[row, start], b = ref _b.At(panel, start, out int bRow);
            ref float c = ref _c.At((row * ldc) + column);
            ref readonly float from = ref continues ? ref c : ref _bias.IsEmpty ? ref zeros.At(0) : ref _bias.At(column);
            ref readonly ulong steps = ref MemoryMarshal.GetReference(kept);
            int fromRow = continues ? ldc : 0;
            for (int height; rows > 0; rows -= height)
            {
                height = rows switch
                {
                    >= 4 => Tile<TRegister, V, TAcross, Four>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc),
                    3 => Tile<TRegister, V, TAcross, Three>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc),
                    2 => Tile<TRegister, V, TAcross, Two>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc),
                    _ => Tile<TRegister, V, TAcross, One>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc),
                };
                a = ref Unsafe.Add(ref Unsafe.AsRef(in a), height * _a.RowStride);
                c = ref Unsafe.Add(ref c, height * ldc);
                from = ref Unsafe.Add(ref Unsafe.AsRef(in from), height * fromRow);
                steps = ref Unsafe.Add(ref Unsafe.AsRef(in steps), keptStride);
            }
        }

        private static int Tile<TRegister, V, TAcross, TRows>(
            ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint last, ref readonly ulong kept,
            ref readonly float start, nint startRow, ref float c, nint cRow)
            where TRegister : IRegister<V> where V : struct where TAcross : IRows where TRows : IRows
        {
            if (Simd.Fuses) SparseTile<TRegister, V, TAcross, TRows>(in a, aRow, aColumn, in b, bRow, last, in kept, in start, startRow, ref c, cRow);
            else SparseTile<Unfused<TRegister, V>, V, TAcross, TRows>(in a, aRow, aColumn, in b, bRow, last, in kept, in start, startRow, ref c, cRow);
            return TRows.Count;
        }
    }

    /// <summary>C = start + A·B over the steps of one chain that are kept, for up to four rows by up to four registers.</summary>
    /// <inheritdoc cref="PlainTile"/>
    /// <param name="last">Where the last register begins: behind the one before, or earlier, so that it ends with the panel. What lies in both is the same.</param>
    /// <param name="kept">The steps that are taken.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    [MethodImpl(Simd.Compiled)]
    private static void SparseTile<T, V, TAcross, TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint last, ref readonly ulong kept,
        ref readonly float start, nint startRow, ref float c, nint cRow)
        where T : IRegister<V> where V : struct where TAcross : IRows where TRows : IRows
#pragma warning restore CS1573
    {
        ref float a0 = ref Unsafe.AsRef(in a), first = ref Unsafe.AsRef(in b);
        ref float a1 = ref Unsafe.Add(ref a0, aRow), a2 = ref Unsafe.Add(ref a0, 2 * aRow), a3 = ref Unsafe.Add(ref a0, 3 * aRow);
        nint second = TAcross.Count == 2 ? last : T.Lanes, third = TAcross.Count == 3 ? last : 2 * T.Lanes;
        V c00 = default, c01 = default, c02 = default, c03 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default;
        for (int word = 0; word < GemmPlan.KC / KeptSteps.WordSteps; word++)
        {
            for (ulong steps = Unsafe.Add(ref Unsafe.AsRef(in kept), word); steps != 0; steps &= steps - 1)
            {
                nint step = (word * KeptSteps.WordSteps) + BitOperations.TrailingZeroCount(steps), offset = step * aColumn;
                ref float bp = ref Unsafe.Add(ref first, step * bRow);
                V b0 = T.Load(ref bp), b1 = default, b2 = default, b3 = default;
                if (TAcross.Count > 1) b1 = T.Load(ref Unsafe.Add(ref bp, second));
                if (TAcross.Count > 2) b2 = T.Load(ref Unsafe.Add(ref bp, third));
                if (TAcross.Count > 3) b3 = T.Load(ref Unsafe.Add(ref bp, last));
                V x = T.Broadcast(Unsafe.Add(ref a0, offset));
                c00 = T.MultiplyAdd(x, b0, c00);
                if (TAcross.Count > 1) c01 = T.MultiplyAdd(x, b1, c01);
                if (TAcross.Count > 2) c02 = T.MultiplyAdd(x, b2, c02);
                if (TAcross.Count > 3) c03 = T.MultiplyAdd(x, b3, c03);
                if (TRows.Count > 1)
                {
                    x = T.Broadcast(Unsafe.Add(ref a1, offset));
                    c10 = T.MultiplyAdd(x, b0, c10);
                    if (TAcross.Count > 1) c11 = T.MultiplyAdd(x, b1, c11);
                    if (TAcross.Count > 2) c12 = T.MultiplyAdd(x, b2, c12);
                    if (TAcross.Count > 3) c13 = T.MultiplyAdd(x, b3, c13);
                }
                if (TRows.Count > 2)
                {
                    x = T.Broadcast(Unsafe.Add(ref a2, offset));
                    c20 = T.MultiplyAdd(x, b0, c20);
                    if (TAcross.Count > 1) c21 = T.MultiplyAdd(x, b1, c21);
                    if (TAcross.Count > 2) c22 = T.MultiplyAdd(x, b2, c22);
                    if (TAcross.Count > 3) c23 = T.MultiplyAdd(x, b3, c23);
                }
                if (TRows.Count > 3)
                {
                    x = T.Broadcast(Unsafe.Add(ref a3, offset));
                    c30 = T.MultiplyAdd(x, b0, c30);
                    if (TAcross.Count > 1) c31 = T.MultiplyAdd(x, b1, c31);
                    if (TAcross.Count > 2) c32 = T.MultiplyAdd(x, b2, c32);
                    if (TAcross.Count > 3) c33 = T.MultiplyAdd(x, b3, c33);
                }
            }
        }
        ref float s = ref Unsafe.AsRef(in start);
        StoreRow<T, V, TAcross>(ref s, ref c, second, third, last, c00, c01, c02, c03);
        if (TRows.Count > 1) StoreRow<T, V, TAcross>(ref Unsafe.Add(ref s, startRow), ref Unsafe.Add(ref c, cRow), second, third, last, c10, c11, c12, c13);
        if (TRows.Count > 2) StoreRow<T, V, TAcross>(ref Unsafe.Add(ref s, 2 * startRow), ref Unsafe.Add(ref c, 2 * cRow), second, third, last, c20, c21, c22, c23);
        if (TRows.Count > 3) StoreRow<T, V, TAcross>(ref Unsafe.Add(ref s, 3 * startRow), ref Unsafe.Add(ref c, 3 * cRow), second, third, last, c30, c31, c32, c33);
    }

    /// <summary>A row's sums, as <see cref="StoreRow{T0, V0, T1, V1}"/> has them. All is read before the first is written: the last register may overlap the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T, V, TAcross>(ref float start, ref float c, nint second, nint third, nint last, V sum0, V sum1, V sum2, V sum3)
        where T : IRegister<V> where V : struct where TAcross : IRows
    {
        V c0 = T.Add(T.Load(ref start), T.Add(sum0, default)), c1 = default, c2 = default, c3 = default;
        if (TAcross.Count > 1) c1 = T.Add(T.Load(ref Unsafe.Add(ref start, second)), T.Add(sum1, default));
        if (TAcross.Count > 2) c2 = T.Add(T.Load(ref Unsafe.Add(ref start, third)), T.Add(sum2, default));
        if (TAcross.Count > 3) c3 = T.Add(T.Load(ref Unsafe.Add(ref start, last)), T.Add(sum3, default));
        T.Store(c0, ref c);
        if (TAcross.Count > 1) T.Store(c1, ref Unsafe.Add(ref c, second));
        if (TAcross.Count > 2) T.Store(c2, ref Unsafe.Add(ref c, third));
        if (TAcross.Count > 3) T.Store(c3, ref Unsafe.Add(ref c, last));
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using V16 = System.Runtime.Intrinsics.Vector512<float>;
using V4 = System.Runtime.Intrinsics.Vector128<float>;
using V8 = System.Runtime.Intrinsics.Vector256<float>;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// The tiles of C where many steps of k are left out, because both rows of A are zero there. Few rows skip more steps than many; up to eight
    /// registers across make up for what each element of B is used less. A worker takes a run of tiles below one another, in all panels.
    /// </summary>
    private readonly ref struct SparseTiles<T>(
        MatrixView a, Panels<T> b, Span<float> c, int ldc, ReadOnlySpan<float> bias, bool accumulate, int m, int n, int k) : IRowKernel
        where T : struct, ISimd<T>
    {
        private readonly MatrixView _a = a;
        private readonly Panels<T> _b = b;
        private readonly Span<float> _c = c;
        private readonly ReadOnlySpan<float> _bias = bias;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int end = Math.Min(endRow * NonzeroSteps.Rows, m);
            int reach = _a.ColumnStride == 1 ? k : GemmPlan.KC; // rows are read as far as they go, columns as far as they then stay in a cache
            ulong[] kept = ArrayPool<ulong>.Shared.Rent(NonzeroSteps.Length(Math.Min(GemmPlan.SparseBlockRows, m), Math.Min(reach, k)));
            for (int row = firstRow * NonzeroSteps.Rows, rows; row < end; row += rows)
            {
                rows = Math.Min(GemmPlan.SparseBlockRows, end - row);
                for (int first = 0, steps; first < k; first += steps)
                {
                    steps = Math.Min(reach, k - first);
                    NonzeroSteps.Find(_a.From(row, first), rows, steps, kept);
                    for (int start = 0; start < steps; start += GemmPlan.KC)
                        for (int panel = 0; panel < _b.Count; panel++)
                            Panel(row, rows, panel, first + start, kept.AsSpan(start / NonzeroSteps.WordSteps), NonzeroSteps.Words(steps));
                }
            }
            ArrayPool<ulong>.Shared.Return(kept);
        }

        private void Panel(int row, int rows, int panel, int start, ReadOnlySpan<ulong> kept, int keptStride)
        {
            int width = Math.Min(_b.Width, n - (panel * _b.Width)), lanes = Math.Min(T.Lanes, width > 24 ? 16 : 8);
            if (width < 4) Across<RegisterF32x1, float>(row, rows, panel, width, start, kept, keptStride);
            else if (width < 8 || lanes == 4) Across<RegisterF32x4, V4>(row, rows, panel, width, start, kept, keptStride);
            else if (lanes == 8) Across<RegisterF32x8, V8>(row, rows, panel, width, start, kept, keptStride);
            else Across<RegisterF32x16, V16>(row, rows, panel, width, start, kept, keptStride);
        }

        private void Across<TRegister, V>(int row, int rows, int panel, int width, int start, ReadOnlySpan<ulong> kept, int keptStride) where TRegister
            : IRegisterF32<V> where V : struct
        {
            switch ((width + TRegister.Lanes - 1) / TRegister.Lanes)
            {
                case 1: Rows<TRegister, V, One>(row, rows, panel, width, start, kept, keptStride); break;
                case 2: Rows<TRegister, V, Two>(row, rows, panel, width, start, kept, keptStride); break;
                case 3: Rows<TRegister, V, Three>(row, rows, panel, width, start, kept, keptStride); break;
                case 4: Rows<TRegister, V, Four>(row, rows, panel, width, start, kept, keptStride); break;
                case 5: Rows<TRegister, V, Five>(row, rows, panel, width, start, kept, keptStride); break;
                case 6: Rows<TRegister, V, Six>(row, rows, panel, width, start, kept, keptStride); break;
                case 7: Rows<TRegister, V, Seven>(row, rows, panel, width, start, kept, keptStride); break;
                default: Rows<TRegister, V, Eight>(row, rows, panel, width, start, kept, keptStride); break;
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Rows<TRegister, V, TAcross>(int row, int rows, int panel, int width, int start, ReadOnlySpan<ulong> kept, int keptStride)
            where TRegister : IRegisterF32<V> where V : struct where TAcross : ICount
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
                height = rows > 1
                    ? Tile<TRegister, V, TAcross, Two>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc)
                    : Tile<TRegister, V, TAcross, One>(in a, _a.RowStride, _a.ColumnStride, in b, bRow, last, in steps, in from, fromRow, ref c, ldc);
                a = ref Unsafe.Add(ref Unsafe.AsRef(in a), height * _a.RowStride);
                c = ref Unsafe.Add(ref c, height * ldc);
                from = ref Unsafe.Add(ref Unsafe.AsRef(in from), height * fromRow);
                steps = ref Unsafe.Add(ref Unsafe.AsRef(in steps), keptStride);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Tile<TRegister, V, TAcross, TRows>(
            ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint last, ref readonly ulong kept,
            ref readonly float start, nint startRow, ref float c, nint cRow)
            where TRegister : IRegisterF32<V> where V : struct where TAcross : ICount where TRows : ICount
        {
            if (Simd.Fuses) SparseTile<TRegister, V, TAcross, TRows>(in a, aRow, aColumn, in b, bRow, last, in kept, in start, startRow, ref c, cRow);
            else SparseTile<Unfused<TRegister, V>, V, TAcross, TRows>(in a, aRow, aColumn, in b, bRow, last, in kept, in start, startRow, ref c, cRow);
            return TRows.Count;
        }
    }

    /// <summary>C = start + A·B over the steps of one chain that are kept, for one or two rows by up to eight registers.</summary>
    /// <inheritdoc cref="PlainTile"/>
    /// <param name="last">Where the last register begins: behind the one before, or earlier, so that it ends with the panel. What lies in both is the
    /// same.</param>
    /// <param name="kept">The steps that are taken.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    [MethodImpl(Simd.Compiled)]
    private static void SparseTile<T, V, TAcross, TRows>(
        ref readonly float a, nint aRow, nint aColumn, ref readonly float b, nint bRow, nint last, ref readonly ulong kept,
        ref readonly float start, nint startRow, ref float c, nint cRow)
        where T : IRegisterF32<V> where V : struct where TAcross : ICount where TRows : ICount
#pragma warning restore CS1573
    {
        ref float a0 = ref Unsafe.AsRef(in a), a1 = ref Unsafe.Add(ref a0, aRow), first = ref Unsafe.AsRef(in b);
        V c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default, c06 = default, c07 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default, c16 = default, c17 = default;
        for (int word = 0; word < GemmPlan.KC / NonzeroSteps.WordSteps; word++)
        {
            for (ulong steps = Unsafe.Add(ref Unsafe.AsRef(in kept), word); steps != 0; steps &= steps - 1)
            {
                nint step = (word * NonzeroSteps.WordSteps) + BitOperations.TrailingZeroCount(steps), offset = step * aColumn;
                ref float bp = ref Unsafe.Add(ref first, step * bRow);
                V x0 = T.Broadcast(Unsafe.Add(ref a0, offset)), x1 = TRows.Count > 1 ? T.Broadcast(Unsafe.Add(ref a1, offset)) : default;
                V y = T.Load(ref bp);
                c00 = T.MultiplyAdd(x0, y, c00);
                if (TRows.Count > 1) c10 = T.MultiplyAdd(x1, y, c10);
                if (TAcross.Count > 1)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 2 ? last : T.Lanes));
                    c01 = T.MultiplyAdd(x0, y, c01);
                    if (TRows.Count > 1) c11 = T.MultiplyAdd(x1, y, c11);
                }
                if (TAcross.Count > 2)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 3 ? last : 2 * T.Lanes));
                    c02 = T.MultiplyAdd(x0, y, c02);
                    if (TRows.Count > 1) c12 = T.MultiplyAdd(x1, y, c12);
                }
                if (TAcross.Count > 3)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 4 ? last : 3 * T.Lanes));
                    c03 = T.MultiplyAdd(x0, y, c03);
                    if (TRows.Count > 1) c13 = T.MultiplyAdd(x1, y, c13);
                }
                if (TAcross.Count > 4)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 5 ? last : 4 * T.Lanes));
                    c04 = T.MultiplyAdd(x0, y, c04);
                    if (TRows.Count > 1) c14 = T.MultiplyAdd(x1, y, c14);
                }
                if (TAcross.Count > 5)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 6 ? last : 5 * T.Lanes));
                    c05 = T.MultiplyAdd(x0, y, c05);
                    if (TRows.Count > 1) c15 = T.MultiplyAdd(x1, y, c15);
                }
                if (TAcross.Count > 6)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, TAcross.Count == 7 ? last : 6 * T.Lanes));
                    c06 = T.MultiplyAdd(x0, y, c06);
                    if (TRows.Count > 1) c16 = T.MultiplyAdd(x1, y, c16);
                }
                if (TAcross.Count > 7)
                {
                    y = T.Load(ref Unsafe.Add(ref bp, last));
                    c07 = T.MultiplyAdd(x0, y, c07);
                    if (TRows.Count > 1) c17 = T.MultiplyAdd(x1, y, c17);
                }
            }
        }
        ref float s = ref Unsafe.AsRef(in start);
        StoreRow<T, V, TAcross>(ref s, ref c, last, c00, c01, c02, c03, c04, c05, c06, c07);
        if (TRows.Count > 1)
            StoreRow<T, V, TAcross>(ref Unsafe.Add(ref s, startRow), ref Unsafe.Add(ref c, cRow), last, c10, c11, c12, c13, c14, c15, c16, c17);
    }

    /// <summary>
    /// A row's sums, as <see cref="StoreRow{T0, V0, T1, V1}"/> has them. The last register may overlap the one before: it is read before that is written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T, V, TAcross>(ref float start, ref float c, nint last, V sum0, V sum1, V sum2, V sum3, V sum4, V sum5, V sum6, V sum7)
        where T : IRegisterF32<V> where V : struct where TAcross : ICount
    {
        V end = TAcross.Count switch { 1 => sum0, 2 => sum1, 3 => sum2, 4 => sum3, 5 => sum4, 6 => sum5, 7 => sum6, _ => sum7 };
        end = T.Add(T.Load(ref Unsafe.Add(ref start, last)), T.Add(end, default));
        if (TAcross.Count > 1) T.Store(T.Add(T.Load(ref start), T.Add(sum0, default)), ref c);
        if (TAcross.Count > 2) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, T.Lanes)), T.Add(sum1, default)), ref Unsafe.Add(ref c, T.Lanes));
        if (TAcross.Count > 3) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, 2 * T.Lanes)), T.Add(sum2, default)), ref Unsafe.Add(ref c, 2 * T.Lanes));
        if (TAcross.Count > 4) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, 3 * T.Lanes)), T.Add(sum3, default)), ref Unsafe.Add(ref c, 3 * T.Lanes));
        if (TAcross.Count > 5) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, 4 * T.Lanes)), T.Add(sum4, default)), ref Unsafe.Add(ref c, 4 * T.Lanes));
        if (TAcross.Count > 6) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, 5 * T.Lanes)), T.Add(sum5, default)), ref Unsafe.Add(ref c, 5 * T.Lanes));
        if (TAcross.Count > 7) T.Store(T.Add(T.Load(ref Unsafe.Add(ref start, 6 * T.Lanes)), T.Add(sum6, default)), ref Unsafe.Add(ref c, 6 * T.Lanes));
        T.Store(end, ref Unsafe.Add(ref c, last));
    }
}

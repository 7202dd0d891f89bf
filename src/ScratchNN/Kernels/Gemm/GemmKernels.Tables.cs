using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using V16 = System.Runtime.Intrinsics.Vector512<float>;
using V4 = System.Runtime.Intrinsics.Vector128<float>;
using V8 = System.Runtime.Intrinsics.Vector256<float>;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// C = A·B (+ bias), or C += A·B, with an A that is read through tables, on the calling thread: the chains and bits of <see cref="Reference"/>.
    /// </summary>
    /// <param name="a">A [m × k], k at least 1.</param>
    /// <param name="b">B [k × n], row by row; n is one that <see cref="GemmPlan.TableWidth"/> gives.</param>
    /// <param name="c">C [m × n].</param><param name="n">Columns.</param>
    /// <param name="bias">[n], or empty.</param><param name="accumulate">Whether to add to C.</param>
    /// <param name="twin">A second product with the same B: how much further on its A and its C stand. Default: none.</param>
    /// <param name="rowsOfB">How far behind the table of A's columns that of B's rows is, if they do not follow one another.</param>
    [MethodImpl(Simd.Compiled)]
    internal static void Multiply<T>(TableView a, ReadOnlySpan<float> b, Span<float> c, int n, ReadOnlySpan<float> bias, bool accumulate,
        (int A, int C) twin = default, int rowsOfB = 0)
        where T : struct, ISimd<T>
    {
        Span<float> zeros = stackalloc float[GemmPlan.WidestTable];
        zeros.Clear();
        for (int first = 0; first < a.Columns.Length; first += GemmPlan.KC)
        {
            bool continues = accumulate || first > 0;
            for (int column = 0, width; column < n; column += width)
            {
                width = GemmPlan.TablePanel(T.Lanes, n - column);
                var chain = new TableChain
                {
                    A = ref Unsafe.AsRef(in a.Values.At(0)),
                    Rows = ref MemoryMarshal.GetReference(a.Rows),
                    Columns = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Columns), first),
                    Steps = Math.Min(GemmPlan.KC, a.Columns.Length - first),
                    B = ref Unsafe.AsRef(in b.At((rowsOfB > 0 ? 0 : first * n) + column)),
                    BRow = rowsOfB > 0 ? rowsOfB : n,
                    Start = ref continues ? ref c.At(column) : ref bias.IsEmpty ? ref zeros.At(0) : ref Unsafe.AsRef(in bias.At(column)),
                    StartRow = continues ? n : 0,
                    StartTwin = continues ? twin.C : 0,
                    C = ref c.At(column),
                    CRow = n,
                    ATwin = twin.A,
                    CTwin = twin.C,
                };
                if (rowsOfB > 0) Panel<T, WithGatheredB>(ref chain, a.Rows.Length, width);
                else Panel<T, Alone>(ref chain, a.Rows.Length, width);
            }
        }
    }

    /// <summary>All rows of C in one panel, with the registers that cover it: they overlap where it has fewer columns.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Panel<T, TReading>(ref TableChain chain, int rows, int width) where T : struct, ISimd<T> where TReading : IReading
    {
        if (T.Lanes == 1 && width == 1) Twins<RegisterF32x1, float, TReading>(ref chain, rows);
        else if (T.Lanes == 1) Each<RegisterF32x1, float, RegisterF32x1, float, TReading>(ref chain, rows, width, GemmPlan.MR);
        else if (width == 4) Twins<RegisterF32x4, V4, TReading>(ref chain, rows);
        else if (width < 8 || T.Lanes == 4) Each<RegisterF32x4, V4, RegisterF32x4, V4, TReading>(ref chain, rows, width, GemmPlan.MR);
        else if (width == 8) Twins<RegisterF32x8, V8, TReading>(ref chain, rows);
        else if (width <= 12) Each<RegisterF32x8, V8, RegisterF32x4, V4, TReading>(ref chain, rows, width, GemmPlan.MR);
        else if (width == 16 && T.Lanes == 16) Twins<RegisterF32x16, V16, TReading>(ref chain, rows);
        else if (width <= 16) Each<RegisterF32x8, V8, RegisterF32x8, V8, TReading>(ref chain, rows, width, GemmPlan.MR);
        else if (T.Lanes == 8) Each<RegisterF32x8, V8, RegisterF32x8, V8, RegisterF32x8, V8, TReading>(ref chain, rows, width, 4);
        else if (width <= 24) Each<RegisterF32x16, V16, RegisterF32x8, V8, TReading>(ref chain, rows, width, GemmPlan.MR);
        else if (width <= 32) Each<RegisterF32x16, V16, RegisterF32x16, V16, TReading>(ref chain, rows, width, GemmPlan.MR);
        else Each<RegisterF32x16, V16, RegisterF32x16, V16, RegisterF32x16, V16, TReading>(ref chain, rows, width, GemmPlan.MR);
    }

    /// <summary>One register across: the twins together, if there are two and B has no other columns.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Twins<T0, V0, TReading>(ref TableChain chain, int rows) where T0 : IRegisterF32<V0> where V0 : struct where TReading : IReading
    {
        if (TReading.GathersB || chain.CTwin == 0 || chain.BRow != T0.Lanes) Each<T0, V0, RegisterF32x0, RegisterF32x0, TReading>(ref chain, rows, T0.Lanes, 8);
        else Rows<T0, V0, T0, V0, RegisterF32x0, RegisterF32x0, WithTwin>(ref chain, rows, GemmPlan.MR);
    }

    /// <summary>Up to two registers across.</summary>
    private static void Each<T0, V0, T1, V1, TReading>(ref TableChain chain, int rows, int width, int mr)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where TReading : IReading =>
        Each<T0, V0, T1, V1, RegisterF32x0, RegisterF32x0, TReading>(ref chain, rows, width, mr);

    /// <summary>Up to three registers across: the twins one after the other.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Each<T0, V0, T1, V1, T2, V2, TReading>(ref TableChain chain, int rows, int width, int mr)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
        where TReading : IReading
    {
        chain.Second = T2.Lanes == 0 ? width - T1.Lanes : T0.Lanes;
        chain.Third = width - T2.Lanes;
        Rows<T0, V0, T1, V1, T2, V2, TReading>(ref chain, rows, mr);
        if (chain.CTwin == 0) return;
        chain.A = ref Unsafe.Add(ref chain.A, chain.ATwin);
        chain.C = ref Unsafe.Add(ref chain.C, chain.CTwin);
        chain.Start = ref Unsafe.Add(ref chain.Start, chain.StartTwin);
        Rows<T0, V0, T1, V1, T2, V2, TReading>(ref chain, rows, mr);
    }

    [MethodImpl(Simd.Compiled)]
    private static void Rows<T0, V0, T1, V1, T2, V2, TReading>(ref TableChain chain, int rows, int mr)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
        where TReading : IReading
    {
        if (Simd.Fuses) Heights<T0, V0, T1, V1, T2, V2, TReading>(ref chain, rows, mr);
        else Heights<Unfused<T0, V0>, V0, Unfused<T1, V1>, V1, Unfused<T2, V2>, V2, TReading>(ref chain, rows, mr);
    }

    /// <summary>Tiles of nearly equal height, the higher ones first: 12 rows are 6 and 6, not 8 and 4.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Heights<T0, V0, T1, V1, T2, V2, TReading>(ref TableChain chain, int rows, int mr)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
        where TReading : IReading
    {
        int tiles = (rows + mr - 1) / mr, height = (rows + tiles - 1) / tiles, high = rows - ((height - 1) * tiles);
        TilesOf<T0, V0, T1, V1, T2, V2, TReading>(ref chain, 0, height, high);
        if (high < tiles) TilesOf<T0, V0, T1, V1, T2, V2, TReading>(ref chain, high * height, height - 1, tiles - high);
    }

    [MethodImpl(Simd.Compiled)]
    private static void TilesOf<T0, V0, T1, V1, T2, V2, TReading>(ref TableChain chain, int firstRow, int height, int tiles)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
        where TReading : IReading
    {
        switch (height)
        {
            case 8: TableTiles<T0, V0, T1, V1, T2, V2, Eight, TReading>(ref chain, firstRow, tiles); break;
            case 7: TableTiles<T0, V0, T1, V1, T2, V2, Seven, TReading>(ref chain, firstRow, tiles); break;
            case 6: TableTiles<T0, V0, T1, V1, T2, V2, Six, TReading>(ref chain, firstRow, tiles); break;
            case 5: TableTiles<T0, V0, T1, V1, T2, V2, Five, TReading>(ref chain, firstRow, tiles); break;
            case 4: TableTiles<T0, V0, T1, V1, T2, V2, Four, TReading>(ref chain, firstRow, tiles); break;
            case 3: TableTiles<T0, V0, T1, V1, T2, V2, Three, TReading>(ref chain, firstRow, tiles); break;
            case 2: TableTiles<T0, V0, T1, V1, T2, V2, Two, TReading>(ref chain, firstRow, tiles); break;
            default: TableTiles<T0, V0, T1, V1, T2, V2, One, TReading>(ref chain, firstRow, tiles); break;
        }
    }
}

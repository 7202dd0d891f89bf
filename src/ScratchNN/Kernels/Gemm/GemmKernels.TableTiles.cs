using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>What a tile reads.</summary>
    private interface IReading
    {
        /// <summary>Whether it has a twin: as many rows of A again, at a distance, which meet the same B, all of whose columns fill one register.</summary>
        static abstract bool HasTwin { get; }

        /// <summary>Whether the rows of B have a table too, at a distance of BRow from that of the columns of A.</summary>
        static virtual bool GathersB => false;
    }

    private readonly struct Alone : IReading { public static bool HasTwin => false; }
    private readonly struct WithTwin : IReading { public static bool HasTwin => true; }

    private readonly struct WithGatheredB : IReading
    {
        public static bool HasTwin => false;
        public static bool GathersB => true;
    }

    /// <summary>One chain of a product with a <see cref="TableView"/>: what all its tiles have in common.</summary>
    private ref struct TableChain
    {
        /// <summary>The values of A, and its tables: the rows, and the columns of the chain.</summary>
        public ref float A;
        public ref int Rows, Columns;
        public int Steps;

        /// <summary>The chain's part of a panel of B; from a row to the next; where the second register begins, and the third.</summary>
        public ref float B;
        public nint BRow, Second, Third;

        /// <summary>What sums are added to: C, or the bias or zeros, with strides of 0.</summary>
        public ref float Start;
        public nint StartRow, StartTwin;

        public ref float C;
        public nint CRow;

        /// <summary>From an element to the twin's, in A and in C.</summary>
        public nint ATwin, CTwin;
    }

    /// <summary>
    /// Register tiles below one another: C = start + A·B over one chain, with the elements of A at Rows[i] + Columns[p]. Up to 8 rows by two or three
    /// registers; or by one, and then twins share what is loaded of B: else there are too few sums to keep the multiply-adds busy.
    /// </summary>
    /// <remarks>
    /// The loop over tiles is in here because chains are short: a call for each would cost a sixth of 25 steps. A step reads one number of the table: its
    /// offset for all rows. A reference to C or to the next row of the table, alive during the steps, would push what these need out of the 15 general
    /// registers: a half more time. Two registers in a struct go to memory in each step.
    /// </remarks>
    [MethodImpl(Simd.Compiled)]
    private static void TableTiles<T0, V0, T1, V1, T2, V2, TRows, TReading>(scoped ref readonly TableChain chain, int firstRow, int tiles)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
        where TRows : IRows where TReading : IReading
    {
        nint bRow = TReading.HasTwin ? T0.Lanes : chain.BRow, second = chain.Second, third = chain.Third, twin = chain.ATwin;
        for (nint first = firstRow, beyond = firstRow + ((nint)tiles * TRows.Count); first < beyond; first += TRows.Count)
        {
            ref float a = ref chain.A;
            ref int row = ref Unsafe.Add(ref chain.Rows, first), column = ref chain.Columns, end = ref Unsafe.Add(ref column, chain.Steps);
            ref float a0 = ref Unsafe.Add(ref a, row), a1 = ref a0, a2 = ref a0, a3 = ref a0, a4 = ref a0, a5 = ref a0, a6 = ref a0, a7 = ref a0;
            if (TRows.Count > 1) a1 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 1));
            if (TRows.Count > 2) a2 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 2));
            if (TRows.Count > 3) a3 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 3));
            if (TRows.Count > 4) a4 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 4));
            if (TRows.Count > 5) a5 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 5));
            if (TRows.Count > 6) a6 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 6));
            if (TRows.Count > 7) a7 = ref Unsafe.Add(ref a, Unsafe.Add(ref row, 7));
            V0 c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default, c60 = default, c70 = default;
            V1 c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default, c61 = default, c71 = default;
            V2 c02 = default, c12 = default, c22 = default, c32 = default, c42 = default, c52 = default, c62 = default, c72 = default;
            ref float b = ref chain.B;
            do
            {
                nint at = column, twinAt = at + twin;
                if (TReading.GathersB) b = ref Unsafe.Add(ref chain.B, Unsafe.Add(ref column, bRow));
                V0 b0 = T0.Load(ref b);
                V1 b1 = TReading.HasTwin ? As<T0, V0, T1, V1>(b0) : T1.Load(ref Unsafe.Add(ref b, second));
                V2 b2 = T2.Load(ref Unsafe.Add(ref b, third));
                V0 x = T0.Broadcast(Unsafe.Add(ref a0, at));
                c00 = T0.MultiplyAdd(x, b0, c00);
                c01 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a0, twinAt)) : As<T0, V0, T1, V1>(x), b1, c01);
                c02 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c02);
                if (TRows.Count > 1)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a1, at));
                    c10 = T0.MultiplyAdd(x, b0, c10);
                    c11 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a1, twinAt)) : As<T0, V0, T1, V1>(x), b1, c11);
                    c12 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c12);
                }
                if (TRows.Count > 2)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a2, at));
                    c20 = T0.MultiplyAdd(x, b0, c20);
                    c21 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a2, twinAt)) : As<T0, V0, T1, V1>(x), b1, c21);
                    c22 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c22);
                }
                if (TRows.Count > 3)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a3, at));
                    c30 = T0.MultiplyAdd(x, b0, c30);
                    c31 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a3, twinAt)) : As<T0, V0, T1, V1>(x), b1, c31);
                    c32 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c32);
                }
                if (TRows.Count > 4)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a4, at));
                    c40 = T0.MultiplyAdd(x, b0, c40);
                    c41 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a4, twinAt)) : As<T0, V0, T1, V1>(x), b1, c41);
                    c42 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c42);
                }
                if (TRows.Count > 5)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a5, at));
                    c50 = T0.MultiplyAdd(x, b0, c50);
                    c51 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a5, twinAt)) : As<T0, V0, T1, V1>(x), b1, c51);
                    c52 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c52);
                }
                if (TRows.Count > 6)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a6, at));
                    c60 = T0.MultiplyAdd(x, b0, c60);
                    c61 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a6, twinAt)) : As<T0, V0, T1, V1>(x), b1, c61);
                    c62 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c62);
                }
                if (TRows.Count > 7)
                {
                    x = T0.Broadcast(Unsafe.Add(ref a7, at));
                    c70 = T0.MultiplyAdd(x, b0, c70);
                    c71 = T1.MultiplyAdd(TReading.HasTwin ? T1.Broadcast(Unsafe.Add(ref a7, twinAt)) : As<T0, V0, T1, V1>(x), b1, c71);
                    c72 = T2.MultiplyAdd(As<T0, V0, T2, V2>(x), b2, c72);
                }
                if (!TReading.GathersB) b = ref Unsafe.Add(ref b, bRow);
                column = ref Unsafe.Add(ref column, 1);
            }
            while (Unsafe.IsAddressLessThan(ref column, ref end));

            // from here on: what is not kept in registers during the loop above, which has none to spare
            nint startRow = chain.StartRow, cRow = chain.CRow, startSecond = TReading.HasTwin ? chain.StartTwin : second, cSecond = TReading.HasTwin
                ? chain.CTwin : second;
            ref float start = ref Unsafe.Add(ref chain.Start, first * startRow), c = ref Unsafe.Add(ref chain.C, first * cRow);
            StoreTableRow<T0, V0, T1, V1, T2, V2>(ref start, startSecond, ref c, cSecond, third, c00, c01, c02);
            if (TRows.Count > 1)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, startRow), startSecond, ref Unsafe.Add(ref c, cRow), cSecond, third, c10, c11, c12);
            if (TRows.Count > 2)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 2 * startRow), startSecond, ref Unsafe.Add(ref c, 2 * cRow), cSecond, third, c20, c21, c22);
            if (TRows.Count > 3)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 3 * startRow), startSecond, ref Unsafe.Add(ref c, 3 * cRow), cSecond, third, c30, c31, c32);
            if (TRows.Count > 4)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 4 * startRow), startSecond, ref Unsafe.Add(ref c, 4 * cRow), cSecond, third, c40, c41, c42);
            if (TRows.Count > 5)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 5 * startRow), startSecond, ref Unsafe.Add(ref c, 5 * cRow), cSecond, third, c50, c51, c52);
            if (TRows.Count > 6)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 6 * startRow), startSecond, ref Unsafe.Add(ref c, 6 * cRow), cSecond, third, c60, c61, c62);
            if (TRows.Count > 7)
                StoreTableRow<T0, V0, T1, V1, T2,
                    V2>(ref Unsafe.Add(ref start, 7 * startRow), startSecond, ref Unsafe.Add(ref c, 7 * cRow), cSecond, third, c70, c71, c72);
        }
    }

    /// <summary>A row's sums, added to what they start from; a sum of −0 becomes 0, as in PlainTile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTableRow<T0, V0, T1, V1, T2,
        V2>(ref float start, nint startSecond, ref float c, nint cSecond, nint third, V0 sum0, V1 sum1, V2 sum2)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where T2 : IRegisterF32<V2> where V2 : struct
    {
        V0 c0 = T0.Add(T0.Load(ref start), T0.Add(sum0, default));
        V1 c1 = T1.Add(T1.Load(ref Unsafe.Add(ref start, startSecond)), T1.Add(sum1, default));
        V2 c2 = T2.Add(T2.Load(ref Unsafe.Add(ref start, third)), T2.Add(sum2, default));
        T0.Store(c0, ref c);
        T1.Store(c1, ref Unsafe.Add(ref c, cSecond));
        T2.Store(c2, ref Unsafe.Add(ref c, third));
    }
}

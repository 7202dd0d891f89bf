using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN.GuardPages;

/// <summary>Products whose operands lie between guard pages, at every width of the machine by its name, against the naive twin bit for bit.</summary>
internal sealed class Products : IDisposable
{
    private const int LargestLength = 640_000, LargestN = 260;

    private static readonly int[] _rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13];
    private static readonly int[] _columns = [.. Enumerable.Range(0, 36), 64, 65, 100];
    private static readonly int[] _depths = [0, 1, 2, 255, 256, 257, 515];

    private readonly GuardedBuffer _a = new(LargestLength), _b = new(LargestLength);
    private readonly GuardedBuffer _c = new(LargestLength), _bias = new(LargestN);
    private readonly float[] _drawn = new float[LargestLength], _zeros = new float[LargestLength], _expected = new float[LargestLength];
    private readonly Workers _workers = new(3);
    private int _packedA, _packedB, _kept;

    public Products()
    {
        new RandomStream(seed: 1, stream: 0).FillNormal(_drawn, 1);
        for (int i = 0; i < LargestLength; i += 53) _zeros[i] = _drawn[i];
    }

    /// <summary>What C starts from.</summary>
    private enum Start { Zero, Bias, C }

    private enum Kind { Plain, TransposedA, TransposedB }

    public int Count { get; private set; }

    public void Run()
    {
        foreach (var kind in Enum.GetValues<Kind>())
        {
            foreach (int n in _columns)
            {
                foreach (int m in _rows)
                    foreach (int k in m is 1 or 6 or 13 ? _depths : [0, 1, 257])
                        foreach (var start in m is 1 or 6 or 13 && k is 1 or 257 ? Enum.GetValues<Start>() : [Start.Zero])
                            Check(kind, m, n, k, start);
                foreach (int k in (int[])[1, 2, 33]) // enough rows to pack B
                    Check(kind, 390, n, k, Start.Zero);
            }

            Check(kind, 390, 33, 515, Start.Bias);
            Check(kind, 205, 35, 257, Start.C);
            foreach (int m in (int[])[1, 7, 97]) // rows that end before the next begins
                foreach (int n in (int[])[1, 3, 13, 32, 35])
                    foreach (int k in (int[])[1, 7, 257])
                        foreach (var start in m == 7 ? Enum.GetValues<Start>() : [Start.Zero])
                            Check(kind, m, n, k, start, gap: 5);
            foreach (int n in (int[])[48, 61, 1024]) // one row by whole rows of B
                foreach (int k in (int[])[8, 15, 257])
                    Check(kind, 1, n, k, Start.Bias, gap: k == 15 ? 5 : 0);
            foreach (int m in (int[])[1, 13, 20, 29]) // rows far apart and enough panels to pack A
                Check(kind, m, 260, 257, Start.Zero, gap: 1000);
            foreach (int m in (int[])[2, 5, 97, 390])
                foreach (int n in (int[])[.. Enumerable.Range(4, 34), 48, 49, 65, 80, 97, 113, 128, 129])
                    foreach (int k in (int[])[1, 7, 8, 257])
                        Check(kind, m, n, k, Start.C, gap: k == 7 ? 5 : 0, skips: true);
            Check(kind, 29, 260, 257, Start.Zero, gap: 1000, skips: true);
        }
        if (_packedA == 0 || _packedB == 0 || (_kept == 0 && Simd.Lanes > 1)) throw new InvalidOperationException("No packed buffer was seen.");
    }

    private void Check(Kind kind, int m, int n, int k, Start start, int gap = 0, bool skips = false)
    {
        var (aRows, aColumns) = kind == Kind.TransposedA ? (k, m) : (m, k);
        var (bRows, bColumns) = kind == Kind.TransposedB ? (n, k) : (k, n);
        ReadOnlySpan<float> drawnA = (skips ? _zeros : _drawn).AsSpan(0, Length(aRows, aColumns, gap)), drawnB = _drawn.AsSpan(^Length(bRows, bColumns, gap)..);
        ReadOnlySpan<float> drawnBias = start == Start.Bias ? _drawn.AsSpan(7, n) : default, drawnC = _drawn.AsSpan(11, Length(m, n, gap));
        int lda = aColumns + gap, ldb = bColumns + gap, ldc = n + gap;
        var expected = _expected.AsSpan(0, drawnC.Length);
        Prepare(expected, drawnC);
        GemmKernels.Reference(A(drawnA), B(drawnB), expected, ldc, m, n, k, drawnBias, start == Start.C);

        foreach (bool atEnd in (bool[])[true, false])
        {
            Span<float> a = Place(_a, drawnA, atEnd), b = Place(_b, drawnB, atEnd), bias = Place(_bias, drawnBias, atEnd),
                c = _c.Take<float>(drawnC.Length, atEnd);
            if (m > 0 && n > 0)
            {
                Multiply<F32x1>(A(a), B(b), bias, c, expected, drawnC);
                Multiply<F32x4>(A(a), B(b), bias, c, expected, drawnC);
                Multiply<F32x8>(A(a), B(b), bias, c, expected, drawnC);
                Multiply<F32x16>(A(a), B(b), bias, c, expected, drawnC);
            }
            Announce("");
            Prepare(c, drawnC);
            if (kind == Kind.Plain) Gemm.Multiply(a, b, c, m, n, k, bias, start == Start.C, _workers, lda, ldb, ldc);
            else if (kind == Kind.TransposedA) Gemm.MultiplyTransposedA(a, b, c, m, n, k, bias, start == Start.C, _workers, lda, ldb, ldc);
            else Gemm.MultiplyTransposedB(a, b, c, m, n, k, bias, start == Start.C, _workers, lda, ldb, ldc);
            RequireBits(expected, c);

            void Announce(string width)
            {
                Count++;
                Console.WriteLine($"{(width != "" ? "GemmKernels.Multiply" : kind == Kind.Plain ? "Gemm.Multiply" : $"Gemm.Multiply{kind}")} {kind} {width} "
                    + $"{m} × {n} × {k}{(skips ? " of zeros" : "")}, gap {gap}, from {start}, against the {(atEnd ? "end" : "start")}");
            }

            void Multiply<T>(MatrixView a, MatrixView b, ReadOnlySpan<float> bias, Span<float> c, ReadOnlySpan<float> expected, ReadOnlySpan<float> drawnC)
                where T : struct, ISimd<T>
            {
                if (T.Lanes > Simd.Lanes) return; // nobody calls that
                Announce(typeof(T).Name);
                Prepare(c, drawnC);
                // rented in this order, so returned in the opposite one
                bool skips = GemmKernels.SkipsZeros<T>(a, b, m, n, k, Workers.None), turns = !skips && GemmPlan.ComputesTransposed(a, b, m, n, k);
                var turned = new PooledBuffer<float>(turns ? m * n : 0);
                var packedB = new PooledBuffer<float>(turns ? PackedB<T>(a.Transpose(), n, m, k, false) : PackedB<T>(b, m, n, k, skips));
                var packedA = new PooledBuffer<float>(skips ? 0 : turns ? PackedA<T>(b.Transpose(), n, m, k) : PackedA<T>(a, m, n, k));
                var kept = new PooledBuffer<ulong>(skips
                    ? NonzeroSteps.Length(Math.Min(GemmPlan.SparseBlockRows, m), a.ColumnStride == 1 ? k : Math.Min(GemmPlan.KC, k)) : 0);
                kept.Return();
                packedA.Return();
                packedB.Return();
                turned.Return();

                GemmKernels.Multiply<T>(a, b, c, ldc, m, n, k, bias, start == Start.C, Workers.None);

                turned.RequireSentinels("turned C");
                packedB.RequireSentinels("packed B");
                packedA.RequireSentinels("packed A");
                kept.RequireSentinels("steps of A");
                _packedB += packedB.IsUsed ? 1 : 0;
                _packedA += packedA.IsUsed ? 1 : 0;
                _kept += kept.IsUsed ? 1 : 0;
                RequireBits(expected, c);
            }
        }

        void Prepare(Span<float> c, ReadOnlySpan<float> drawnC)
        {
            if (start == Start.C) drawnC.CopyTo(c);
            else c.Fill(float.NaN);
        }

        MatrixView A(ReadOnlySpan<float> values) => kind == Kind.TransposedA ? MatrixView.Transposed(values, lda) : MatrixView.RowMajor(values, lda);
        MatrixView B(ReadOnlySpan<float> values) => kind == Kind.TransposedB ? MatrixView.Transposed(values, ldb) : MatrixView.RowMajor(values, ldb);
    }

    /// <summary>The floats that <see cref="Gemm"/> asks the pool for, to pack B.</summary>
    private static int PackedB<T>(MatrixView b, int m, int n, int k, bool skips) where T : struct, ISimd<T> =>
        AlignedBuffer.MostFor(
            GemmKernels.Panels<T>.PackedSize(n, k, skips ? GemmPlan.SparseWidth(T.Lanes, n) : GemmPlan.PanelWidth(T.Lanes, n), GemmPlan.PacksB(b, m, skips)));

    /// <summary>The floats that it asks for, to pack A.</summary>
    private static int PackedA<T>(MatrixView a, int m, int n, int k) where T : struct, ISimd<T>
    {
        int mr = GemmPlan.TileRows(T.Lanes, n);
        bool packs = GemmPlan.PacksA(a, GemmKernels.Panels<T>.CountOf(n, GemmPlan.PanelWidth(T.Lanes, n)), k);
        return packs ? GemmPlan.PackedSize(GemmPlan.BlockRows(a, packs, mr), m, mr) : 0;
    }

    /// <summary>To the last element: no gap behind the last row.</summary>
    private static int Length(int rows, int columns, int gap) => rows == 0 || columns == 0 ? 0 : ((rows - 1) * (columns + gap)) + columns;

    private static Span<float> Place(GuardedBuffer buffer, ReadOnlySpan<float> values, bool atEnd)
    {
        var placed = buffer.Take<float>(values.Length, atEnd);
        values.CopyTo(placed);
        return placed;
    }

    private static void RequireBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (!MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)))
            throw new InvalidOperationException("Other bits than those of the reference.");
    }

    public void Dispose()
    {
        _workers.Dispose();
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
        _bias.Dispose();
    }
}

using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The columns of rows in numbers: the least and the largest, mean and deviation, zeros, and how many rows lie beyond a profile.</summary>
/// <remarks>
/// Each column is summed by one thread, row after row: 256 rows as floats about their mean so far, blocks as doubles. So the numbers do not depend on the
/// threads.
/// </remarks>
/// <param name="columns">How many columns.</param><param name="known">The profile that values may lie beyond; null for none.</param>
internal sealed class ColumnStatistics(int columns, DataProfile? known = null)
{
    private const int BlockRows = 256, ColumnsPerWorker = 64;

    private readonly float[] _minimum = Floats.Filled(columns, float.PositiveInfinity), _maximum = Floats.Filled(columns, float.NegativeInfinity),
        _shift = new float[columns];
    private readonly float[] _sum = new float[columns], _squares = new float[columns], _zeros = new float[columns];
    private readonly double[] _mean = new double[columns], _squaredDeviations = new double[columns];
    private readonly float[] _low = Bound(known?.Minimum), _high = Bound(known?.Maximum), _below = new float[known == null ? 0 : columns],
        _above = new float[known == null ? 0 : columns];
    private readonly int[] _zeroCounts = new int[columns], _belowCounts = new int[columns], _aboveCounts = new int[columns];

    /// <summary>The statistics of some rows that are in memory.</summary>
    public static ColumnStatistics Of(SampleSpan x, ReadOnlySpan<int> rows, Workers workers)
    {
        var statistics = new ColumnStatistics(x.Shape.Size);
        statistics.Add(x, rows, workers);
        return statistics;
    }

    /// <summary>The rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Rows below the known minimum of each column.</summary>
    public ReadOnlySpan<int> Below => _belowCounts;

    /// <summary>Rows above the known maximum of each column.</summary>
    public ReadOnlySpan<int> Above => _aboveCounts;

    /// <summary>Rows with a 0 in each column.</summary>
    public ReadOnlySpan<int> Zeros => _zeroCounts;

    /// <summary>Whether all numbers were finite; false also if their squares are too large for a float.</summary>
    public bool AreFinite => Array.TrueForAll(_mean, double.IsFinite) && Array.TrueForAll(_squaredDeviations, double.IsFinite);

    /// <summary>The profile of the rows.</summary>
    public DataProfile Profile => new()
    {
        Count = Count,
        Minimum = _minimum,
        Maximum = _maximum,
        Mean = Array.ConvertAll(_mean, mean => (float)mean),
        Deviation = Array.ConvertAll(_squaredDeviations, squares => (float)Math.Sqrt(squares / Count)),
        ShareOfZeros = Array.ConvertAll(_zeroCounts, zeros => (float)zeros / Count),
    };

    /// <summary>Adds rows: these, or all where none are named.</summary>
    public void Add(SampleSpan x, ReadOnlySpan<int> rows, Workers workers)
    {
        int count = rows.IsEmpty ? x.Count : rows.Length;
        workers.For(columns, new Columns(this, x, rows, count), ColumnsPerWorker);
        Count += count;
    }

    /// <summary>Some columns of all rows.</summary>
    private readonly ref struct Columns(ColumnStatistics to, SampleSpan x, ReadOnlySpan<int> rows, int count) : IRowKernel
    {
        private readonly SampleSpan _x = x;
        private readonly ReadOnlySpan<int> _rows = rows;

        public void Run(int firstRow, int endRow) // of columns here
        {
            for (int row = 0, n; row < count; row += n)
            {
                n = Math.Min(BlockRows, count - row);
                to.Begin(At(_x, _rows, row), to.Count + row, firstRow, endRow);
                int i = row;
                for (; i <= row + n - 8; i += 8) Simd.ForEach(new EightRows(_x, _rows, i, to), firstRow, endRow);
                for (; i < row + n; i++) Simd.ForEach(new OneRow(At(_x, _rows, i), to), firstRow, endRow);
                for (i = row; i < row + n && to._low.Length > 0; i++) Simd.ForEach(new Beyond(At(_x, _rows, i), to), firstRow, endRow);
                to.End(n, to.Count + row, firstRow, endRow);
            }
        }
    }

    private static ReadOnlySpan<float> At(SampleSpan x, ReadOnlySpan<int> rows, int i) => x[rows.IsEmpty ? i : rows[i]];

    /// <summary>The shift of a block: the mean so far, or the first row.</summary>
    private void Begin(ReadOnlySpan<float> row, int before, int first, int end)
    {
        for (int i = first; i < end; i++) _shift[i] = before == 0 ? row[i] : (float)_mean[i];
    }

    /// <summary>Adds the sums of a block of n rows to those of the rows before it (Chan et al. 1979).</summary>
    private void End(int n, int before, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            // δ = mean of the block − mean so far;  mean += δ·n/N;  Σ(x − mean)² += block's + δ²·n·(N − n)/N
            double sum = _sum[i], delta = _shift[i] + (sum / n) - _mean[i], share = n / ((double)before + n);
            _squaredDeviations[i] += Math.Max(0, _squares[i] - (sum * sum / n)) + (delta * delta * share * before);
            _mean[i] += delta * share;
            _zeroCounts[i] += (int)_zeros[i];
            _sum[i] = _squares[i] = _zeros[i] = 0;
            if (_low.Length == 0) continue;
            _belowCounts[i] += (int)_below[i];
            _aboveCounts[i] += (int)_above[i];
            _below[i] = _above[i] = 0;
        }
    }

    /// <summary>Eight rows at once, whose sums stay in registers.</summary>
    private readonly ref struct EightRows(SampleSpan x, ReadOnlySpan<int> rows, int first, ColumnStatistics to) : IElementwise
    {
        private readonly ReadOnlySpan<float> _row0 = At(x, rows, first), _row1 = At(x, rows, first + 1), _row2 = At(x, rows, first + 2),
            _row3 = At(x, rows, first + 3);
        private readonly ReadOnlySpan<float> _row4 = At(x, rows, first + 4), _row5 = At(x, rows, first + 5), _row6 = At(x, rows, first + 6),
            _row7 = At(x, rows, first + 7);
        private readonly ReadOnlySpan<float> _shift = to._shift;
        private readonly Span<float> _minimum = to._minimum, _maximum = to._maximum, _sum = to._sum, _squares = to._squares, _zeros = to._zeros;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T a = T.Load(in _row0.At(i)), b = T.Load(in _row1.At(i)), c = T.Load(in _row2.At(i)), d = T.Load(in _row3.At(i));
            T e = T.Load(in _row4.At(i)), f = T.Load(in _row5.At(i)), g = T.Load(in _row6.At(i)), h = T.Load(in _row7.At(i));
            T.Min(T.Min(T.Min(T.Min(a, b), T.Min(c, d)), T.Min(T.Min(e, f), T.Min(g, h))), T.Load(in _minimum.At(i))).Store(ref _minimum.At(i));
            T.Max(T.Max(T.Max(T.Max(a, b), T.Max(c, d)), T.Max(T.Max(e, f), T.Max(g, h))), T.Load(in _maximum.At(i))).Store(ref _maximum.At(i));
            T zeros = ((IsZero(a) + IsZero(b)) + (IsZero(c) + IsZero(d))) + ((IsZero(e) + IsZero(f)) + (IsZero(g) + IsZero(h)));
            (T.Load(in _zeros.At(i)) + zeros).Store(ref _zeros.At(i));
            T shift = T.Load(in _shift.At(i));
            (a, b, c, d, e, f, g, h) = (a - shift, b - shift, c - shift, d - shift, e - shift, f - shift, g - shift, h - shift);
            (T.Load(in _sum.At(i)) + (((a + b) + (c + d)) + ((e + f) + (g + h)))).Store(ref _sum.At(i));
            T left = T.MultiplyAdd(d, d, T.MultiplyAdd(c, c, T.MultiplyAdd(b, b, a * a))),
                right = T.MultiplyAdd(h, h, T.MultiplyAdd(g, g, T.MultiplyAdd(f, f, e * e)));
            (T.Load(in _squares.At(i)) + (left + right)).Store(ref _squares.At(i));
        }
    }

    private readonly ref struct OneRow(ReadOnlySpan<float> x, ColumnStatistics to) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _shift = to._shift;
        private readonly Span<float> _minimum = to._minimum, _maximum = to._maximum, _sum = to._sum, _squares = to._squares, _zeros = to._zeros;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T x = T.Load(in _x.At(i)), d = x - T.Load(in _shift.At(i));
            T.Min(x, T.Load(in _minimum.At(i))).Store(ref _minimum.At(i));
            T.Max(x, T.Load(in _maximum.At(i))).Store(ref _maximum.At(i));
            (T.Load(in _zeros.At(i)) + IsZero(x)).Store(ref _zeros.At(i));
            (T.Load(in _sum.At(i)) + d).Store(ref _sum.At(i));
            T.MultiplyAdd(d, d, T.Load(in _squares.At(i))).Store(ref _squares.At(i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsZero<T>(T x) where T : struct, ISimd<T> => T.IfGreater(T.Abs(x), T.Broadcast(0), T.Broadcast(0), T.Broadcast(1));

    private readonly ref struct Beyond(ReadOnlySpan<float> x, ColumnStatistics to) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _low = to._low, _high = to._high;
        private readonly Span<float> _below = to._below, _above = to._above;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T x = T.Load(in _x.At(i)), zero = T.Broadcast(0), one = T.Broadcast(1);
            (T.Load(in _below.At(i)) + T.IfGreater(T.Load(in _low.At(i)), x, one, zero)).Store(ref _below.At(i));
            (T.Load(in _above.At(i)) + T.IfGreater(x, T.Load(in _high.At(i)), one, zero)).Store(ref _above.At(i));
        }
    }

    private static float[] Bound(IReadOnlyList<float>? values) => values == null ? [] : [.. values];
}

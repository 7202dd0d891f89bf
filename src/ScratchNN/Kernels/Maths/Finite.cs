using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Whether numbers are finite: neither NaN nor infinity.</summary>
internal static class Finite
{
    private const int MinimumFloats = 1 << 14; // for another thread

    /// <summary>Whether all of a matrix are.</summary>
    /// <param name="x">The matrix; elements of a row, or of a column, next to one another.</param>
    /// <param name="rows">Its rows.</param><param name="columns">Its columns.</param><param name="workers">The threads.</param>
    public static bool Are(MatrixView x, int rows, int columns, Workers workers)
    {
        if (x.ColumnStride != 1) return Are(x.Transpose(), columns, rows, workers);
        Span<bool> isBad = stackalloc bool[1];
        workers.For(rows, new Scan(x, columns, isBad), 1 + (MinimumFloats / columns));
        return !isBad[0];
    }

    /// <summary>Whether all of a vector are; of none, yes.</summary>
    public static bool Are(ReadOnlySpan<float> x)
    {
        Span<float> sum = stackalloc float[1];
        Simd.Run(new Sum(x, sum));
        return sum[0] == 0;
    }

    /// <summary>The index of the first number of a vector that is not finite, or −1.</summary>
    public static int IndexOfFirstNot(ReadOnlySpan<float> x)
    {
        if (Are(x)) return -1;
        int i = 0;
        while (float.IsFinite(x[i])) i++;
        return i;
    }

    /// <summary>All workers write the same answer.</summary>
    private readonly ref struct Scan(MatrixView x, int columns, Span<bool> isBad) : IRowKernel
    {
        private readonly MatrixView _x = x;
        private readonly Span<bool> _isBad = isBad;

        public void Run(int firstRow, int endRow)
        {
            if (_x.RowStride == columns)
            {
                if (!Are(_x.Values[(firstRow * columns)..(endRow * columns)])) _isBad[0] = true;
                return;
            }
            for (int i = firstRow; i < endRow && !_isBad[0]; i++)
                if (!Are(_x.Values.Slice(i * _x.RowStride, columns))) _isBad[0] = true;
        }
    }

    /// <summary>Σ (x − x): 0, or NaN where an x is not finite.</summary>
    private readonly ref struct Sum(ReadOnlySpan<float> x, Span<float> sum) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _sum = sum;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            T first = T.Broadcast(0), second = first;
            int i = 0;
            for (; i <= _x.Length - (2 * T.Lanes); i += 2 * T.Lanes) // two sums: an addition waits for the one before
            {
                T a = T.Load(in _x.At(i)), b = T.Load(in _x.At(i + T.Lanes));
                first += a - a;
                second += b - b;
            }
            float sum = (first + second).Sum();
            for (; i < _x.Length; i++) sum += _x[i] - _x[i];
            _sum[0] = sum;
        }
    }
}

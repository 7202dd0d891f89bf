using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>An operation on a matrix [rows × channels] that does the same in each row.</summary>
internal interface IChannelwise
{
    /// <summary>Elements i to i + T.Lanes − 1 of some rows, which are those of channels c to c + T.Lanes − 1: what belongs to these is loaded once.</summary>
    /// <param name="first">i in the first row.</param>
    /// <param name="end">Beyond the last.</param>
    /// <param name="step">From a row to the next.</param>
    /// <param name="c">The first of the channels.</param>
    void Apply<T>(int first, int end, int step, int c) where T : struct, ISimd<T>;
}

/// <summary>What is added up over the rows of a matrix [rows × channels], for each channel.</summary>
internal interface IChannelTerm
{
    T Of<T>(int i, int c) where T : struct, ISimd<T>;
}

/// <summary>Two such terms, of what is read once.</summary>
internal interface IChannelTerms
{
    void Of<T>(int i, int c, out T first, out T second) where T : struct, ISimd<T>;
}

/// <summary>
/// Loops over matrices [rows × channels]: what belongs to a channel is the same in each row. A sample of shape [… × channels] is several rows.
/// </summary>
internal static class Channels
{
    private const int FloatsPerWorker = 8192;  // about 3 µs of arithmetic
    private const int RowsAtOnce = 32;         // of a few registers of channels: all of these rows stay in the first cache
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Rows that are added up as one piece, whatever the number of threads.</summary>
    public const int BlockRows = 256;

    /// <summary>The floats that <see cref="Sum"/> needs besides.</summary>
    public static long SumScratch(long rows, int channels) => (rows + BlockRows - 1) / BlockRows * channels;

    /// <summary>Applies an operation to each element.</summary>
    public static void ForEach<TOperation>(in TOperation operation, int rows, int channels, Workers workers)
        where TOperation : struct, IChannelwise, allows ref struct =>
        workers.For(rows, new EachRow<TOperation>(operation, channels), Math.Max(1, FloatsPerWorker / channels));

    /// <summary>
    /// sums[c] = Σ over the rows of the term. In each block of 256 rows there are four partial sums, of rows 0, 4, 8 …, 1, 5, 9 … and so on, added by halves;
    /// the blocks are added in order, in double.
    /// </summary>
    public static void Sum<TTerm>(in TTerm term, int rows, Span<float> sums, Span<float> scratch, Workers workers)
        where TTerm : struct, IChannelTerm, allows ref struct
    {
        int channels = sums.Length, blocks = (rows + BlockRows - 1) / BlockRows;
        workers.For(blocks, new Blocks<TTerm>(term, rows, channels, scratch[..(blocks * channels)]), Math.Max(1, FloatsPerWorker / (BlockRows * channels)));
        for (int c = 0; c < channels; c++)
        {
            double sum = 0;
            for (int block = 0; block < blocks; block++) sum += scratch[(block * channels) + c];
            sums[c] = (float)sum;
        }
    }

    /// <summary>The sums of the term over one block of rows, on the calling thread.</summary>
    public static void SumOfBlock<TTerm>(in TTerm term, int rows, Span<float> sums)
        where TTerm : struct, IChannelTerm, allows ref struct => new Blocks<TTerm>(term, rows, sums.Length, sums).Run(0, 1);

    /// <summary>Two sums over the rows, as <see cref="Sum"/> has them, in one pass. The scratch is that of both.</summary>
    public static void SumBoth<TTerms>(in TTerms terms, int rows, Span<float> first, Span<float> second, Span<float> scratch, Workers workers)
        where TTerms : struct, IChannelTerms, allows ref struct
    {
        int channels = first.Length, blocks = (rows + BlockRows - 1) / BlockRows;
        workers.For(blocks, new PairBlocks<TTerms>(terms, rows, channels, scratch[..(2 * blocks * channels)]),
            Math.Max(1, FloatsPerWorker / (BlockRows * channels)));
        for (int c = 0; c < channels; c++)
        {
            double a = 0, b = 0;
            for (int block = 0; block < blocks; block++)
            {
                a += scratch[(2 * block * channels) + c];
                b += scratch[(((2 * block) + 1) * channels) + c];
            }
            (first[c], second[c]) = ((float)a, (float)b);
        }
    }

    private readonly ref struct EachRow<TOperation>(TOperation operation, int channels) : IRowKernel where TOperation : struct, IChannelwise, allows ref struct
    {
        private readonly TOperation _operation = operation;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row += RowsAtOnce)
            {
                int c = 0, start = row * channels, end = Math.Min(row + RowsAtOnce, endRow) * channels;
                if (Vector512.IsHardwareAccelerated) c = Sweep<F32x16>(start, end, c);
                if (Vector256.IsHardwareAccelerated) c = Sweep<F32x8>(start, end, c);
                if (Vector128.IsHardwareAccelerated) c = Sweep<F32x4>(start, end, c);
                Sweep<F32x1>(start, end, c);
            }
        }

        [MethodImpl(Inline)]
        private int Sweep<T>(int start, int end, int c) where T : struct, ISimd<T>
        {
            for (; c <= channels - T.Lanes; c += T.Lanes) _operation.Apply<T>(start + c, end, channels, c);
            return c;
        }
    }

    private readonly ref struct Blocks<TTerm>(TTerm term, int rows, int channels, Span<float> partials) : IRowKernel
        where TTerm : struct, IChannelTerm, allows ref struct
    {
        private readonly TTerm _term = term;
        private readonly Span<float> _partials = partials;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstBlock, int endBlock)
        {
            for (int block = firstBlock; block < endBlock; block++)
            {
                int c = 0;
                if (Vector512.IsHardwareAccelerated) c = Sweep<F32x16>(block, c);
                if (Vector256.IsHardwareAccelerated) c = Sweep<F32x8>(block, c);
                if (Vector128.IsHardwareAccelerated)
                {
                    c = Sweep<F32x4>(block, c);
                    if (c < channels && channels >= 4) c = Sweep<F32x4>(block, channels - 4); // some of them once more
                }
                Sweep<F32x1>(block, c);
            }
        }

        [MethodImpl(Simd.Compiled)] // each for itself: the JIT inlines only so much in one method
        private int Sweep<T>(int block, int c) where T : struct, ISimd<T>
        {
            int first = block * BlockRows, end = Math.Min(rows, first + BlockRows);
            for (; c <= channels - T.Lanes; c += T.Lanes)
            {
                T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
                int row = first, i = (first * channels) + c;
                for (; row <= end - 4; row += 4, i += 4 * channels)
                {
                    s0 += _term.Of<T>(i, c);
                    s1 += _term.Of<T>(i + channels, c);
                    s2 += _term.Of<T>(i + (2 * channels), c);
                    s3 += _term.Of<T>(i + (3 * channels), c);
                }
                if (row < end) s0 += _term.Of<T>(i, c);
                if (row + 1 < end) s1 += _term.Of<T>(i + channels, c);
                if (row + 2 < end) s2 += _term.Of<T>(i + (2 * channels), c);
                ((s0 + s2) + (s1 + s3)).Store(ref _partials.At((block * channels) + c));
            }
            return c;
        }
    }

    private readonly ref struct PairBlocks<TTerms>(TTerms terms, int rows, int channels, Span<float> partials) : IRowKernel
        where TTerms : struct, IChannelTerms, allows ref struct
    {
        private readonly TTerms _terms = terms;
        private readonly Span<float> _partials = partials;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstBlock, int endBlock)
        {
            for (int block = firstBlock; block < endBlock; block++)
            {
                int c = 0;
                if (Vector512.IsHardwareAccelerated) c = Sweep<F32x16>(block, c);
                if (Vector256.IsHardwareAccelerated) c = Sweep<F32x8>(block, c);
                if (Vector128.IsHardwareAccelerated)
                {
                    c = Sweep<F32x4>(block, c);
                    if (c < channels && channels >= 4) c = Sweep<F32x4>(block, channels - 4); // some of them once more
                }
                Sweep<F32x1>(block, c);
            }
        }

        [MethodImpl(Simd.Compiled)] // each for itself: the JIT inlines only so much in one method
        private int Sweep<T>(int block, int c) where T : struct, ISimd<T>
        {
            int first = block * BlockRows, end = Math.Min(rows, first + BlockRows);
            for (; c <= channels - T.Lanes; c += T.Lanes)
            {
                T a0 = T.Broadcast(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
                int row = first, i = (first * channels) + c;
                for (; row <= end - 4; row += 4, i += 4 * channels)
                {
                    Add(ref a0, ref b0, i, c);
                    Add(ref a1, ref b1, i + channels, c);
                    Add(ref a2, ref b2, i + (2 * channels), c);
                    Add(ref a3, ref b3, i + (3 * channels), c);
                }
                if (row < end) Add(ref a0, ref b0, i, c);
                if (row + 1 < end) Add(ref a1, ref b1, i + channels, c);
                if (row + 2 < end) Add(ref a2, ref b2, i + (2 * channels), c);
                ((a0 + a2) + (a1 + a3)).Store(ref _partials.At((2 * block * channels) + c));
                ((b0 + b2) + (b1 + b3)).Store(ref _partials.At((((2 * block) + 1) * channels) + c));
            }
            return c;
        }

        [MethodImpl(Inline)]
        private void Add<T>(ref T a, ref T b, int i, int c) where T : struct, ISimd<T>
        {
            _terms.Of(i, c, out T first, out T second);
            a += first;
            b += second;
        }
    }
}

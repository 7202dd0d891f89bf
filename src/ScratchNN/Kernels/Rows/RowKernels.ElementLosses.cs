using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    private const int Piece = 512; // floats of a row, or of several short ones, at once: whole partial sums, in 4 KB of stack

    /// <summary>
    /// A loss of each output against targets or labels (K = 1: numbers; else one-hot): losses [rows] = Σ loss / K and, unless empty, dy = slope / K. The sums
    /// have 16 partial sums.
    /// </summary>
    public static void LossesOfElements<TLoss>(
        TLoss loss, ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dy, int columns,
            Workers workers)
        where TLoss : struct, IElementLoss =>
        workers.For(losses.Length, new ElementLossRows<TLoss>(loss, y, labels, targets, losses, dy, columns), MinimumRows(columns));

    private readonly ref struct ElementLossRows<TLoss>(
        TLoss loss, ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dy, int columns) : IRowKernel
        where TLoss : struct, IElementLoss
    {
        private readonly ReadOnlySpan<float> _y = y, _targets = targets;
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly Span<float> _losses = losses, _dy = dy;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            Span<float> converted = stackalloc float[Piece], values = stackalloc float[Piece], partials = stackalloc float[Partials];
            for (int first = firstRow, rows; first < endRow; first += rows)
            {
                rows = Math.Min(Math.Max(1, Piece / columns), endRow - first);
                partials.Clear();
                for (int at = 0; at < columns; at += Piece) // once, unless a row is longer than a piece
                {
                    int start = (first * columns) + at, length = Math.Min(Piece, (rows * columns) - at);
                    var t = _targets.IsEmpty ? OfLabels(converted[..length], first, at) : _targets.Slice(start, length);
                    Simd.ForEach(new Elements<TLoss>(loss, _y.Slice(start, length), t, values, _dy.IsEmpty ? _dy : _dy.Slice(start, length), columns), length);
                    if (columns > Piece) Simd.ForEach(new Partial(values, 0, partials), length);
                }
                for (int i = 0; i < rows; i++)
                    _losses[first + i] = columns == 1 ? values[i]
                        : (columns > Piece ? Fold(partials) : SumOfParts(values.Slice(i * columns, columns), 0, partials)) / columns;
            }
        }

        /// <summary>Targets of labels, from a column of a row on.</summary>
        private ReadOnlySpan<float> OfLabels(Span<float> t, int first, int at)
        {
            t.Clear();
            for (int i = 0; i * columns < t.Length; i++)
            {
                int label = _labels[first + i], place = (i * columns) + label - at;
                if (columns == 1) t[i] = label;
                else if ((uint)label < (uint)columns && (uint)place < (uint)t.Length) t[place] = 1;
            }
            return t;
        }
    }

    private readonly ref struct Elements<TLoss>(TLoss loss, ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> values, Span<float> dy, int columns)
        : IElementwise
        where TLoss : struct, IElementLoss
    {
        private readonly ReadOnlySpan<float> _y = y, _t = t;
        private readonly Span<float> _values = values, _dy = dy;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            loss.Value(T.Load(in _y.At(i)), T.Load(in _t.At(i)), out T slope).Store(ref _values.At(i));
            if (!_dy.IsEmpty) (slope / T.Broadcast(columns)).Store(ref _dy.At(i));
        }
    }

    /// <summary>Σ (x − offset), in 16 partial sums, whatever the length.</summary>
    private static float SumOfParts(ReadOnlySpan<float> x, float offset, Span<float> partials)
    {
        partials.Clear();
        Simd.ForEach(new Partial(x, offset, partials), x.Length);
        return Fold(partials);
    }

    /// <summary>
    /// Adds x − offset to 16 partial sums: element j to sum j mod 16. A register begins at a multiple of its width, so it never goes beyond them.
    /// </summary>
    private readonly ref struct Partial(ReadOnlySpan<float> x, float offset, Span<float> partials) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _partials = partials;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            ref float partial = ref _partials.At(i % Partials);
            (T.Load(in partial) + (T.Load(in _x.At(i)) - T.Broadcast(offset))).Store(ref partial);
        }
    }
}

using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The training data in numbers: up to 1024 samples from all over it, and all labels that are in memory.</summary>
internal sealed partial class DataSummary
{
    private const int SampledRows = 1024, MostAtOnce = 256, FloatsAtOnce = 1 << 22; // 16 MB
    private const int MostHashed = 4096, MostBaselines = 1 << 20; // columns; floats
    private const int Piece = 4096, PiecesPerWorker = 4; // columns; which thread has them changes no sum

    private int _lastLabel = -1;

    private DataSummary()
    {
    }

    private DataSummary(in RowSource data, ReadOnlySpan<int> rows, int outputs, int classes, Loss loss, float[]? classWeights, ulong seed, Workers workers)
    {
        Count = rows.Length;
        Columns = data.IsOnDemand && data.InputShape.Size <= DataProfile.MostColumns ? new ColumnStatistics(data.InputShape.Size) : null;
        (Minima, Maxima) = (Floats.Filled(data.InputShape.Size, float.PositiveInfinity), Floats.Filled(data.InputShape.Size, float.NegativeInfinity));
        ClassCounts = new int[classes];
        int columns = data.TargetShape?.Size ?? 0, sampled = SampledCount = Math.Min(Count, Math.Clamp(FloatsAtOnce / Math.Max(1, columns), 1, SampledRows));
        int atOnce = Math.Min(sampled, Math.Clamp(FloatsAtOnce / Minima.Length, 1, MostAtOnce)); // rows
        AlignedBuffer? x = null;
        int[] labels = new int[columns == 0 ? sampled : 0], sample = RowSample.Of(rows, sampled, seed);
        float[] weights = new float[sampled], targets = new float[sampled * columns];
        double[] squares = new double[1 + ((Minima.Length - 1) / Piece)];
        ulong[] hashes = new ulong[Minima.Length <= MostHashed ? sampled : 0];
        for (int first = 0; first < sampled; first += atOnce)
        {
            int n = Math.Min(atOnce, sampled - first);
            var inputs = data.Read(
                sample.AsSpan(first, n), ref x, atOnce, columns == 0 ? labels.AsSpan(first, n)
                    : default, targets.AsSpan(first * columns, n * columns), weights.AsSpan(first, n), workers, out _);
            Columns?.Add(new SampleSpan(inputs, data.InputShape), default, workers);
            workers.For(squares.Length, new Pieces(this, inputs, squares), minimumRows: PiecesPerWorker);
            for (int i = 0; i < n && hashes.Length > 0; i++) hashes[first + i] = RowHash.Of(inputs.Slice(i * Minima.Length, Minima.Length));
        }
        RootMeanSquare = Math.Sqrt(squares.Sum() / ((double)sampled * Minima.Length));
        MeasureTargets(labels, targets, Math.Max(1, columns));

        double floor = FloorOfEqualRows(hashes, new TargetSample { Labels = labels, Targets = targets, Weights = weights, Count = sampled, Outputs = outputs },
            loss, classWeights);
        if (ClassCounts.Length > 0) (labels, weights) = Classes(data, data.IsOnDemand ? sample : rows, labels, weights, loss);
        for (int i = 0; i < labels.Length && classWeights != null; i++)
            if ((uint)labels[i] < (uint)classWeights.Length) weights[i] *= classWeights[labels[i]]; // what is not a class is refused when it is trained on
        var answers = new TargetSample { Labels = labels, Targets = targets, Weights = weights, Count = weights.Length, Outputs = outputs };
        (BaselineLoss, FloorLoss) = (loss.Baseline(answers), double.MaxNumber(loss.Floor(answers), floor));
    }

    /// <summary>Of nothing: where nobody asks.</summary>
    public static DataSummary None { get; } = new();

    /// <summary>All training samples.</summary>
    public int Count { get; }

    /// <summary>Those whose inputs and targets were looked at.</summary>
    public int SampledCount { get; }

    /// <summary>The columns of the samples, where they come on demand and are not too many.</summary>
    public ColumnStatistics? Columns { get; }

    /// <summary>The smallest value of each feature.</summary>
    public float[] Minima { get; } = [];

    /// <summary>The largest value of each feature.</summary>
    public float[] Maxima { get; } = [];

    /// <summary>Of all inputs.</summary>
    public double RootMeanSquare { get; }

    /// <summary>The root mean square of the widest column of the targets.</summary>
    public double LargestTarget { get; private set; }

    /// <summary>Of the targets or numbers to predict: the mean of those of the columns.</summary>
    public double TargetVariance { get; private set; }

    /// <summary>
    /// Samples of each class, or of no and yes, but for those that the loss ignores; empty where labels are numbers, and where there are none.
    /// </summary>
    public int[] ClassCounts { get; } = [];

    /// <summary>Whether the labels are in order, those of one class after another.</summary>
    public bool IsSorted { get; private set; } = true;

    /// <summary>The mean loss of the best constant answer; NaN if the loss does not know.</summary>
    public double BaselineLoss { get; } = double.NaN;

    /// <summary>The least mean loss there can be, as far as targets, and equal rows with different ones, tell.</summary>
    public double FloorLoss { get; }

    /// <summary>The loss that lies so much of the way from the least there can be to the best constant answer; NaN if that is not known.</summary>
    public double LossAt(double share) => FloorLoss + (share * (BaselineLoss - FloorLoss));

    /// <param name="data">The data.</param><param name="rows">Those to train on.</param><param name="outputs">Outputs of a sample.</param>
    /// <param name="classes">The labels there can be; 0 where labels are numbers, and where there are none.</param><param name="loss">The loss.</param>
    /// <param name="classWeights">The factor on the losses of each class; null for ones.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <param name="workers">The threads.</param>
    public static DataSummary Of(in RowSource data, ReadOnlySpan<int> rows, int outputs, int classes, Loss loss, float[]? classWeights, ulong seed,
        Workers workers) =>
        new(data, rows, outputs, classes, loss, classWeights, seed, workers);

    /// <summary>Some pieces of rows: minima, maxima and squares.</summary>
    private readonly ref struct Pieces(DataSummary to, ReadOnlySpan<float> x, Span<double> squares) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<double> _squares = squares;

        public void Run(int firstRow, int endRow) // of pieces here
        {
            int columns = to.Minima.Length;
            for (int piece = firstRow; piece < endRow; piece++)
            {
                int first = piece * Piece, length = Math.Min(Piece, columns - first);
                Span<float> minima = to.Minima.AsSpan(first, length), maxima = to.Maxima.AsSpan(first, length);
                for (int at = first; at < _x.Length; at += columns)
                {
                    var values = _x.Slice(at, length);
                    TensorPrimitives.Min(minima, values, minima);
                    TensorPrimitives.Max(maxima, values, maxima);
                    _squares[piece] += Sums.OfSquares(values);
                }
            }
        }
    }
}

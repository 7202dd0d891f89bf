using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// What the ranks of a collective tell one another of a batch, in one sum: the gradients of its micro-batches, added in their order, and behind them, each in a
/// place of its own, what else each rank knows. There, and where a rank has no micro-batch, the others have −0, which changes nothing that it is added to, bit
/// for bit.
/// </summary>
internal sealed class Exchange
{
    private const int Halves = 4, Doubles = 5; // a double travels as four whole numbers below 2¹⁶; a result has five
    private const int SignalBits = 4;

    private readonly Collective _collective;
    private readonly AlignedBuffer _parts, _sum;
    private readonly int _parameters, _rows, _outputs, _targets, _classes, _results, _counts, _outputsAt, _targetsAt, _weightsAt;
    private readonly int[] _labels;

    /// <param name="collective">The ranks.</param>
    /// <param name="parameters">Floats of a gradient.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    /// <param name="rows">Of a micro-batch.</param>
    /// <param name="outputs">Of each row.</param>
    /// <param name="targets">Of each row; 0 for labels.</param>
    /// <param name="classes">That are counted.</param>
    /// <param name="hasMetrics">Whether metrics see every row.</param>
    public Exchange(Collective collective, int parameters, int batchSize, int rows, int outputs, int targets, int classes, bool hasMetrics)
    {
        (_collective, _parameters, _rows, _outputs, _targets, _classes) = (collective, parameters, rows, outputs, targets, classes);
        int most = ((batchSize - 1) / rows) + 1;
        if (most % collective.Size != 0)
            throw new ArgumentException(
                $"A batch of {batchSize} samples is {most} micro-batch{(most == 1 ? "" : "es")} of up to {rows}, "
                + $"which {collective.Size} ranks cannot share evenly: "
                + $"set MicroBatchSize so that the number of micro-batches is a multiple of {collective.Size}, such as "
                + $"{Math.Max(1, batchSize / collective.Size)}; the same value on any number of ranks gives the same result.");
        _results = parameters + SignalBits;
        _counts = _results + (most * Doubles * Halves);
        _outputsAt = _counts + (2 * classes);
        int noted = hasMetrics ? batchSize : 0;
        _targetsAt = Guard.FloatsOf(noted, outputs, _outputsAt);
        _weightsAt = Guard.FloatsOf(noted, targets > 0 ? targets : 2, _targetsAt); // a label travels in halves
        int line = AlignedBuffer.RoundUp(1) * collective.Size; // slices of whole cache lines for all ranks
        int length = Guard.FloatsOf(((Guard.FloatsOf(noted, 1, _weightsAt) - 1) / line) + 1, line);
        _labels = new int[targets > 0 ? 0 : rows];
        _parts = new AlignedBuffer(Guard.FloatsOf(most / collective.Size, length));
        _sum = new AlignedBuffer(length);
    }

    /// <summary>What this rank has to tell with the next sum. A sum leaves none.</summary>
    public Signals Own { get; set; }

    /// <summary>What any rank told with the last sum.</summary>
    public Signals All { get; private set; }

    /// <summary>The rows of a batch of so many that this rank takes.</summary>
    public (int First, int End) Share(int batch)
    {
        int count = ((batch - 1) / _rows) + 1, each = ((count - 1) / _collective.Size) + 1;
        return ((int)Math.Min((long)_collective.Rank * each * _rows, batch), (int)Math.Min((_collective.Rank + 1L) * each * _rows, batch));
    }

    /// <summary>Micro-batches that each rank has of a batch of that many rows.</summary>
    public int Parts(int batch) => ((((batch - 1) / _rows) + 1 - 1) / _collective.Size) + 1;

    /// <summary>Forgets what was told before.</summary>
    /// <param name="parts">Gradients that the ranks are to have room for.</param><param name="present">Those of this rank, which will be assigned.</param>
    public void Begin(int parts, int present)
    {
        for (int i = 0; i < parts; i++)
        {
            var part = _parts.Span.Slice(i * _sum.Length, _sum.Length);
            part[(i < present ? _parameters : 0)..].Fill(-0f);
        }
    }

    /// <summary>Where the gradient of a micro-batch of this rank goes.</summary>
    public Span<float> Gradient(int part) => _parts.Span.Slice(part * _sum.Length, _parameters);

    /// <summary>Takes note of a micro-batch.</summary>
    /// <param name="index">Its number in the batch.</param>
    /// <param name="microBatch">The micro-batch.</param>
    /// <param name="outputs">What metrics see of it; empty if nobody asks.</param>
    public void Tell(int index, MicroBatch microBatch, ReadOnlySpan<float> outputs)
    {
        var own = _parts.Span[.._sum.Length];
        var result = microBatch.Result;
        Span<float> to = own.Slice(_results + (index * Doubles * Halves), Doubles * Halves);
        Write(to, result.LossSum);
        Write(to[Halves..], result.LossWeight);
        Write(to[(2 * Halves)..], result.Correct);
        Write(to[(3 * Halves)..], result.Weight);
        Write(to[(4 * Halves)..], result.Count);
        Span<float> predictions = own.Slice(_counts, _classes), labels = own.Slice(_counts + _classes, _classes);
        for (int i = 0; i < _classes; i++)
        {
            predictions[i] += microBatch.Predictions[i];
            labels[i] += microBatch.LabelCounts[i];
        }
        Array.Clear(microBatch.Predictions);
        Array.Clear(microBatch.LabelCounts);
        if (outputs.IsEmpty) return;
        int first = index * _rows, n = microBatch.RowLosses.Length;
        outputs.CopyTo(own[(_outputsAt + (first * _outputs))..]);
        microBatch.Weights.CopyTo(own[(_weightsAt + first)..]);
        microBatch.Targets.CopyTo(own[(_targetsAt + (first * _targets))..]);
        var halves = own[(_targetsAt + (first * 2))..];
        for (int row = 0; row < microBatch.Labels.Length; row++)
            (halves[2 * row], halves[(2 * row) + 1]) = ((ushort)microBatch.Labels[row], (ushort)(microBatch.Labels[row] >> 16));
    }

    /// <summary>Adds up what all ranks told.</summary>
    public void Sum(int parts, bool hasGradients)
    {
        var own = _parts.Span;
        for (int i = 0; i < SignalBits; i++) own[_parameters + i] = ((int)Own >> i) & 1;
        if (hasGradients) _collective.Sum(own[..(parts * _sum.Length)], _sum.Span);
        else _collective.Sum(own[_parameters.._sum.Length], _sum.Span[_parameters..]);
        All = Own = Signals.None;
        for (int i = 0; i < SignalBits; i++)
            if (_sum.Span[_parameters + i] > 0) All |= (Signals)(1 << i);
    }

    /// <summary>Tells the signals of this rank, and hears those of all.</summary>
    public Signals Agree()
    {
        Begin(1, present: 1);
        Sum(1, hasGradients: false);
        return All;
    }

    /// <summary>Where the sum of the gradients stands, and what goes with it.</summary>
    public AlignedBuffer SumBuffer => _sum;

    /// <summary>The sum of the gradients.</summary>
    public ReadOnlySpan<float> GradientSum => _sum.Span[.._parameters];

    /// <summary>What the ranks told of a micro-batch.</summary>
    public BatchResult Result(int index)
    {
        ReadOnlySpan<float> from = _sum.Span.Slice(_results + (index * Doubles * Halves), Doubles * Halves);
        return new BatchResult(Read(from), Read(from[Halves..]), Read(from[(2 * Halves)..]), Read(from[(3 * Halves)..]), (int)Read(from[(4 * Halves)..]));
    }

    /// <summary>Adds how often classes were predicted, and were right to predict.</summary>
    public void AddCounts(int[] predictions, int[] labels)
    {
        for (int i = 0; i < _classes; i++)
        {
            predictions[i] += (int)_sum.Span[_counts + i];
            labels[i] += (int)_sum.Span[_counts + _classes + i];
        }
    }

    /// <summary>What metrics see of a micro-batch, of that many rows.</summary>
    public MicroBatchView View(int index, int n)
    {
        ReadOnlySpan<float> sum = _sum.Span, halves = sum[(_targetsAt + (index * _rows * 2))..];
        int first = index * _rows;
        for (int row = 0; row < n && _targets == 0; row++) _labels[row] = (int)halves[2 * row] | ((int)halves[(2 * row) + 1] << 16);
        return new MicroBatchView
        {
            Outputs = sum.Slice(_outputsAt + (first * _outputs), n * _outputs),
            Labels = _labels.AsSpan(0, _targets == 0 ? n : 0),
            Targets = sum.Slice(_targetsAt + (first * _targets), n * _targets),
            Weights = sum.Slice(_weightsAt + first, n),
        };
    }

    private static void Write(Span<float> halves, double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        for (int i = 0; i < Halves; i++) halves[i] = (ushort)(bits >> (16 * i));
    }

    private static double Read(ReadOnlySpan<float> halves)
    {
        ulong bits = 0;
        for (int i = 0; i < Halves; i++) bits |= (ulong)halves[i] << (16 * i);
        return BitConverter.UInt64BitsToDouble(bits);
    }
}

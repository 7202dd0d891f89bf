using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <summary>Rows that a thread of the pool reads.</summary>
internal sealed class ReadAheadPiece(IDataset data, int most, Lock reading) : IThreadPoolWorkItem
{
    private readonly int _inputSize = data.InputShape.Size, _targetSize = data.TargetShape?.Size ?? 0;
    private readonly float[] _inputs = new float[Guard.FloatsOf(most, data.InputShape.Size)],
        _targets = new float[Guard.FloatsOf(most, data.TargetShape?.Size ?? 0)], _weights = new float[most];
    private readonly int[] _labels = new int[data.TargetShape == null ? most : 0], _rows = new int[most];
    private readonly object _gate = new();
    private bool _isDone = true;
    private int _count;
    private ExceptionDispatchInfo? _thrown;

    /// <summary>Has rows read.</summary>
    public void Begin(ReadOnlySpan<int> rows)
    {
        rows.CopyTo(_rows);
        (_count, _thrown) = (rows.Length, null);
        _isDone = false;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        try
        {
            _weights.AsSpan(0, _count).Fill(1);
            lock (reading)
                data.Read(new ReadPass
                {
                    Rows = _rows.AsSpan(0, _count),
                    Inputs = _inputs.AsSpan(0, _count * _inputSize),
                    Labels = _labels.AsSpan(0, Math.Min(_count, _labels.Length)),
                    Targets = _targets.AsSpan(0, _count * _targetSize),
                    Weights = _weights.AsSpan(0, _count),
                });
        }
        catch (Exception exception)
        {
            _thrown = ExceptionDispatchInfo.Capture(exception); // whoever wants the rows gets it
        }
        lock (_gate)
        {
            _isDone = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until the rows are there.</summary>
    public void Wait()
    {
        lock (_gate)
            while (!_isDone) Monitor.Wait(_gate);
    }

    /// <summary>The inputs of some of the rows, where they are.</summary>
    public ReadOnlyMemory<float> View(int first, int count) => _inputs.AsMemory(first * _inputSize, count * _inputSize);

    /// <summary>Copies labels or targets and weights of some of the rows, and their inputs unless nobody asks for these, to where they are wanted.</summary>
    /// <exception cref="Exception">As the dataset threw it.</exception>
    public void Give(int first, int count, in ReadPass pass, int at)
    {
        _thrown?.Throw();
        if (!pass.Inputs.IsEmpty) View(first, count).Span.CopyTo(pass.Inputs[(at * _inputSize)..]);
        if (!pass.Labels.IsEmpty) _labels.AsSpan(first, count).CopyTo(pass.Labels[at..]);
        if (!pass.Targets.IsEmpty) _targets.AsSpan(first * _targetSize, count * _targetSize).CopyTo(pass.Targets[(at * _targetSize)..]);
        if (!pass.Weights.IsEmpty) _weights.AsSpan(first, count).CopyTo(pass.Weights[at..]);
    }
}

using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <summary>Rows that a thread of the pool reads, in the order in which they lie, to be given out in the order in which they are wanted.</summary>
internal sealed class ReadAheadPiece(IDataset data, int most, Lock reading) : IThreadPoolWorkItem
{
    private readonly int _inputSize = data.InputShape.Size, _targetSize = data.TargetShape?.Size ?? 0;
    private readonly float[] _inputs = new float[Guard.FloatsOf(most, data.InputShape.Size)], _targets = new float[Guard.FloatsOf(most, data.TargetShape?.Size ?? 0)], _weights = new float[most];
    private readonly int[] _labels = new int[data.TargetShape == null ? most : 0], _rows = new int[most], _wanted = new int[most], _places = new int[most];
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
            for (int i = 0; i < _count; i++) _wanted[i] = i;
            Array.Sort(_rows, _wanted, 0, _count);
            for (int i = 0; i < _count; i++) _places[_wanted[i]] = i;
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

    /// <summary>Copies some of the rows to where they are wanted.</summary>
    /// <exception cref="Exception">As the dataset threw it.</exception>
    public void Give(int first, int count, in ReadPass pass, int at)
    {
        _thrown?.Throw();
        for (int i = 0; i < count; i++)
        {
            int from = _places[first + i], to = at + i;
            _inputs.AsSpan(from * _inputSize, _inputSize).CopyTo(pass.Inputs[(to * _inputSize)..]);
            if (!pass.Labels.IsEmpty) pass.Labels[to] = _labels[from];
            if (!pass.Targets.IsEmpty) _targets.AsSpan(from * _targetSize, _targetSize).CopyTo(pass.Targets[(to * _targetSize)..]);
            if (!pass.Weights.IsEmpty) pass.Weights[to] = _weights[from];
        }
    }
}

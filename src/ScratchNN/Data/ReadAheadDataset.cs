namespace ScratchNN;

/// <summary>Another dataset, of whose announced rows two pieces are in memory: one that is used, and one that is read meanwhile.</summary>
internal sealed class ReadAheadDataset : IAnswered
{
    private readonly IDataset _data;
    private readonly ReadAheadPiece[] _pieces;
    private readonly int _most; // rows of a piece
    private readonly Lock _reading = new(), _turn = new(); // of the dataset; of those who ask
    private int[] _order = [];  // the rows that were announced
    private ReadAheadPiece? _used; // given to its end, and perhaps still looked at
    private int _announced, _given, _asked; // of them; those that were read by the caller; those that pieces were asked for

    public ReadAheadDataset(IDataset data, int rows)
    {
        (_data, _most) = (data, rows);
        _pieces = [new(data, rows, _reading), new(data, rows, _reading)];
    }

    public int Count => _data.Count;
    public Shape InputShape => _data.InputShape;
    public Shape? TargetShape => _data.TargetShape;
    public DataInfo? Info => _data.Info;
    public bool AreYesNo => IAnswered.Of(_data);

    public void Announce(ReadOnlySpan<int> rows)
    {
        lock (_turn) Begin(rows);
    }

    public void Read(in ReadPass pass)
    {
        lock (_turn)
            if (IsNext(pass.Rows))
            {
                Give(pass);
                return;
            }
        lock (_reading) _data.Read(pass);
    }

    /// <summary>
    /// Gives the next rows without a copy of their inputs, which stay where they are until somebody asks for rows again; false where others are asked for, or
    /// they are not in one piece.
    /// </summary>
    public bool TryView(in ReadPass pass, out ReadOnlyMemory<float> inputs)
    {
        lock (_turn)
        {
            int n = pass.Rows.Length, first = _given % _most;
            inputs = default;
            if (first + n > _most || !IsNext(pass.Rows)) return false;
            Release();
            inputs = _pieces[_given / _most % 2].View(first, n);
            Give(pass);
            return true;
        }
    }

    private bool IsNext(ReadOnlySpan<int> rows) => rows.SequenceEqual(_order.AsSpan(_given, Math.Min(rows.Length, _announced - _given)));

    private void Begin(ReadOnlySpan<int> rows)
    {
        foreach (var piece in _pieces) piece.Wait();
        if (_order.Length < rows.Length) _order = new int[rows.Length];
        rows.CopyTo(_order);
        (_announced, _given, _asked, _used) = (rows.Length, 0, 0, null);
        foreach (var piece in _pieces) AskNext(piece);
    }

    private void Give(in ReadPass pass)
    {
        for (int at = 0, n; at < pass.Rows.Length; at += n)
        {
            Release();
            var piece = _pieces[_given / _most % 2];
            n = Math.Min(pass.Rows.Length - at, _most - (_given % _most));
            piece.Wait();
            piece.Give(_given % _most, n, pass, at);
            _given += n;
            if (_given % _most == 0) _used = piece;
        }
    }

    /// <summary>Lets a piece be read again that was given to its end, and seen.</summary>
    private void Release()
    {
        if (_used != null) AskNext(_used);
        _used = null;
    }

    private void AskNext(ReadAheadPiece piece)
    {
        int n = Math.Min(_most, _announced - _asked);
        if (n == 0) return;
        piece.Begin(_order.AsSpan(_asked, n));
        _asked += n;
    }
}

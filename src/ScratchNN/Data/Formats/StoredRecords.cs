using Microsoft.Win32.SafeHandles;

namespace ScratchNN;

/// <summary>Records of one length in a file that stays open, read where they lie. Any thread may ask.</summary>
internal sealed class StoredRecords : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _begin, _length;
    private readonly DateTime _written;

    /// <param name="path">The file.</param><param name="begin">Bytes before the first record.</param><param name="recordBytes">Of each record.</param>
    /// <param name="count">How many there must be; null for as many as there are.</param>
    /// <exception cref="InvalidDataException">The file does not end after a record.</exception>
    public StoredRecords(string path, long begin, long recordBytes, long? count)
    {
        (_path, _begin) = (path, begin);
        if (recordBytes > Array.MaxLength)
            throw new ArgumentException($"{path}: a record has {recordBytes} bytes, {Array.MaxLength} can be read. Make the samples smaller.");
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder: name a file in it to read.");
        _file = File.OpenHandle(path);
        try
        {
            (_length, _written, RecordBytes) = (RandomAccess.GetLength(_file), File.GetLastWriteTimeUtc(_file), (int)recordBytes);
            long records = count ?? (_length - begin) / recordBytes, end = begin + (records * recordBytes);
            if (records < 1 && count == null)
                throw new InvalidDataException($"{path} has {_length} bytes, too few for one record: {begin} before the first and {recordBytes} each.");
            if (_length != end)
                throw new InvalidDataException(
                    $"{path} has {_length} bytes: {begin} before the first record and {records} records of {recordBytes} bytes end at {end}. "
                        + "Check the layout, and that the file is complete.");
            if (records > Array.MaxLength)
                throw new ArgumentException($"{path} has {records} records: at most {Array.MaxLength} are supported. Split the file.");
            Count = (int)records;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public int Count { get; }

    public int RecordBytes { get; }

    /// <summary>Reads the first of some rows, and those after it that follow one another in the file, as far as there is room.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public int ReadRun(ReadOnlySpan<int> rows, Span<byte> buffer)
    {
        int n = 1, most = Math.Min(rows.Length, buffer.Length / RecordBytes);
        while (n < most && rows[n] == rows[0] + n) n++;
        var bytes = buffer[..(n * RecordBytes)];
        long offset = _begin + ((long)rows[0] * RecordBytes);
        for (int got = 0, more; got < bytes.Length; got += more)
        {
            more = RandomAccess.Read(_file, bytes[got..], offset + got);
            if (more == 0) throw Changed($"ends at byte {offset + got}, within record {rows[0] + (got / RecordBytes)}");
        }
        return n;
    }

    /// <summary>Throws if somebody has written to the file since it was opened: what was read may be of either state.</summary>
    public void RequireUnchanged()
    {
        if (RandomAccess.GetLength(_file) is var length && length != _length) throw Changed($"has {length} bytes");
        if (File.GetLastWriteTimeUtc(_file) != _written) throw Changed("has been written to since");
    }

    public void Dispose() => _file.Dispose();

    private InvalidDataException Changed(string what) =>
        new($"{_path} {what}; it had {_length} bytes when it was opened. Do not write to it while it is being read; write another file, and open that.");
}

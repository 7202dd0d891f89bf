using System.Buffers;
using System.Numerics.Tensors;

namespace ScratchNN.Files;

/// <summary>Samples in a file that may be larger than memory: each row is read from where it lies, when it is asked for.</summary>
/// <remarks>
/// <code>
/// RecordFile.Write("train.rec", data, layout);                                  // once
/// using var records = RecordFile.Open("train.rec", layout);
/// new Trainer(model, new() { Shuffle = Shuffle.Blocks(4096) }).Fit(records.ReadAhead());
/// </code>
/// <para>Memory holds the rows of a batch, and 12 bytes for the number of each row in a Fit. <see cref="Dataset.ReadAhead"/> fetches rows while steps are
/// taken, and <see cref="Shuffle.Blocks"/> keeps rows together that lie together, so that a disk reads in stretches.</para>
/// <para>A file that was cut off or written to since it was opened ends a Fit with an exception; the model keeps the weights of the last step. Names of classes
/// and other <see cref="DataInfo"/> are not in the file: <see cref="Dataset.With"/> adds them. <see cref="Npy.Open"/> and <see cref="Idx.Open"/> read arrays of
/// these formats in the same way.</para>
/// </remarks>
public sealed class RecordFile : IDataset, IDisposable
{
    private const int BytesAtOnce = 1 << 18;

    private readonly StoredRecords[] _files; // one, or inputs and targets
    private readonly StoredField _input, _target;
    private readonly StoredField? _weight;
    private readonly float _scale;

    internal RecordFile(StoredRecords[] files, Shape input, Shape? target, StoredField inputs, StoredField targets, StoredField? weights, float scale)
    {
        (_files, InputShape, TargetShape, _input, _target, _weight, _scale) = (files, input, target, inputs, targets, weights, scale);
        if (target == null && !targets.Type.IsInteger) throw new ArgumentException("Labels are integers: store them as an integer type.");
    }

    /// <inheritdoc/>
    public int Count => _files[0].Count;

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public Shape? TargetShape { get; }

    /// <summary>Opens a file, which must not change until it is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">How its records lie: the file itself does not tell.</param>
    /// <exception cref="InvalidDataException">The file does not end after a record, or has none.</exception>
    /// <exception cref="ArgumentException">A label is to be a fraction, a record has 2 GB, or there are more records than an array can number.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordFile Open(string path, RecordLayout layout)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(layout);
        var (target, weight, bytes) = layout.Places;
        var records = new StoredRecords(path, layout.HeaderBytes, bytes, count: null);
        return new RecordFile(
            [records], layout.Input, layout.Target,
            new StoredField("Input", layout.StoredInput, false, 0, layout.Input.Size),
            new StoredField(layout.Target == null ? "Label" : "Target", layout.StoredTarget, false, (int)target, layout.Target?.Size ?? 1),
            layout.HasWeight ? new StoredField("Weight", StoredType.Single, false, (int)weight, 1) : null, layout.Scale);
    }

    /// <summary>Writes the rows of a dataset, some at a time, whatever their number: a table, images of a folder, a part of another file.</summary>
    /// <remarks>Numbers become the nearest of their type on the disk. The old file, if there is one, stays until the new one is complete.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="data">The samples, of the shapes of the layout.</param>
    /// <param name="layout">How the records are to lie.</param>
    /// <exception cref="ArgumentException">The dataset has other shapes, weights other than 1 without a place for them, or a number that its type cannot
    /// hold.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IDataset data, RecordLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var writer = new RecordWriter(data, layout);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads rows, in the order in which they lie: those that follow one another at once.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file has changed since it was opened, or holds a label that is not an integer.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read(in ReadPass pass)
    {
        int count = pass.Rows.Length;
        int[] rows = ArrayPool<int>.Shared.Rent(count), places = ArrayPool<int>.Shared.Rent(count);
        try
        {
            pass.Rows.CopyTo(rows);
            for (int i = 0; i < count; i++) places[i] = i;
            Array.Sort(rows, places, 0, count);
            foreach (var file in _files) Read(file, rows.AsSpan(0, count), places.AsSpan(0, count), pass);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rows);
            ArrayPool<int>.Shared.Return(places);
        }
    }

    private void Read(StoredRecords file, ReadOnlySpan<int> rows, ReadOnlySpan<int> places, in ReadPass pass)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(file.RecordBytes, Math.Min(BytesAtOnce, (long)rows.Length * file.RecordBytes)));
        try
        {
            for (int at = 0, n; at < rows.Length; at += n)
            {
                n = file.ReadRun(rows[at..], buffer);
                for (int i = 0; i < n; i++) Decode(file, buffer.AsSpan(i * file.RecordBytes, file.RecordBytes), rows[at + i], places[at + i], pass);
            }
            file.RequireUnchanged();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    private void Decode(StoredRecords file, ReadOnlySpan<byte> record, int row, int place, in ReadPass pass)
    {
        if (file == _files[0])
        {
            var x = pass.Inputs.Slice(place * _input.Count, _input.Count);
            _input.Decode(record, row, x);
            if (_scale != 1) TensorPrimitives.Multiply(x, _scale, x);
        }
        if (file != _files[^1]) return;
        if (!pass.Labels.IsEmpty) _target.Decode(record, row, pass.Labels.Slice(place, 1));
        if (!pass.Targets.IsEmpty) _target.Decode(record, row, pass.Targets.Slice(place * _target.Count, _target.Count));
        if (_weight != null && !pass.Weights.IsEmpty) _weight.Decode(record, row, pass.Weights.Slice(place, 1));
    }
}

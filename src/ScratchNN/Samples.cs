using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>Rows of floats, one per sample: every x, and y where targets are rows.</summary>
/// <remarks>
/// Converts implicitly from <c>float[,]</c>, <c>float[][]</c>, <see cref="Tensor{T}"/>, <see cref="ReadOnlyTensorSpan{T}"/> and collection
/// expressions: <c>[[0, 1], [1, 0]]</c>. The values are viewed, not copied; only a tensor that is not dense is copied.
/// The first dimension counts the samples, the others are the <see cref="Shape"/> of each.
/// </remarks>
[CollectionBuilder(typeof(Samples), nameof(Create))]
public readonly ref struct Samples
{
    private readonly ReadOnlySpan<float> _values;
    private readonly ReadOnlySpan<float[]> _rows; // instead of _values

    /// <summary>Views values that stand row after row.</summary>
    /// <param name="values">A whole number of samples.</param>
    /// <param name="sample">The shape of each.</param>
    /// <exception cref="ArgumentException">The values are no whole number of samples, or <paramref name="sample"/> is empty.</exception>
    public Samples(ReadOnlySpan<float> values, Shape sample)
    {
        if (sample.Size == 0)
            throw new ArgumentException("The shape of a sample needs at least one dimension.", nameof(sample));
        if (values.Length % sample.Size != 0)
            throw new ArgumentException($"{values.Length} values are no whole number of samples of {sample}.", nameof(values));
        _values = values;
        Shape = sample;
        Count = values.Length / sample.Size;
    }

    private Samples(ReadOnlySpan<float[]> rows, Shape sample)
    {
        _rows = rows;
        Shape = sample;
        Count = rows.Length;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The shape of one sample; empty if there are no samples and so nothing to tell it from.</summary>
    public Shape Shape { get; }

    /// <summary>The values of one sample.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is outside that range.</exception>
    /// <exception cref="ArgumentException">An array of its own that has got another length, or became null, since.</exception>
    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
            if (_rows.IsEmpty) return _values.Slice(row * Shape.Size, Shape.Size);
            float[]? values = _rows[row]; // read once: somebody may put another there, and kernels check nothing
            return values?.Length == Shape.Size ? values : throw Changed(row, values);
        }
    }

    /// <summary>Whether each row is an array of its own.</summary>
    internal bool IsJagged => !_rows.IsEmpty;

    /// <summary>Rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1, row after row: viewed where they stand so, else gathered.</summary>
    internal ReadOnlySpan<float> Rows(int first, int count, Span<float> gathered)
    {
        if (_rows.IsEmpty) return _values.Slice(first * Shape.Size, count * Shape.Size);
        for (int i = 0; i < count; i++)
            this[first + i].CopyTo(gathered[(i * Shape.Size)..]);
        return gathered[..(count * Shape.Size)];
    }

    /// <summary>Views rows, each an array of its own.</summary>
    /// <param name="rows">Arrays of equal length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are 0.</exception>
    /// <exception cref="ArgumentNullException">A row is null.</exception>
    public static Samples Create(ReadOnlySpan<float[]> rows)
    {
        int columns = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int length = rows[i]?.Length
                ?? throw new ArgumentNullException(nameof(rows), $"rows[{i}] is null: every sample needs its values. Fill them in, or leave the sample out.");
            if (i == 0) columns = length;
            if (length != columns)
                throw new ArgumentException($"All rows need the same length: row 0 has {columns} values, row {i} has {length}.", nameof(rows));
        }
        return rows.IsEmpty ? default : new Samples(rows, SampleShape([rows.Length, columns]));
    }

    /// <summary>Views a matrix [samples × features].</summary>
    public static implicit operator Samples(float[,] rows)
    {
        RequireGiven(rows);
        ReadOnlySpan<nint> lengths = [rows.GetLength(0), rows.GetLength(1)];
        if (lengths[0] == 0) return default;
        var shape = SampleShape(lengths);
        ref float first = ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(rows));
        return new Samples(MemoryMarshal.CreateReadOnlySpan(ref first, LengthOf(lengths)), shape);
    }

    /// <summary>Views rows, each an array of its own.</summary>
    public static implicit operator Samples(float[][] rows)
    {
        RequireGiven(rows);
        return Create(rows);
    }

    /// <summary>Views a tensor [samples × …] of rank 2 to 5.</summary>
    public static implicit operator Samples(Tensor<float> rows)
    {
        RequireGiven(rows);
        return rows.AsReadOnlyTensorSpan();
    }

    /// <summary>Views a tensor [samples × …] of rank 2 to 5; copies it if it is not dense.</summary>
    public static implicit operator Samples(ReadOnlyTensorSpan<float> rows)
    {
        if (rows.Rank > 0 && rows.Lengths[0] == 0) return default;
        var shape = SampleShape(rows.Lengths);
        int length = LengthOf(rows.Lengths);
        if (rows.IsDense) return new Samples(MemoryMarshal.CreateReadOnlySpan(in TensorMarshal.GetReference(rows), length), shape);
        float[] copy = new float[length];
        rows.FlattenTo(copy);
        return new Samples(copy, shape);
    }

    /// <summary>The values of so many samples; throws if no span holds them.</summary>
    internal static int LengthOf(ReadOnlySpan<nint> lengths)
    {
        long length = 1; // of an array, so no long overflows
        foreach (nint count in lengths) length *= count;
        return length <= Array.MaxLength ? (int)length : throw new ArgumentException(
            $"Samples of [{string.Join(" × ", lengths.ToArray())}] are {length} values: one piece of memory is viewed up to {Array.MaxLength}. "
            + "Pass rows as float[][], or an IDataset.");
    }

    private ArgumentException Changed(int row, float[]? values) => new((values == null
        ? $"Row {row} is null, and {Shape.Size} values are expected"
        : $"Row {row} has {values.Length} values, and {Shape.Size} are expected") + ": the rows of the data must not change while they are read.");

    private static void RequireGiven([NotNull] object? rows)
    {
        if (rows is null) throw new ArgumentNullException(nameof(rows), "The samples are null: x, and targets that are rows, need one row per sample.");
    }

    private static Shape SampleShape(params ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length == 1)
            throw new ArgumentException($"Samples must be rows: got one dimension of {lengths[0]}. Reshape it to [{lengths[0]} × 1] (one feature) or [1 × {lengths[0]}] (one sample).");
        if (lengths.Length is 0 or > 5)
            throw new ArgumentException($"Samples have 2 to 5 dimensions, the first of which counts them, got {lengths.Length}.");
        Span<int> sample = stackalloc int[lengths.Length - 1];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = checked((int)lengths[i + 1]);
            if (sample[i] == 0)
                throw new ArgumentException($"Samples need at least one feature, got [{string.Join(" × ", lengths.ToArray())}].");
        }
        return new Shape(sample);
    }

    /// <summary>The samples and their shape as <c>[60000 × 784]</c>.</summary>
    public override string ToString() => Shape.Size == 0 ? $"[{Count}]" : $"[{Count} × {Shape.Product}]";

    /// <summary>Enumerates copies of the rows; it makes <c>[[0, 1], [1, 0]]</c> a way to write samples.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Enumerates copies of the rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref struct Enumerator
    {
        private readonly Samples _samples;
        private int _row;

        internal Enumerator(Samples samples)
        {
            _samples = samples;
            _row = -1;
        }

        /// <summary>A copy of the current row.</summary>
        public readonly float[] Current => _samples[_row].ToArray();

        /// <summary>Moves to the next row.</summary>
        public bool MoveNext() => ++_row < _samples.Count;
    }
}

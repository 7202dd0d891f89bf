using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>Rows of floats, one per sample: every x, and y where targets are rows. A view, which can be kept.</summary>
/// <remarks>
/// Converts implicitly from <c>float[,]</c>, <c>float[][]</c> and dense <see cref="Tensor{T}"/>, which are viewed; from <c>double[,]</c>,
/// <c>double[][]</c>, collection expressions (<c>[[0, 0.5], [1, 0]]</c>) and <see cref="ReadOnlyTensorSpan{T}"/>, which are copied.
/// The first dimension counts the samples, the others are the <see cref="Shape"/> of each.
/// </remarks>
[CollectionBuilder(typeof(Samples), nameof(Create))]
public readonly struct Samples
{
    private readonly ReadOnlyMemory<float> _values;
    private readonly float[][]? _rows; // instead of _values
    private readonly int[]? _chosen;   // which of these rows; null for all

    /// <summary>Views values that come row after row.</summary>
    /// <param name="values">The samples, one after another.</param>
    /// <param name="sample">The shape of each.</param>
    /// <exception cref="ArgumentException">The values cannot be split into such samples, or <paramref name="sample"/> is empty.</exception>
    public Samples(ReadOnlyMemory<float> values, Shape sample) => (_values, Shape, Count) = (values, sample, new SampleSpan(values.Span, sample).Count);

    private Samples(float[][] rows, Shape sample) => (_rows, Shape, Count) = (rows, sample, rows.Length);

    /// <summary>Views some rows, which were looked at: in memory one after another they stay so where they are consecutive.</summary>
    private Samples(Samples samples, int[] chosen)
    {
        this = samples;
        Count = chosen.Length;
        if (_chosen != null) _chosen = Array.ConvertAll(chosen, row => samples._chosen![row]);
        else if (_rows == null && RowRange.IsConsecutive(chosen)) _values = _values.Slice(chosen[0] * Shape.Size, chosen.Length * Shape.Size);
        else _chosen = chosen;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The shape of one sample; empty if there are no samples to tell it from.</summary>
    public Shape Shape { get; }

    /// <summary>The values of one sample.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is outside that range.</exception>
    /// <exception cref="ArgumentException">A row that is an array of its own has another length now, or became null.</exception>
    public ReadOnlySpan<float> this[int row] => Open()[row];

    /// <summary>The samples as spans.</summary>
    internal SampleSpan Open()
    {
        var all = _rows != null ? new SampleSpan(_rows, Shape) : Shape.Size == 0 ? default : new SampleSpan(_values.Span, Shape);
        return _chosen == null ? all : new SampleSpan(all, _chosen);
    }

    /// <summary>Some of the samples, in the order given: a view.</summary>
    /// <param name="rows">At least one, each a row that there is. Kept.</param>
    internal Samples Choose(int[] rows) => new(this, rows);

    /// <summary>Copies bytes, as pixels are stored, to floats.</summary>
    /// <param name="values">The samples, one after another.</param>
    /// <param name="sample">The shape of each.</param>
    /// <param name="scale">The factor on each byte. Default 1/255: 0 to 1.</param>
    /// <exception cref="ArgumentException">The values cannot be split into such samples, or <paramref name="sample"/> is empty.</exception>
    public static Samples FromBytes(ReadOnlySpan<byte> values, Shape sample, float scale = 1 / 255f)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++) floats[i] = scale * values[i];
        return new Samples(floats, sample);
    }

    /// <summary>Samples of rows.</summary>
    /// <param name="rows">Rows of equal length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are 0.</exception>
    /// <exception cref="ArgumentNullException">A row is null.</exception>
    public static Samples Create(ReadOnlySpan<Row> rows)
    {
        float[][] arrays = new float[rows.Length][];
        for (int i = 0; i < arrays.Length; i++) arrays[i] = rows[i].Values!;
        return arrays;
    }

    /// <summary>Views a matrix [samples × features].</summary>
    public static implicit operator Samples(float[,] rows)
    {
        RequireGiven(rows);
        ReadOnlySpan<nint> lengths = [rows.GetLength(0), rows.GetLength(1)];
        return lengths[0] == 0 ? default : new Samples(ArrayMemory<float>.Of(rows, LengthOf(lengths)), SampleShape(lengths));
    }

    /// <summary>Copies a matrix [samples × features] to floats.</summary>
    /// <exception cref="ArgumentException">A finite number is too large for a float.</exception>
    public static implicit operator Samples(double[,] rows)
    {
        RequireGiven(rows);
        ReadOnlySpan<nint> lengths = [rows.GetLength(0), rows.GetLength(1)];
        return lengths[0] == 0 ? default : new Samples(Floats.From(ArrayMemory<double>.Of(rows, LengthOf(lengths)).Span), SampleShape(lengths));
    }

    /// <summary>Views rows, each an array of its own.</summary>
    public static implicit operator Samples(float[][] rows)
    {
        RequireGiven(rows);
        int columns = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int length = rows[i]?.Length
                ?? throw new ArgumentNullException(nameof(rows), $"rows[{i}] is null: every sample needs its values. Fill them in, or leave the sample out.");
            if (i == 0) columns = length;
            if (length != columns)
                throw new ArgumentException($"All rows need the same length: row 0 has {columns} values, row {i} has {length}.", nameof(rows));
        }
        return rows.Length == 0 ? default : new Samples(rows, SampleShape([rows.Length, columns]));
    }

    /// <summary>Copies rows, each an array of its own, to floats.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a finite number is too large for a float.</exception>
    public static implicit operator Samples(double[][] rows)
    {
        RequireGiven(rows);
        return Array.ConvertAll(rows, row => row is null ? null! : Floats.From(row));
    }

    /// <summary>Views a tensor [samples × …] of rank 2 to 5; copies it if it is not dense.</summary>
    public static implicit operator Samples(Tensor<float> rows)
    {
        RequireGiven(rows);
        return rows.Rank > 0 && rows.Lengths[0] == 0 ? default : new Samples(ArrayMemory<float>.Of(rows, LengthOf(rows.Lengths)), SampleShape(rows.Lengths));
    }

    /// <summary>Copies a tensor [samples × …] of rank 2 to 5.</summary>
    public static implicit operator Samples(ReadOnlyTensorSpan<float> rows)
    {
        if (rows.Rank > 0 && rows.Lengths[0] == 0) return default;
        float[] copy = new float[LengthOf(rows.Lengths)];
        rows.FlattenTo(copy);
        return new Samples(copy, SampleShape(rows.Lengths));
    }

    /// <summary>The values of that many samples; throws if no span holds them.</summary>
    internal static int LengthOf(ReadOnlySpan<nint> lengths)
    {
        long length = 1; // of an array, so no long overflows
        foreach (nint count in lengths) length *= count;
        return length <= Array.MaxLength ? (int)length : throw new ArgumentException(
            $"Samples of [{string.Join(" × ", lengths.ToArray())}] are {length} values: one piece of memory holds at most {Array.MaxLength}. "
            + "Pass rows as float[][], or an IDataset.");
    }

    private static void RequireGiven([NotNull] object? rows)
    {
        if (rows is null) throw new ArgumentNullException(nameof(rows), "The samples are null: x, and targets that are rows, need one row per sample.");
    }

    /// <summary>The shape of a sample, from the lengths of an array whose first dimension counts the samples.</summary>
    internal static Shape SampleShape(params ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length == 1)
            throw new ArgumentException(
                $"Samples must be rows: got one dimension of {lengths[0]}. Reshape it to [{lengths[0]} × 1] (one feature) or [1 × {lengths[0]}] (one sample).");
        if (lengths.Length is 0 or > 5)
            throw new ArgumentException($"Samples need 2 to 5 dimensions, the first one to count them, got {lengths.Length}.");
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
    public IEnumerator<Row> GetEnumerator()
    {
        for (int row = 0; row < Count; row++) yield return this[row].ToArray();
    }
}

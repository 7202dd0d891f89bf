using System.Buffers.Binary;

namespace ScratchNN;

/// <summary>Writes the rows of a dataset as records, some at a time.</summary>
internal sealed class RecordWriter
{
    private const int BytesAtOnce = 1 << 18;

    private readonly IDataset _data;
    private readonly RecordLayout _layout;

    public RecordWriter(IDataset data, RecordLayout layout)
    {
        var source = new RowSource(data);
        if (source.InputShape != layout.Input || source.TargetShape != layout.Target)
            throw new ArgumentException(
                $"The dataset has samples of {source.InputShape} with {Describe(source.TargetShape)}, the layout has {layout.Input} with "
                    + $"{Describe(layout.Target)}: both need the same shapes.", nameof(data));
        (_data, _layout) = (data, layout);

        static string Describe(Shape? target) => target is { } shape ? $"targets of {shape}" : "labels";
    }

    public void Write(Stream stream)
    {
        var (_, _, size) = _layout.Places;
        stream.Write(new byte[_layout.HeaderBytes]);
        int inputs = _layout.Input.Size, targets = _layout.Target?.Size ?? 0, atOnce = (int)Math.Clamp(BytesAtOnce / size, 1, _data.Count);
        float[] x = new float[atOnce * inputs], t = new float[atOnce * targets], w = new float[atOnce];
        int[] rows = new int[atOnce], labels = new int[targets == 0 ? atOnce : 0];
        byte[] records = new byte[atOnce * size];
        var source = new RowSource(_data);
        for (int first = 0, n; first < source.Count; first += n)
        {
            n = Math.Min(atOnce, source.Count - first);
            for (int i = 0; i < n; i++) rows[i] = first + i;
            source.Read(rows.AsSpan(0, n), x.AsSpan(0, n * inputs), labels.AsSpan(0, Math.Min(n, labels.Length)), t.AsSpan(0, n * targets), w.AsSpan(0, n),
                Workers.None);
            int at = 0;
            for (int i = 0; i < n; i++) Encode(x.AsSpan(i * inputs, inputs), Labels(i), t.AsSpan(i * targets, targets), w[i], first + i, records, ref at);
            stream.Write(records, 0, at);
        }

        ReadOnlySpan<int> Labels(int i) => targets == 0 ? labels.AsSpan(i, 1) : default;
    }

    private void Encode(ReadOnlySpan<float> x, ReadOnlySpan<int> label, ReadOnlySpan<float> targets, float weight, int row, Span<byte> to, ref int at)
    {
        var type = _layout.TargetType ?? (_layout.Target == null ? ElementType.Int32 : ElementType.Single);
        for (int i = 0; i < x.Length; i++) Encode(x[i] / (double)_layout.Scale, _layout.InputType, "Input", i, row, to, ref at);
        foreach (int value in label) Encode(value, type, "Label", 0, row, to, ref at);
        for (int i = 0; i < targets.Length; i++) Encode(targets[i], type, "Target", i, row, to, ref at);
        if (_layout.HasWeight) Encode(weight, ElementType.Single, "Weight", 0, row, to, ref at);
        else if (weight != 1)
            throw new ArgumentException($"Row {row} has the weight {NumberFormat.Text(weight)}, but the layout has no place for weights: set HasWeight.");
    }

    /// <summary>Appends a number as the nearest of a type.</summary>
    private static void Encode(double value, ElementType type, string what, int column, int row, Span<byte> to, ref int at)
    {
        double nearest = type switch { ElementType.Half => (double)(Half)value, ElementType.Single => (float)value, _ => Math.Round(value) };
        bool fits = type switch
        {
            ElementType.Byte => nearest is >= byte.MinValue and <= byte.MaxValue,
            ElementType.Int16 => nearest is >= short.MinValue and <= short.MaxValue,
            ElementType.Int32 => nearest is >= int.MinValue and <= int.MaxValue,
            _ => double.IsFinite(nearest) || !double.IsFinite(value),
        };
        if (!fits)
            throw new ArgumentException(
                FormattableString.Invariant($"{what} {column} of row {row} is {value} on the disk, which {type} cannot hold: ")
                + "choose a wider type in the layout, or another Scale. Nothing was written.");
        to = to[at..];
        switch (type)
        {
            case ElementType.Byte: to[0] = (byte)nearest; at += sizeof(byte); break;
            case ElementType.Int16: BinaryPrimitives.WriteInt16LittleEndian(to, (short)nearest); at += sizeof(short); break;
            case ElementType.Int32: BinaryPrimitives.WriteInt32LittleEndian(to, (int)nearest); at += sizeof(int); break;
            case ElementType.Half: BinaryPrimitives.WriteHalfLittleEndian(to, (Half)nearest); at += sizeof(short); break;
            default: BinaryPrimitives.WriteSingleLittleEndian(to, (float)nearest); at += sizeof(float); break;
        }
    }
}

namespace ScratchNN;

/// <summary>An array in a file: where its values begin, and what they are.</summary>
internal sealed record ArrayFile(string Path, long Begin, StoredType Type, bool IsBigEndian, nint[] Lengths)
{
    /// <summary>The rows of one array as samples, those of another as their targets.</summary>
    public static RecordFile Open(ArrayFile x, ArrayFile y, float scale)
    {
        Guard.PositiveFinite(scale);
        if (x.Lengths[0] != y.Lengths[0])
            throw new InvalidDataException($"{x.Path} has {x.Lengths[0]} samples, {y.Path} has {y.Lengths[0]} targets: every sample needs one.");
        bool areLabels = y.Lengths.Length == 1 && y.Type.IsInteger;
        Shape input = Samples.SampleShape(x.Lengths), target = y.Lengths.Length == 1 ? 1 : Samples.SampleShape(y.Lengths);
        var samples = x.Records(input.Size);
        try
        {
            return new RecordFile([samples, y.Records(target.Size)], input, areLabels ? null
                : target, x.Field("Input", input.Size), y.Field(areLabels ? "Label" : "Target", target.Size), null, scale);
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    private StoredRecords Records(int size) => new(Path, Begin, (long)size * Type.Size, Lengths[0]);

    private StoredField Field(string name, int size) => new(name, Type, IsBigEndian, 0, size);
}

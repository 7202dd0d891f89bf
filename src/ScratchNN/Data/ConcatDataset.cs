namespace ScratchNN;

/// <summary>Datasets one after another.</summary>
internal sealed class ConcatDataset : IAnswered
{
    private const int RowsAtOnce = 256;

    private readonly IDataset[] _parts;
    private readonly int[] _first; // row of each part, and the end

    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public ConcatDataset(IDataset[] parts)
    {
        _parts = parts;
        _first = new int[parts.Length + 1];
        (InputShape, TargetShape, AreYesNo) = (parts[0].InputShape, parts[0].TargetShape, IAnswered.Of(parts[0]));
        for (int i = 0; i < parts.Length; i++)
        {
            var part = new RowSource(parts[i]);
            if (part.InputShape != InputShape)
                throw new ArgumentException(
                    $"Samples of dataset {i} are {part.InputShape}, those of dataset 0 are {InputShape}: rows of one dataset have one shape.");
            if (part.TargetShape != TargetShape || part.AreYesNo != AreYesNo)
                throw new ArgumentException(
                    $"Dataset {i} has {Describe(part.TargetShape, part.AreYesNo)}, dataset 0 has {Describe(TargetShape, AreYesNo)}: both need the same.");
            if ((long)_first[i] + part.Count > Array.MaxLength)
                throw new ArgumentException(
                    $"The datasets up to number {i} have {(long)_first[i] + part.Count} samples: at most {Array.MaxLength} are supported. "
                        + "Use fewer in each.");
            _first[i + 1] = _first[i] + part.Count;
            if (parts[i].Info is not { } info) continue;
            if (Info != null) RequireSame(info, Info, i);
            Info ??= info;
        }
    }

    public int Count => _first[^1];
    public Shape InputShape { get; }
    public Shape? TargetShape { get; }
    public DataInfo? Info { get; }
    public bool AreYesNo { get; }

    public void Read(in ReadPass pass)
    {
        int width = TargetShape?.Size ?? 0;
        Span<int> rows = stackalloc int[RowsAtOnce];
        for (int at = 0, n; at < pass.Rows.Length; at += n) // runs of rows of one part
        {
            int part = PartOf(pass.Rows[at]);
            for (n = 0; n < RowsAtOnce && at + n < pass.Rows.Length && PartOf(pass.Rows[at + n]) == part; n++) rows[n] = pass.Rows[at + n] - _first[part];
            _parts[part].Read(new ReadPass
            {
                Rows = rows[..n],
                Inputs = pass.Inputs.Slice(at * InputShape.Size, n * InputShape.Size),
                Labels = pass.Labels.IsEmpty ? default : pass.Labels.Slice(at, n),
                Targets = pass.Targets.IsEmpty ? default : pass.Targets.Slice(at * width, n * width),
                Weights = pass.Weights.IsEmpty ? default : pass.Weights.Slice(at, n),
            });
        }
    }

    private int PartOf(int row)
    {
        int part = Array.BinarySearch(_first, row);
        return part >= 0 ? part : ~part - 1;
    }

    private static string Describe(Shape? target, bool areYesNo) =>
        $"{(areYesNo ? "answers yes or no" : target == null ? "class labels" : "numbers")}{(target is { } shape ? $" of {shape}" : "")}";

    private static void RequireSame(DataInfo info, DataInfo known, int part)
    {
        DataInfo.RequireSameClasses(info, known, "dataset 0");
        Require("columns", info.FeatureNames, known.FeatureNames);
        Require("outputs", info.OutputNames, known.OutputNames);
        foreach (var (key, text) in info.Attachments)
            if (known.Attachments.TryGetValue(key, out string? other) && text != other)
                throw new ArgumentException(
                    $"The attachment '{key}' of dataset {part} differs from that of dataset 0: a number would mean two things. "
                        + "Create both datasets with the same encoder.");

        void Require(string what, IReadOnlyList<string>? names, IReadOnlyList<string>? others)
        {
            if (names == null || others == null || names.SequenceEqual(others)) return;
            string difference = names.Count != others.Count ? $"{names.Count} names, and {others.Count}"
                : names.Zip(others).Where(pair => pair.First != pair.Second).Select(pair => $"'{pair.First}', and '{pair.Second}'").First();
            throw new ArgumentException(
                $"The {what} of dataset {part} have different names from those of dataset 0: {difference}. Put them in the same order, "
                    + "or correct the Info of one of them with With.");
        }
    }
}

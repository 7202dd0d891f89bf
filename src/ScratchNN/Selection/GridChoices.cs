namespace ScratchNN;

/// <summary>All combinations of settings, one after another: the last setting changes first. What is asked for may depend on what was chosen before.</summary>
internal sealed class GridChoices : IChoices
{
    private readonly List<(string Name, int Index, int Count)> _path = []; // of this combination, in the order in which it was asked for
    private readonly (string Name, int Index, int Count)[] _prefix;

    private GridChoices((string Name, int Index, int Count)[] prefix) => _prefix = prefix;

    /// <summary>The first combination, or the one after another; null if that was the last.</summary>
    public static GridChoices? After(GridChoices? last)
    {
        if (last == null) return new GridChoices([]);
        int changing = last._path.FindLastIndex(setting => setting.Index + 1 < setting.Count);
        if (changing < 0) return null;
        var (name, index, count) = last._path[changing];
        return new GridChoices([.. last._path[..changing], (name, index + 1, count)]);
    }

    public int Index(string name, int count)
    {
        int place = _path.Count, index = 0;
        if (place < _prefix.Length)
        {
            if ((_prefix[place].Name, _prefix[place].Count) != (name, count))
                throw new InvalidOperationException(
                    $"The function chooses \"{name}\" of {count} values, but chose \"{_prefix[place].Name}\" of {_prefix[place].Count} values earlier, "
                    + "with the same settings so far: "
                    + "in a grid, the same settings must lead to the same choices.");
            index = _prefix[place].Index;
        }
        _path.Add((name, index, count));
        return index;
    }

    public ulong Bits(string name, string method) =>
        throw new InvalidOperationException(
            $"A grid tries every value, but {method}(\"{name}\") is a range: use Choose(\"{name}\", …) with the values to try, or Search.Random.");
}

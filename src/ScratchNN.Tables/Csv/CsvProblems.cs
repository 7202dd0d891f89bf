using System.Globalization;

namespace ScratchNN.Tables.Csv;

/// <summary>All that is wrong with a file, by kind: each kind is one sentence with its first lines.</summary>
internal sealed class CsvProblems
{
    private const int Shown = 5;

    private readonly Dictionary<string, (List<string> First, int Count, string Remedy)> _kinds = [];

    /// <summary>Whether it is of no use to read on.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>Adds a problem of a kind.</summary>
    /// <param name="kind">What a sentence of all such problems begins with.</param>
    /// <param name="where">Where this one is.</param>
    /// <param name="remedy">What helps.</param>
    /// <param name="isLast">Whether what follows cannot be told.</param>
    public void Add(string kind, string where, string remedy, bool isLast = false)
    {
        var (first, count, _) = _kinds.TryGetValue(kind, out var known) ? known : ([], 0, remedy);
        if (count < Shown) first.Add(where);
        _kinds[kind] = (first, count + 1, remedy);
        IsHopeless |= isLast;
    }

    /// <exception cref="InvalidDataException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_kinds.Count == 0) return;
        throw new InvalidDataException(string.Join(" ", _kinds.Select(kind =>
            string.Create(CultureInfo.InvariantCulture, $"{kind.Key}: {Words.Some(kind.Value.First, kind.Value.Count, Shown)}. {kind.Value.Remedy}"))));
    }
}

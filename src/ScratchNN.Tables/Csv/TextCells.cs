namespace ScratchNN.Tables.Csv;

/// <summary>Values of a column that holds words: each text once, and a number for it in each row.</summary>
internal sealed class TextCells : ColumnCells
{
    private const int Missing = -1;

    private readonly Dictionary<string, int> _codeOf = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextCells(string name, MissingWords missingWords) : base(name, missingWords) => _lookup = _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();

    public Chunked<int> Codes { get; } = new();

    /// <summary>The texts, in the order in which they came.</summary>
    public List<string> Values { get; } = [];

    public override void Add(ReadOnlySpan<char> text, long line)
    {
        if (TryCountMissing(text, amongNumbers: false, line))
        {
            Codes.Add(Missing);
            return;
        }
        if (!_lookup.TryGetValue(text, out int code))
        {
            code = Values.Count;
            Values.Add(text.ToString());
            _codeOf.Add(Values[^1], code);
        }
        Codes.Add(code);
    }
}

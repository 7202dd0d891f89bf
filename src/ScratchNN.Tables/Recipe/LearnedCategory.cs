using System.Globalization;
using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>Words: a number each. 0 is for all others; the last, where training rows had gaps, for a gap.</summary>
internal sealed class LearnedCategory : LearnedColumn
{
    private readonly string[] _words;
    private readonly bool _hasGaps;
    private readonly Dictionary<string, int> _places;

    public LearnedCategory(string name, string[] words, bool hasGaps) : base(name)
    {
        (_words, _hasGaps, _places) = (words, hasGaps, new Dictionary<string, int>(words.Length));
        for (int i = 0; i < words.Length; i++) _places[words[i]] = i + 1;
    }

    /// <summary>Whether all that it tells is that a word is not one of those it knows, of which there are none.</summary>
    public bool IsUseless => _words.Length == 0 && !_hasGaps;

    public override ColumnType Type => ColumnType.Category;
    public override string Expected => "a text";
    public override IReadOnlyList<string> Categories => _words;
    public override IReadOnlyList<LearnedFeature> Features => [new(Name, Categories: 1 + _words.Length + (_hasGaps ? 1 : 0))];

    public override string Codes
    {
        get
        {
            string words = Words.Some([.. _words.Select((word, i) => string.Create(CultureInfo.InvariantCulture, $"{Words.Quoted(word)} {i + 1}"))]);
            return $"{words}{(words.Length == 0 ? "" : ", ")}{(_hasGaps ? string.Create(CultureInfo.InvariantCulture, $"a gap {_words.Length + 1}, ") : "")}"
                + "any other 0";
        }
    }

    public static LearnedCategory Of(TableColumn column, int minimumCount, int maximumCategories)
    {
        var counts = new Dictionary<string, int>();
        for (int row = 0; row < column.Count; row++)
            if (column.Text(row) is { } word) counts[word] = counts.GetValueOrDefault(word) + 1;
        string[] words = [.. counts.Where(pair => pair.Value >= minimumCount).OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(maximumCategories).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        return new LearnedCategory(column.Name, words, column.MissingCount >= minimumCount);
    }

    public override bool Write(TableValue value, Span<float> features)
    {
        if (!_places.TryGetValue(value.ToString(), out int place) && _hasGaps && value.SaysMissing(amongNumbers: false)) place = _words.Length + 1;
        features[0] = place;
        return true;
    }

    public override string? WhyNot(TableColumn column)
    {
        if (column.Type is ColumnType.Category or ColumnType.Text or ColumnType.YesNo || IsEmpty(column) || _words.Length == 0) return null;
        for (int row = 0; row < column.Count; row++)
            if (column.Text(row) is { } text && _places.ContainsKey(text)) return null; // codes
        return $"holds {column.Type.InWords()}, but the model expects words such as {Words.Some([.. _words.Take(3).Select(word => Words.Quoted(word))])}";
    }

    public static LearnedCategory Read(string name, JsonElement json) =>
        new(name, [.. json.GetProperty("words").EnumerateArray().Select(EncoderJson.Text)], json.GetProperty("gaps").GetBoolean());

    protected override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteStartArray("words");
        foreach (string word in _words) json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteBoolean("gaps", _hasGaps);
    }
}

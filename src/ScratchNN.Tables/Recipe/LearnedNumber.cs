using System.Globalization;
using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>Numbers: as they are, with the median for a gap.</summary>
internal sealed class LearnedNumber(string name, bool isWhole, double median, bool hasGaps, double unit) : LearnedColumn(name)
{
    public override ColumnType Type => isWhole ? ColumnType.WholeNumber : ColumnType.Number;
    public override string Expected => "a number";
    public override IReadOnlyList<LearnedFeature> Features => hasGaps ? [new(Name, unit), new(GapName)] : [new(Name, unit)];

    public override string Codes => string.Create(CultureInfo.InvariantCulture,
        $"the number; a gap is {median}{(hasGaps ? $", and 1 in {Words.Quoted(GapName)}" : "")}");

    public static LearnedNumber Of(TableColumn column, bool logarithm)
    {
        if (!column.IsNumeric)
            throw new ArgumentException($"Column {Words.Quoted(column.Name)} holds {column.Type.InWords()}, but a NumberColumn needs numbers.");
        var sorted = new List<double>(column.Count);
        for (int row = 0; row < column.Count; row++)
            if (!column.IsMissing(row)) sorted.Add(column.Number(row));
        sorted.Sort();
        double median = sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        var sizes = sorted.Where(value => value != 0).Select(Math.Abs).Order().ToList();
        return new LearnedNumber(column.Name, column.Type == ColumnType.WholeNumber, median, HasGaps(column), logarithm && sizes.Count > 0
            ? sizes[sizes.Count / 2] : 0);
    }

    public override bool Write(TableValue value, Span<float> features)
    {
        double number = median;
        bool isMissing = value.SaysMissing(amongNumbers: true);
        if (!isMissing && !value.TryNumber(out number)) return false;
        features[0] = (float)number;
        if (hasGaps) features[1] = isMissing ? 1 : 0;
        return float.IsFinite(features[0]);
    }

    public override string WhyNot(TableValue value) => value.TryNumber(out _) ? "the model expects numbers up to 3.4E+38, the largest float32"
        : value.ToString().Contains(',')
            ? "the model expects a number with a decimal point and no commas: as a C# number or as a text, 1234.5 is read and 1.234,5 is not"
        : base.WhyNot(value);

    public override string? WhyNot(TableColumn column) =>
        column.IsNumeric || column.Type == ColumnType.YesNo || IsEmpty(column) ? null
            : $"holds {column.Type.InWords()} ({Words.Some([.. column.Values.Take(3).Select(value => Words.Quoted(value))])}), but the model expects numbers";

    public static LearnedNumber Read(string name, JsonElement json) => new(
        name, json.GetProperty("whole").GetBoolean(), EncoderJson.Number(json.GetProperty("median")), json.GetProperty("gaps").GetBoolean(),
            EncoderJson.Number(json.GetProperty("unit"), least: 0));

    protected override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteBoolean("whole", isWhole);
        json.WriteNumber("median", median);
        json.WriteBoolean("gaps", hasGaps);
        json.WriteNumber("unit", unit);
    }
}

using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>Yes and no: 1 and 0, with the more frequent for a gap.</summary>
internal sealed class LearnedYesNo(string name, bool mode, bool hasGaps) : LearnedColumn(name)
{
    public override ColumnType Type => ColumnType.YesNo;
    public override string Expected => "yes or no";
    public override IReadOnlyList<LearnedFeature> Features => hasGaps ? [new(Name), new(GapName)] : [new(Name)];

    public override string Codes => $"no 0, yes 1; a gap is {(mode ? 1 : 0)}{(hasGaps ? $", and 1 in {Words.Quoted(GapName)}" : "")}";

    public static LearnedYesNo Of(TableColumn column)
    {
        if (column.Type != ColumnType.YesNo)
            throw new ArgumentException($"Column {Words.Quoted(column.Name)} holds {column.Type.InWords()}, but a YesNoColumn needs yes and no.");
        int yes = Enumerable.Range(0, column.Count).Count(row => column.Number(row) == 1);
        return new LearnedYesNo(column.Name, 2 * yes >= column.Count - column.MissingCount, HasGaps(column));
    }

    public override bool Write(TableValue value, Span<float> features)
    {
        double number = mode ? 1 : 0;
        bool isMissing = value.SaysMissing(amongNumbers: false);
        if (!isMissing && !value.TryYesNo(out number)) return false;
        features[0] = (float)number;
        if (hasGaps) features[1] = isMissing ? 1 : 0;
        return true;
    }

    public override string? WhyNot(TableColumn column)
    {
        for (int row = 0; row < column.Count; row++)
            if (!column.Value(row).IsMissing && !column.Value(row).TryYesNo(out _))
                return $"holds {Words.Quoted(column.Text(row))} in row {row + 1}, but the model expects yes or no";
        return null;
    }

    public static LearnedYesNo Read(string name, JsonElement json) => new(name, json.GetProperty("mode").GetBoolean(), json.GetProperty("gaps").GetBoolean());

    protected override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteBoolean("mode", mode);
        json.WriteBoolean("gaps", hasGaps);
    }
}

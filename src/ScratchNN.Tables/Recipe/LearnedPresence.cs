using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>Whether there is a value.</summary>
internal sealed class LearnedPresence(string name) : LearnedColumn(name)
{
    public override ColumnType Type => ColumnType.Text;
    public override string Expected => "any value";
    public override IReadOnlyList<LearnedFeature> Features => [new(GapName)];

    public override string Codes => "a gap 1, any value 0";

    public override bool Write(TableValue value, Span<float> features)
    {
        features[0] = value.SaysMissing(amongNumbers: false) ? 1 : 0;
        return true;
    }

    public override string? WhyNot(TableColumn column) => null;

    protected override void WriteArguments(Utf8JsonWriter json)
    {
    }
}

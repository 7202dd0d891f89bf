using System.Globalization;
using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>Dates: days since 1970, month and weekday.</summary>
internal sealed class LearnedDate(string name, string format, double median) : LearnedColumn(name)
{
    /// <summary>How training rows wrote them.</summary>
    public string Format => format;

    public override ColumnType Type => ColumnType.Date;
    public override string Expected => $"a date, written {format}";
    public override IReadOnlyList<LearnedFeature> Features => [new(Name), new($"{Name} month", Categories: 13), new($"{Name} weekday", Categories: 8)];

    public override string Codes => string.Create(CultureInfo.InvariantCulture,
        $"days since 1970, month, and weekday from Monday 1, of a date written {format}; a gap is {median}, 0 and 0");

    public static LearnedDate Of(TableColumn column)
    {
        if (column.Type != ColumnType.Date)
            throw new ArgumentException($"Column {Words.Quoted(column.Name)} holds {column.Type.InWords()}, but a DateColumn needs dates.");
        List<double> days = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(row => Days(column.Date(row)!.Value)).Order()];
        return new LearnedDate(column.Name, column.DateFormat ?? "yyyy-MM-dd", days.Count == 0 ? 0 : days[days.Count / 2]);
    }

    public override bool Write(TableValue value, Span<float> features)
    {
        if (value.SaysMissing(amongNumbers: false))
        {
            (features[0], features[1], features[2]) = ((float)median, 0, 0);
            return true;
        }
        if (!value.TryDate(format, out var date)) return false;
        (features[0], features[1], features[2]) = ((float)Days(date), date.Month, date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek);
        return true;
    }

    public override string? WhyNot(TableColumn column) => column.Type == ColumnType.Date || IsEmpty(column) ? null
        : $"holds {column.Type.InWords()}, but the model expects dates written {format}";

    public static LearnedDate Read(string name, JsonElement json) =>
        new(name, EncoderJson.Text(json.GetProperty("format")), EncoderJson.Number(json.GetProperty("median")));

    protected override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteString("format", format);
        json.WriteNumber("median", median);
    }

    private static double Days(DateTime date) => (date - DateTime.UnixEpoch).TotalDays;
}

using System.Globalization;
using Samples;
using ScratchNN;
using ScratchNN.Tables;

namespace Tables;

/// <summary>Reads a table, trains a network on four fifths of its rows, and reports how it does on the others.</summary>
internal sealed class TrainCommand(TextWriter output)
{
    private const double TestShare = 0.2;
    private const int FewestRows = 10;

    public required string Target { get; init; }
    public bool? IsClass { get; init; }
    public string[] Without { get; init; } = [];
    public int? Epochs { get; init; }
    public ulong Seed { get; init; }
    public string? Save { get; init; }

    public int Run(string path)
    {
        var table = Table.ReadCsv(path);
        output.WriteLine(table.Guesses);
        string column = table[Target].Name;
        var target = IsClass switch { true => TableTarget.Class(column), false => TableTarget.Number(column), null => TableTarget.Of(table, column) };
        output.WriteLine($"Target: {target}.{(IsClass == null ? $" If not, use --as {(target.IsClass ? "number" : "class")}." : "")}");

        var known = table.WithoutMissing(column);
        if (known.RowCount < table.RowCount) output.WriteLine($"{table.RowCount - known.RowCount} rows lack the target and are left out.");
        if (known.RowCount < FewestRows)
            throw new ArgumentException($"{path} has {known.RowCount} rows with a target, and {FewestRows} are needed to train and to test.");
        var (train, test) = TableSplit.Of(known, target, TestShare, Seed);

        var schema = TableSchema.Infer(train, target);
        if (Without.Length > 0) schema = schema.Without([.. Without.Select(name => table[name].Name)]);
        var encoder = schema.Fit(train);
        output.WriteLine($"{encoder.Columns.Count} columns are used.{(encoder.LeftOut.Count == 0 ? "" : $" Left out: {LeftOut(encoder)}.")}");
        output.WriteLine($"{train.RowCount} rows to train, {test.RowCount} to test.");

        var data = encoder.Encode(train);
        var model = encoder.NewModel();
        var options = encoder.NewOptions(train.RowCount, Seed);
        if (Epochs is { } epochs) options = options with { Epochs = epochs };
        LiveView.Watch(view => new Trainer(model, options with { Callbacks = [view] }).Fit(data));

        string report = new Report(encoder, data, encoder.Encode(test), options).Of(model);
        output.WriteLine();
        output.WriteLine(report);
        if (Save == null) return 0;
        model.Info = model.Info with { Attachments = new Dictionary<string, string>(model.Info.Attachments) { [ExplainCommand.ReportKey] = report } };
        model.Save(Save);
        output.WriteLine($"saved {Save}");
        return 0;
    }

    private static string LeftOut(TableEncoder encoder)
    {
        const int Shown = 10;
        string some = string.Join("; ", encoder.LeftOut.Take(Shown).Select(column => $"{column.Column} ({column.Reason})"));
        return encoder.LeftOut.Count <= Shown ? some : string.Create(CultureInfo.InvariantCulture, $"{some}; and {encoder.LeftOut.Count - Shown} more");
    }
}

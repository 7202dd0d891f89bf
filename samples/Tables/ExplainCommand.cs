using System.Globalization;
using ScratchNN.Tables;

namespace Tables;

/// <summary>Tells what a saved model is: its target, its columns with what the training rows held, its layers, and the report of its training.</summary>
internal static class ExplainCommand
{
    public const string ReportKey = "samples/Tables: report";

    public static int Run(string path, TextWriter output)
    {
        var model = TableModel.Load(path);
        var encoder = model.Encoder;
        output.WriteLine($"predicts {encoder.Target}: {(encoder.ClassNames == null ? "a number" : $"one of {string.Join(", ", encoder.ClassNames)}")}");
        output.WriteLine();
        output.WriteLine("from the columns");
        var profile = model.Model.Info.Profile;
        string[] features = [.. encoder.FeatureNames];
        foreach (var column in encoder.Columns)
        {
            int at = Array.IndexOf(features, column.Features[0]);
            bool isNumber = column.Type is ColumnType.Number or ColumnType.WholeNumber && profile != null;
            string range = !isNumber ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {profile!.Minimum[at]:G5} to {profile.Maximum[at]:G5}, mean {profile.Mean[at]:G5}");
            output.WriteLine($"  {column}{range}");
        }
        foreach (var (column, reason) in encoder.LeftOut) output.WriteLine($"  without {column}: {reason}");
        output.WriteLine();
        output.WriteLine(model.Model);
        if (!model.Model.Info.Attachments.TryGetValue(ReportKey, out string? report)) return 0;
        output.WriteLine();
        output.WriteLine(report);
        return 0;
    }
}

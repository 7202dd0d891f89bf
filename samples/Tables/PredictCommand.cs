using System.Globalization;
using nietras.SeparatedValues;
using ScratchNN.Tables;

namespace Tables;

/// <summary>Predicts the rows of a file: the class and the probability of each, or the number.</summary>
internal static class PredictCommand
{
    public static int Run(string modelPath, string path, string? to, TextWriter output)
    {
        var model = TableModel.Load(modelPath);
        var table = model.ReadCsv(path);
        float[,] answers = model.Predict(table);
        string[]? labels = model.Encoder.ClassNames == null ? null : model.PredictLabels(table);

        using (var writer = Sep.New(',').Writer(options => options with { Escape = true }).ToText())
        {
            for (int row = 0; row < table.RowCount; row++)
            {
                using var line = writer.NewRow();
                line[model.Encoder.Target].Set(labels == null ? Text(answers[row, 0]) : labels[row]);
                if (labels == null) continue;
                for (int i = 0; i < answers.GetLength(1); i++) line[$"probability of {model.Encoder.ClassNames![i]}"].Set(Text(answers[row, i]));
            }
            if (to == null) output.Write(writer.ToString());
            else File.WriteAllText(to, writer.ToString());
        }
        if (to != null) output.WriteLine($"{table.RowCount} rows predicted, in {to}");
        return 0;
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}

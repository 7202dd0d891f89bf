using System.Globalization;
using System.Text;
using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Tables;

namespace Tables;

/// <summary>How a model does on rows that it has not seen, beside the best constant answer and a linear model.</summary>
internal sealed class Report(TableEncoder encoder, IDataset train, IDataset test, TrainerOptions options)
{
    public string Of(Model model)
    {
        var linear = Linear();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"on the {test.Count} test rows{(encoder.ClassNames == null ? "         R²     MAE" : "   accuracy")}");
        foreach (var (name, answers) in new[] { ("network", model.Predict(test)), ("linear model", linear.Predict(test)), ("best constant", Constant()) })
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-20}");
            if (encoder.ClassNames != null) text.AppendLine(CultureInfo.InvariantCulture, $"{Metric.Accuracy.Of(answers, Labels(test)),12:0.000}");
            else text.AppendLine(CultureInfo.InvariantCulture,
                $"{Metric.R2.Of(answers, Numbers(test)),12:0.000}{Metric.MeanAbsoluteError.Of(answers, Numbers(test)),8:G4}");
        }
        text.AppendLine().AppendLine(model.Evaluate(test).ToString().TrimEnd()).AppendLine();
        text.AppendLine("importance: how much worse it does when the values of a column are shuffled");
        foreach (var column in Importance(model).Columns.OrderByDescending(column => column.Mean).Take(15))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {column.Mean,8:0.0000}  {column.Name}");
        return text.ToString().TrimEnd();
    }

    /// <summary>By the columns of the table: all that one became is shuffled as one.</summary>
    private PermutationImportance Importance(Model model)
    {
        var columnOf = encoder.Columns.SelectMany(column => column.Features, (column, feature) => (feature, column.Name)).DistinctBy(pair => pair.feature)
            .ToDictionary();
        var named = test.With(test.Info! with { FeatureNames = [.. encoder.FeatureNames.Select(feature => columnOf[feature])] });
        return PermutationImportance.Of(model, named, seed: options.Seed);
    }

    private Sequential Linear()
    {
        var model = new Sequential([encoder.InputLayer(), new Dense(encoder.OutputCount), .. encoder.ClassNames == null ? [] : (Layer[])[new Softmax()]]);
        new Trainer(model, options).Fit(train);
        return model;
    }

    private float[,] Constant()
    {
        float[,] answers = new float[test.Count, encoder.OutputCount];
        int most = encoder.ClassNames == null ? 0 : Labels(train).CountBy(label => label).MaxBy(pair => pair.Value).Key;
        float mean = encoder.ClassNames == null ? Numbers(train).Average() : 1;
        for (int row = 0; row < test.Count; row++) answers[row, most] = mean;
        return answers;
    }

    internal static int[] Labels(IDataset data)
    {
        int[] labels = new int[data.Count];
        data.Read(new ReadPass { Rows = [.. Enumerable.Range(0, data.Count)], Inputs = new float[data.Count * data.InputShape.Size], Labels = labels });
        return labels;
    }

    internal static float[] Numbers(IDataset data)
    {
        float[] numbers = new float[data.Count];
        data.Read(new ReadPass { Rows = [.. Enumerable.Range(0, data.Count)], Inputs = new float[data.Count * data.InputShape.Size], Targets = numbers });
        return numbers;
    }
}

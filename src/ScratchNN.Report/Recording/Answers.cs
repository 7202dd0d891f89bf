namespace ScratchNN.Reporting;

/// <summary>What the model answers to some data in the end.</summary>
internal sealed class Answers
{
    private const int MostRows = 1000;    // of training data: a report is not to cost what an epoch does
    private const int MostMistakes = 24;
    private const int MostPoints = 600;

    private Answers(IDataset data, string of, Evaluation evaluation) => (Data, Of, Evaluation) = (data, of, evaluation);

    public IDataset Data { get; }

    /// <summary>Which data that is, in words.</summary>
    public string Of { get; }

    public Evaluation Evaluation { get; }

    /// <summary>Those that were answered wrongly, the most convinced first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; private init; } = [];

    /// <summary>Some targets of the first output, and what was predicted.</summary>
    public IReadOnlyList<(double Right, double Predicted)> Points { get; private init; } = [];

    /// <summary>
    /// Asks the model about the test data; else the validation data; else some of the training data. Null where it has no answer, because its weights broke.
    /// </summary>
    public static Answers? To(IDataset? test, FitRecord record)
    {
        if (!record.IsFinite) return null;
        var (data, of) = test != null ? (test, "test data") : record.Validation != null ? (record.Validation, "validation data") : Some(record.Data);
        try
        {
            return To(record.Model, data, of);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            return null; // the report of a Fit that broke is worth more than an exception about its answers
        }
    }

    private static (IDataset, string) Some(IDataset data)
    {
        int count = Math.Min(MostRows, data.Count);
        if (count == data.Count) return (data, "training data");
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))];
        return (data.Subset(rows), $"{Number.Count(count)} of the training samples");
    }

    private static Answers To(Model model, IDataset data, string of)
    {
        var evaluation = model.Evaluate(data);
        bool isOneClass = model.Meaning == OutputKind.OneClass && data.TargetShape == null;
        bool isNumber = model.Meaning == OutputKind.Numbers;
        return new Answers(data, of, evaluation)
        {
            Mistakes = isOneClass ? MistakesOf(model, data) : [],
            Points = isNumber ? PointsOf(model, data) : [],
        };
    }

    private static Mistake[] MistakesOf(Model model, IDataset data)
    {
        float[,] probabilities = model.PredictProbabilities(data);
        var mistakes = new List<Mistake>();
        float[] inputs = new float[data.InputShape.Size];
        int[] label = new int[1];
        for (int row = 0; row < data.Count; row++)
        {
            int answer = 0;
            for (int k = 1; k < probabilities.GetLength(1); k++)
                if (probabilities[row, k] > probabilities[row, answer]) answer = k;
            data.Read(new ReadPass { Rows = [row], Inputs = inputs, Labels = label, Weights = new float[] { 1 } });
            if (label[0] >= 0 && label[0] != answer) mistakes.Add(new Mistake(row, label[0], answer, probabilities[row, answer]));
        }
        return [.. mistakes.OrderByDescending(mistake => mistake.Conviction).ThenBy(mistake => mistake.Row).Take(MostMistakes)];
    }

    private static (double, double)[] PointsOf(Model model, IDataset data)
    {
        int count = Math.Min(MostPoints, data.Count), width = data.TargetShape?.Size ?? 1;
        var some = data.Subset([.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))]);
        float[,] predicted = model.Predict(some);
        float[] inputs = new float[count * data.InputShape.Size], targets = new float[count * width];
        int[] labels = new int[data.TargetShape == null ? count : 0];
        some.Read(
            new ReadPass
            {
                Rows = Enumerable.Range(0, count).ToArray(),
                Inputs = inputs,
                Targets = data.TargetShape == null ? default : targets,
                Labels = labels,
                Weights = Ones(count),
            });
        return [.. Enumerable.Range(0, count).Select(i => ((double)(labels.Length > 0 ? labels[i] : targets[i * width]), (double)predicted[i, 0]))];
    }

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}

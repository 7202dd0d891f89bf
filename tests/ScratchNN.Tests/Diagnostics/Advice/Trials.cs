namespace ScratchNN.Tests;

/// <summary>Small runs for cases of advice.</summary>
internal static class Trials
{
    public const int Count = 640;

    public static readonly TrainerOptions Usual = new() { Epochs = 20, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.01), WhenBroken = WhenBroken.Stop };

    public static (float[,] X, int[] Y) Clouds => Blobs.Make(3, Count);

    public static TrainerOptions Descent(double rate, int epochs = 20) => Usual with { Optimizer = new Sgd(rate), Epochs = epochs };

    public static Sequential Hidden(int outputs, int units = 16) => new(new Dense(units), new ReLU(), new Dense(outputs));

    /// <summary>Two numbers of −2 to 2, and what they make.</summary>
    public static (float[,] X, float[] Y) Curve(Func<float, float, float> f)
    {
        var random = new RandomStream(4, 4);
        float[,] x = new float[Count, 2];
        float[] y = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = ((4 * random.NextSingle()) - 2, (4 * random.NextSingle()) - 2);
            y[row] = f(x[row, 0], x[row, 1]);
        }
        return (x, y);
    }

    /// <summary>Fits; the score is the mean over the classes of the share that is not found, in other data if some is asked about.</summary>
    public static Outcome Fit(Model model, float[,] x, int[] y, TrainerOptions? options = null, (float[,] X, int[] Y)? asked = null)
    {
        var findings = new Trainer(model, options ?? Usual).Fit(x, y).Findings;
        return new(findings, Missed(model, asked?.X ?? x, asked?.Y ?? y));
    }

    /// <summary>Fits; the score is the share of the variance that stays unexplained, at most 1.</summary>
    public static Outcome Fit(Model model, float[,] x, float[] y, TrainerOptions? options = null, (float[,] X, float[] Y)? asked = null)
    {
        var findings = new Trainer(model, options ?? Usual).Fit(x, y).Findings;
        return new(findings, Unexplained(model, asked?.X ?? x, asked?.Y ?? y));
    }

    /// <summary>Fits; the score is the loss of the last epoch.</summary>
    public static Outcome Cost(Model model, float[,] x, Targets y, TrainerOptions? options = null)
    {
        var history = new Trainer(model, options ?? Usual).Fit(x, y);
        return new(history.Findings, history.Epochs.Count > 0 ? history.Epochs[^1].Loss : double.PositiveInfinity);
    }

    /// <summary>Fits, and asks about other rows.</summary>
    public static Outcome Ask(Model model, float[,] x, int[] y, float[,] asked, int[] answers)
    {
        var trainer = new Trainer(model, Usual);
        trainer.Fit(x, y);
        return new(trainer.Evaluate(asked, answers).Findings, Missed(model, asked, answers));
    }

    /// <summary>Fits on some rows and validates on others; the score is how far the promised accuracy is from that on rows of a third kind.</summary>
    public static Outcome Promise(Model model, TrainerOptions options, float[,] x, int[] y, float[,] asked, int[] answers)
    {
        var history = new Trainer(model, options).Fit(x, y);
        return new(history.Findings,
            Math.Abs(history.Epochs[^1].ValidationAccuracy!.Value - new Trainer(model, options).Evaluate(asked, answers).Accuracy!.Value));
    }

    public static double Missed(Model model, float[,] x, int[] y)
    {
        if (!model.IsBuilt) return 1;
        float[,] answers = model.Predict(x);
        int[] count = new int[y.Max() + 1], found = new int[count.Length];
        for (int row = 0; row < y.Length; row++)
        {
            int best = answers.GetLength(1) == 1 ? answers[row, 0] > 0.5f ? 1 : 0 : 0;
            for (int i = 1; i < answers.GetLength(1); i++)
                if (answers[row, i] > answers[row, best]) best = i;
            count[y[row]]++;
            if (best == y[row] && !float.IsNaN(answers[row, 0])) found[best]++;
        }
        return Enumerable.Range(0, count.Length).Where(label => count[label] > 0).Average(label => 1 - ((double)found[label] / count[label]));
    }

    public static double Unexplained(Model model, float[,] x, float[] y)
    {
        if (!model.IsBuilt) return 1;
        float[,] answers = model.Predict(x);
        double mean = y.Average(value => (double)value), errors = 0, squares = 0;
        for (int row = 0; row < y.Length; row++)
            (errors, squares) = (errors + Math.Pow(answers[row, 0] - (double)y[row], 2), squares + Math.Pow(y[row] - mean, 2));
        return errors / squares < 1 ? errors / squares : 1;
    }

    /// <summary>A copy of a table, changed by row and column.</summary>
    public static float[,] With(float[,] x, Func<int, int, float, float> value)
    {
        float[,] changed = new float[x.GetLength(0), x.GetLength(1)];
        for (int row = 0; row < x.GetLength(0); row++)
            for (int i = 0; i < x.GetLength(1); i++) changed[row, i] = value(row, i, x[row, i]);
        return changed;
    }

    /// <summary>Some rows of a table.</summary>
    public static float[,] Rows(float[,] x, params int[] rows)
    {
        float[,] some = new float[rows.Length, x.GetLength(1)];
        for (int row = 0; row < rows.Length; row++)
            for (int i = 0; i < x.GetLength(1); i++) some[row, i] = x[rows[row], i];
        return some;
    }

    public static float[,] Without(float[,] x, int column)
    {
        float[,] rest = new float[x.GetLength(0), x.GetLength(1) - 1];
        for (int row = 0; row < x.GetLength(0); row++)
            for (int i = 0; i < rest.GetLength(1); i++) rest[row, i] = x[row, i < column ? i : i + 1];
        return rest;
    }

    public static T[] Of<T>(T[] values, params int[] rows) => [.. rows.Select(row => values[row])];

    public static int[] Where(Func<int, bool> take, int count = Count) => [.. Enumerable.Range(0, count).Where(take)];

    public static Sequential Built(Sequential model, int features, Action<Model> change)
    {
        model.Build(features, 1);
        change(model);
        return model;
    }
}

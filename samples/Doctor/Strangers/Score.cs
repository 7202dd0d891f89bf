using ScratchNN;

namespace Doctor;

/// <summary>How badly a model answers, whatever it was trained with.</summary>
internal static class Score
{
    /// <summary>What it costs to know nothing, and the score of a model that broke.</summary>
    public const double Nothing = 1;

    /// <summary>
    /// Of numbers the share of their variance that stays unexplained; of classes the mean over these of the share that is not found, divided by what guessing
    /// misses. At most 1. Of one output for labels, the rounded output is the answer.
    /// </summary>
    public static double Of(Model model, Set asked)
    {
        if (!model.IsBuilt) return Nothing;
        float[,] y = model.Predict(asked.X);
        double score = asked.Targets is { } targets ? Unexplained(y, targets) : Missed(y, asked.Y);
        return score < Nothing ? score : Nothing; // NaN too
    }

    /// <summary>The mean of −ln of the probability of the right class, divided by what guessing costs: it sees answers that are sure and wrong.</summary>
    public static double OfConfidence(Model model, Set asked)
    {
        if (!model.IsBuilt) return Nothing;
        float[,] probabilities = model.PredictProbabilities(asked.X);
        return Enumerable.Range(0, asked.Count)
            .Average(row => -Math.Log(Math.Max(1e-30, probabilities[row, asked.Y[row]]))) / Math.Log(probabilities.GetLength(1));
    }

    private static double Unexplained(float[,] y, float[,] targets)
    {
        double errors = 0, variance = 0;
        for (int column = 0; column < targets.GetLength(1); column++)
        {
            double mean = 0;
            for (int row = 0; row < targets.GetLength(0); row++) mean += (double)targets[row, column] / targets.GetLength(0);
            for (int row = 0; row < targets.GetLength(0); row++)
            {
                errors += Math.Pow((double)y[row, column] - targets[row, column], 2);
                variance += Math.Pow(targets[row, column] - mean, 2);
            }
        }
        return errors / variance;
    }

    private static double Missed(float[,] y, int[] labels)
    {
        int classes = Math.Max(labels.Max() + 1, y.GetLength(1));
        int[] count = new int[classes], found = new int[classes];
        for (int row = 0; row < labels.Length; row++)
        {
            count[labels[row]]++;
            if (Answer(y, row) == labels[row]) found[labels[row]]++;
        }
        double[] missed = [.. Enumerable.Range(0, classes).Where(label => count[label] > 0).Select(label => 1 - ((double)found[label] / count[label]))];
        return missed.Average() / (1 - (1.0 / Math.Max(2, missed.Length)));
    }

    private static int Answer(float[,] y, int row)
    {
        if (y.GetLength(1) == 1) return (int)Math.Round(Math.Clamp(y[row, 0], -1, 1e6f));
        int best = 0;
        for (int column = 1; column < y.GetLength(1); column++)
            if (y[row, column] > y[row, best]) best = column;
        return float.IsNaN(y[row, 0]) ? -1 : best;
    }
}

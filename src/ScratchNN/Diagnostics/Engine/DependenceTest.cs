namespace ScratchNN;

/// <summary>Whether a model's answers belong to the targets of their rows: whether those of other rows cost more.</summary>
/// <remarks>
/// dₙ = loss(answer to another row, target n) − loss(answer to row n, target n), the mean of some other rows, over up to 4096 training rows. Its mean in
/// standard errors is the score; 0 for constant answers. Row by row the noise of the targets cancels, so it sees what a mean loss hides. What a small model can
/// fit to noise is allowed for, √p for p parameters.
/// </remarks>
internal sealed class DependenceTest
{
    private const int MostRows = 4096, Fewest = 8, RowsForParameter = 16;
    private const double StandardErrors = 3, Least = 1e-3; // of what there is to be learned
    private static readonly int[] _shifts = [1, 3, 7];

    private DependenceTest(double score, int rows, int parameters, long nextStep) =>
        (Score, IsSure, NextStep) = (score, score >= StandardErrors + ((long)parameters * RowsForParameter <= rows ? Math.Sqrt(parameters) : 0), nextStep);

    /// <summary>The mean difference in standard errors.</summary>
    public double Score { get; }

    /// <summary>Whether the answers surely depend on the rows.</summary>
    public bool IsSure { get; }

    /// <summary>The steps of the Fit after which it is worth another look.</summary>
    private long NextStep { get; }

    /// <summary>Of the model as it is; asked again, only once the Fit has taken twice as many steps.</summary>
    public static DependenceTest Of(in CheckPass pass)
    {
        if (pass.Facts.GetValueOrDefault(typeof(DependenceTest)) is DependenceTest known && pass.StepsDone < known.NextStep) return known;
        int[] rows = RowSample.Of(pass.TrainingRows, MostRows, pass.Options.Seed);
        new RandomStream(pass.Options.Seed, RandomStreams.RowSample).Shuffle(rows); // rows side by side may be of one class
        var (mean, squares, count) = Differences(pass, rows);
        double variance = (squares / count) - (mean * mean), score = count == 0 || !(variance > 0) ? 0 : mean / Math.Sqrt(variance / count);
        if (mean < Least * (pass.BaselineLoss - pass.FloorLoss)) score = Math.Min(score, 0); // next to nothing, however sure
        var test = new DependenceTest(score, pass.TrainingRows.Length, pass.Model.Parameters.Length, 2L * pass.StepsDone);
        pass.Facts[typeof(DependenceTest)] = test;
        return test;
    }

    private static (double Mean, double Squares, int Count) Differences(in CheckPass pass, int[] rows)
    {
        int atOnce = Math.Min(rows.Length, CheckProbe.RowsOf(pass.Model)), outputs = pass.Model.OutputShape.Size, count = 0;
        var objective = new Objective(pass.Model, pass.Problem, atOnce, atOnce, pass.Options.Seed, pass.Workers, isTraining: false);
        float[] shifted = new float[atOnce * outputs], losses = new float[atOnce];
        double[] others = new double[atOnce];
        double sum = 0, squares = 0;
        for (int first = 0; first + Fewest <= rows.Length; first += atOnce)
        {
            int n = Math.Min(atOnce, rows.Length - first);
            objective.Evaluate(pass.Source, rows.AsSpan(first, n));
            var seen = objective.LastMicroBatch;
            Array.Clear(others);
            foreach (int shift in _shifts)
            {
                int split = shift % n * outputs;
                seen.Outputs[split..].CopyTo(shifted);
                seen.Outputs[..split].CopyTo(shifted.AsSpan((n * outputs) - split));
                try
                {
                    pass.Loss.Compute(new LossPass
                    {
                        Output = shifted.AsSpan(0, n * outputs), Labels = seen.Labels, Targets = seen.Targets, Losses = losses.AsSpan(0, n), BatchSize = n,
                        Workers = pass.Workers,
                    });
                }
                catch (Exception) // of a loss that does not take the answer to one row with the target of another
                {
                    return (0, 0, 0);
                }
                for (int row = 0; row < n; row++) others[row] += losses[row] / (double)_shifts.Length;
            }
            for (int row = 0; row < n; row++)
            {
                if (seen.Weights[row] == 0) continue;
                double difference = others[row] - seen.RowLosses[row];
                sum += difference;
                squares += difference * difference;
                count++;
            }
        }
        return (sum / Math.Max(1, count), squares, count);
    }
}

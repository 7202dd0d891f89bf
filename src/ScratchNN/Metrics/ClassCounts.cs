namespace ScratchNN;

/// <summary>
/// What samples weigh: all of them, and for each label those that are of it and were predicted so, those that were predicted, and those that are. A yes-or-no
/// output has two labels, no and yes.
/// </summary>
/// <remarks>A sample with an output that is NaN has no class: it makes the total, and so each value, NaN.</remarks>
/// <param name="sums">As many as <see cref="SumsOf"/> says.</param><param name="meaning">What the outputs mean.</param>
internal readonly ref struct ClassCounts(ReadOnlySpan<double> sums, OutputKind meaning)
{
    private const int PerLabel = 3, NoAndYes = 2;
    private readonly ReadOnlySpan<double> _sums = sums;

    /// <summary>How many labels there are.</summary>
    public int Labels => (_sums.Length - 1) / PerLabel;

    /// <summary>The first label of an average, and the distance to the next: with answers, each yes.</summary>
    public (int First, int Step) Averaged => meaning == OutputKind.YesNo ? (1, NoAndYes) : (0, 1);

    public double Total => _sums[0];

    /// <summary>What the labels weigh that an average counts.</summary>
    public double Support
    {
        get
        {
            double sum = 0;
            for (int label = Averaged.First; label < Labels; label += Averaged.Step) sum += Actual(label);
            return sum;
        }
    }

    public double Right(int label) => _sums[1 + (PerLabel * label)];

    public double Predicted(int label) => _sums[2 + (PerLabel * label)];

    public double Actual(int label) => _sums[3 + (PerLabel * label)];

    /// <summary>The score of a label.</summary>
    public double Of(ClassScore score, int label) => Of(score, Right(label), Predicted(label), Actual(label));

    /// <summary>The score of samples that were predicted right, were predicted, and are to be predicted; 0 of none.</summary>
    public static double Of(ClassScore score, double right, double predicted, double actual)
    {
        double all = score switch { ClassScore.Precision => predicted, ClassScore.Recall => actual, _ => (predicted + actual) / 2 };
        return all == 0 ? 0 : right / all;
    }

    /// <summary>The score of all labels, averaged.</summary>
    public double Of(ClassScore score, Average average)
    {
        double right = 0, predicted = 0, actual = 0, mean = 0, weighted = 0;
        int labels = 0;
        for (int label = Averaged.First; label < Labels; label += Averaged.Step)
        {
            if (meaning == OutputKind.OneClass && Predicted(label) + Actual(label) == 0) continue;
            double value = Of(score, label);
            (right, predicted, actual, labels) = (right + Right(label), predicted + Predicted(label), actual + Actual(label), labels + 1);
            (mean, weighted) = (mean + value, weighted + (Actual(label) * value));
        }
        return average switch
        {
            Average.Macro => mean / labels,
            Average.Micro => Of(score, right, predicted, actual),
            _ => actual == 0 ? 0 : weighted / actual,
        };
    }

    /// <summary>How many sums there are of so many labels, or outputs that answer.</summary>
    public static int SumsOf(OutputKind meaning, int labels) => 1 + (PerLabel * labels * (meaning == OutputKind.YesNo ? NoAndYes : 1));

    /// <summary>Adds samples.</summary>
    public static void Add(in MetricPass pass, Span<double> sums)
    {
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            if (weight == 0) continue;
            if (pass.HasNaN(row)) sums[0] = double.NaN;
            if (pass.Meaning == OutputKind.OneClass)
            {
                AddSample(sums, pass.PredictedClass(row), pass.ActualClass(row), weight);
                continue;
            }
            sums[0] += weight;
            for (int i = 0; i < pass.OutputsPerSample; i++)
                Count(sums, (NoAndYes * i) + (pass.SaysYes(row, i) ? 1 : 0), (NoAndYes * i) + (pass.IsYes(row, i) ? 1 : 0), weight);
        }
    }

    /// <summary>Adds a sample of one class of several.</summary>
    public static void AddSample(Span<double> sums, int predicted, int actual, double weight)
    {
        sums[0] += weight;
        Count(sums, predicted, actual, weight);
    }

    private static void Count(Span<double> sums, int predicted, int actual, double weight)
    {
        if (predicted == actual) sums[1 + (PerLabel * actual)] += weight;
        sums[2 + (PerLabel * predicted)] += weight;
        sums[3 + (PerLabel * actual)] += weight;
    }
}

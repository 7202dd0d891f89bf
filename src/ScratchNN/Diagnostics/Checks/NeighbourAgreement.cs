using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// Whether rows that are near in x have the same y: what tells rows in a wrong order, or an x that knows nothing, from all other reasons why nothing is
/// learned.
/// </summary>
/// <remarks>
/// For each of up to 512 training rows the nearest other one is sought, columns by their deviations. Of classes the share of pairs with the same class is
/// compared with that of pairs at random, Σ pₖ²; of numbers the correlation of their ranks with 0. The score is the difference in standard errors.
/// </remarks>
internal sealed class NeighbourAgreement
{
    private const int MostRows = 512, FewestRows = 32, MostColumns = 4096, MostAtOnce = 1 << 22;
    private const double Certain = 6, Nothing = 2, Opposite = -4;

    private readonly int _rows;
    private readonly double _score, _agreement, _chance;
    private readonly bool _areClasses;

    private NeighbourAgreement(int rows, double score, double agreement, double chance, bool areClasses, NeighbourCut? cut) =>
        (_rows, _score, _agreement, _chance, _areClasses, Cut) = (rows, score, agreement, chance, areClasses, cut);

    /// <summary>A row from which on y belongs to x in another way; null as a rule.</summary>
    public NeighbourCut? Cut { get; }

    /// <summary>That x tells of y: then neither the order of rows nor the columns are to blame.</summary>
    public bool TellsOfY => _score is > Certain or < Opposite;

    /// <summary>Whether x says nothing about y that this many rows could show.</summary>
    public bool TellsNothing => Math.Abs(_score) < Nothing;

    /// <summary>The score, for the evidence of a finding.</summary>
    public double Score => _score;

    /// <summary>Of the training rows of a Fit, sought once; null where there are too few.</summary>
    public static NeighbourAgreement? Of(in CheckPass pass)
    {
        if (!pass.Facts.TryGetValue(typeof(NeighbourAgreement), out object? known)) pass.Facts[typeof(NeighbourAgreement)] = known = Seek(pass);
        return (NeighbourAgreement?)known;
    }

    /// <summary>What it rules out, in a list.</summary>
    public string[] RuledOut => !TellsOfY ? [] : [$"rows of x and y in different orders: {Observation}"];

    /// <summary>What to make of it, where nothing was learned.</summary>
    public string Advice => TellsOfY ? $"The model could learn y, because x predicts it: {Observation}. See the other findings."
        : TellsNothing ? $"{char.ToUpperInvariant(Observation[0])}{Observation[1..]}: in {_rows} rows, these columns show no relation to y. "
            + $"Either other columns are needed, or the rows of x and y do not belong together."
        : $"x says little about y: {Observation}. Other columns may tell more.";

    private string Observation => _areClasses
        ? $"{NumberFormat.Percent(_agreement)} of {_rows} rows have the class of their nearest neighbour, where chance gives {NumberFormat.Percent(_chance)}"
        : $"the targets of {_rows} rows and of their nearest neighbours correlate by {NumberFormat.Text(Math.Round(_agreement, 2))}, "
            + $"where chance stays within ±{NumberFormat.Text(Math.Round(Nothing / Math.Sqrt(_rows), 2))}";

    private static NeighbourAgreement? Seek(in CheckPass pass)
    {
        var data = pass.Source;
        int[] rows = RowSample.Of(pass.TrainingRows, MostRows, pass.Options.Seed);
        int columns = Math.Min(data.InputShape.Size, MostColumns), outputs = data.TargetShape?.Size ?? 1;
        if (rows.Length < FewestRows || (long)rows.Length * outputs > MostAtOnce) return null;
        float[] x = new float[rows.Length * columns], targets = new float[data.TargetShape == null ? 0 : rows.Length * outputs];
        int[] labels = new int[data.TargetShape == null ? rows.Length : 0];
        Read(pass, data, rows, x, columns, labels, targets);
        if (!Finite.Are(x) || !Finite.Are(targets)) return null;
        int[] nearest = NearestRows.Of(x, rows.Length, columns, pass.Workers);
        if (pass.Meaning == OutputKind.OneClass && targets.Length > 0) labels = Largest(targets, outputs);
        bool areClasses = labels.Length > 0 && (pass.Data.ClassCounts.Length > 0 || pass.Meaning == OutputKind.OneClass);
        if (areClasses) return OfClasses(rows, labels, nearest, pass.Loss);
        if (labels.Length > 0) targets = Array.ConvertAll(labels, label => (float)label);
        return OfNumbers(rows, targets, outputs, nearest);
    }

    /// <summary>Some rows, and of very wide ones some columns from all over them.</summary>
    private static void Read(in CheckPass pass, in RowSource data, int[] rows, float[] x, int columns, int[] labels, float[] targets)
    {
        int width = data.InputShape.Size, outputs = data.TargetShape?.Size ?? 0, atOnce = Math.Clamp(MostAtOnce / width, 1, rows.Length);
        float[] buffer = new float[atOnce * width];
        for (int first = 0, n; first < rows.Length; first += n)
        {
            n = Math.Min(atOnce, rows.Length - first);
            data.Read(
                rows.AsSpan(first, n), buffer.AsSpan(0, n * width), labels.Length > 0 ? labels.AsSpan(first, n)
                    : default, targets.AsSpan(first * outputs, n * outputs), default, pass.Workers);
            for (int row = 0; row < n; row++)
                for (int i = 0; i < columns; i++) x[((first + row) * columns) + i] = buffer[(row * width) + (int)((long)i * width / columns)];
        }
    }

    private static NeighbourAgreement? OfClasses(int[] rows, int[] labels, int[] nearest, Loss loss)
    {
        var counts = new Dictionary<int, int>();
        int n = 0, same = 0;
        double[] agreement = new double[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            if (loss.Ignores(labels[row])) continue;
            counts[labels[row]] = counts.GetValueOrDefault(labels[row]) + 1;
            n++;
            if (labels[row] != labels[nearest[row]]) continue;
            same++;
            agreement[row] = 1;
        }
        double chance = 0;
        foreach (int count in counts.Values) chance += (double)count * (count - 1) / ((double)n * (n - 1));
        if (n < FewestRows || chance >= 1) return null;
        double share = (double)same / n, error = Math.Sqrt(Math.Max(chance, 1.0 / n) * (1 - chance) / n);
        return new NeighbourAgreement(n, (share - chance) / error, share, chance, areClasses: true, n == labels.Length
            ? NeighbourCut.Of(rows, nearest, agreement, labels) : null);
    }

    private static NeighbourAgreement? OfNumbers(int[] rows, float[] targets, int outputs, int[] nearest)
    {
        int n = nearest.Length, varying = 0;
        double correlations = 0, middle = (n - 1) / 2.0;
        double[] agreement = new double[n];
        int[] tenths = new int[n];
        for (int output = 0; output < outputs; output++)
        {
            double[] ranks = Ranks(targets, outputs, output, n);
            double squares = 0, products = 0;
            for (int row = 0; row < n; row++)
            {
                squares += (ranks[row] - middle) * (ranks[row] - middle);
                products += (ranks[row] - middle) * (ranks[nearest[row]] - middle);
            }
            if (squares == 0) continue;
            correlations += products / squares;
            varying++;
            for (int row = 0; row < n; row++) tenths[row] = (int)(10 * ranks[row] / n);
            for (int row = 0; row < n; row++) agreement[row] += (ranks[row] - middle) * (ranks[nearest[row]] - middle) * n / squares;
        }
        for (int row = 0; row < n; row++) agreement[row] /= Math.Max(1, varying);
        return varying == 0 ? null
            : new NeighbourAgreement(n, correlations / varying * Math.Sqrt(n), correlations / varying, 0, areClasses: false,
                NeighbourCut.Of(rows, nearest, agreement, tenths));
    }

    /// <summary>The places of a column's numbers in order, equals at their mean: a few far out count no more than others.</summary>
    private static double[] Ranks(float[] targets, int outputs, int output, int n)
    {
        int[] order = new int[n];
        for (int row = 0; row < n; row++) order[row] = row;
        Array.Sort(order, (a, b) => targets[(a * outputs) + output].CompareTo(targets[(b * outputs) + output]));
        double[] ranks = new double[n];
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && targets[(order[end] * outputs) + output] == targets[(order[first] * outputs) + output]) end++;
            for (int i = first; i < end; i++) ranks[order[i]] = (first + end - 1) / 2.0;
        }
        return ranks;
    }

    private static int[] Largest(float[] targets, int outputs)
    {
        int[] labels = new int[targets.Length / outputs];
        for (int i = 0; i < targets.Length; i++)
            if (targets[i] > targets[((i / outputs) * outputs) + labels[i / outputs]]) labels[i / outputs] = i % outputs;
        return labels;
    }
}

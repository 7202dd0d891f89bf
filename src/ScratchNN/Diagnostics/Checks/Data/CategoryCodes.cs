namespace ScratchNN;

/// <summary>
/// SNN002: a column of whole numbers that name categories: rows with the same number have the same class, and those with the next one have not.
/// </summary>
/// <remarks>Grades, counts and ages are let alone: there y changes little from one number to the next.</remarks>
internal sealed class CategoryCodes() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 200, Fewest = 6, Most = 256, MostColumns = 1 << 14;
    private const double Certain = 6, Much = 0.15, Little = 0.3; // standard errors; of what chance leaves; of what equal numbers have in common

    /// <summary>Whether a column was found to hold codes, and this is the largest: they have no scale.</summary>
    public static bool Is(in CheckPass pass, double value) =>
        pass.Findings.Any(finding => finding.Evidence.ContainsKey("alike next to each other") && finding.Evidence["largest"] == value);

    public override void Examine(in CheckPass pass)
    {
        int rows = pass.Rows.Length, columns = pass.Model.InputShape.Size;
        if (rows < FewestRows || columns > MostColumns || pass.Data.ClassCounts.Length == 0) return;
        if (!WeighsInputs(pass)) return;
        var x = ProbeColumns.Of(pass);
        double chance = 0;
        foreach (int count in pass.Data.ClassCounts) chance += (double)count / pass.Data.Count * count / pass.Data.Count;
        int[] first = new int[Most], last = new int[Most], next = new int[rows];
        for (int column = 0; column < columns; column++)
        {
            if (pass.Data.Maxima[column] is not (>= Fewest - 1 and < Most) || !(pass.Data.Minima[column] >= 0) || !AreWhole(x[column])) continue;
            if (Agreement(x[column], pass.Labels, first, last, next) is not var (same, adjacent, pairs, values)) continue;
            double alike = (same - chance) / (1 - chance), error = Math.Sqrt(chance / ((1 - chance) * Math.Max(1, pairs)));
            if (values < Fewest || !(alike > Math.Max(Much, Certain * error)) || (adjacent - chance) / (1 - chance) > Little * alike) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"Column {column} of x holds {values} whole numbers that look like codes of categories: "
                    + $"two rows with the same number have the same class {NumberFormat.Percent(same)} of the time, "
                        + $"and rows with adjacent numbers {NumberFormat.Percent(adjacent)}, where chance is {NumberFormat.Percent(chance)}.",
                Advice = "If they are codes, make one-hot columns of them (OneHot), or put an Embedding in front: "
                    + "as a number, category 5 lies between 4 and 6.",
                Tensor = $"x[{column}]",
                Evidence = new Dictionary<string, double>
                {
                    ["column"] = column, ["values"] = values, ["largest"] = pass.Data.Maxima[column],
                    ["alike"] = same, ["alike next to each other"] = adjacent, ["chance"] = chance,
                },
            });
            return;
        }
    }

    /// <summary>
    /// Whether the first layer with parameters multiplies the inputs: one that takes categories, or that nothing is known of, may look codes up.
    /// </summary>
    private static bool WeighsInputs(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
        {
            var infos = layer.Layer.Parameters(layer.InputShape);
            if (layer.Layer.Adapts || (infos.Count == 0 && layer.Layer.IsLinear)) continue;
            foreach (var info in infos)
                if (info.FanIn > 0) return true;
            return false;
        }
        return false;
    }

    private static bool AreWhole(ReadOnlySpan<float> x)
    {
        foreach (float value in x)
            if (value != MathF.Floor(value)) return false;
        return true;
    }

    /// <summary>
    /// How often two rows in turn with the same number have one class, and a row and one with the next number; null where half of the rows have one number, as
    /// counts do.
    /// </summary>
    private static (double Same, double Adjacent, int Pairs, int Values)? Agreement(ReadOnlySpan<float> x, ReadOnlySpan<int> labels, int[] first, int[] last,
        int[] next)
    {
        Array.Fill(first, -1);
        Array.Fill(last, -1);
        int pairs = 0, same = 0, adjacent = 0, alike = 0, values = 0;
        for (int row = 0; row < x.Length; row++)
        {
            int code = (int)x[row];
            next[row] = -1;
            if (last[code] < 0)
            {
                first[code] = row;
                values++;
            }
            else
            {
                next[last[code]] = row;
                pairs++;
                if (labels[last[code]] == labels[row]) same++;
            }
            last[code] = row;
        }
        for (int code = 0; code < first.Length; code++)
        {
            int rows = 0;
            for (int row = first[code]; row >= 0; row = next[row]) rows++;
            if (rows > x.Length / 2) return null;
        }
        for (int code = 0; code + 1 < first.Length; code++)
            for (int row = first[code], other = first[code + 1]; row >= 0 && other >= 0; (row, other) = (next[row], next[other]))
            {
                adjacent++;
                if (labels[row] == labels[other]) alike++;
            }
        return ((double)same / Math.Max(1, pairs), (double)alike / Math.Max(1, adjacent), pairs, values);
    }
}

namespace ScratchNN.Tables;

/// <summary>Rules for a table: what to predict, from which columns, and how each becomes numbers. <see cref="Fit"/> makes an encoder of them.</summary>
/// <remarks>
/// <code>
/// var schema = TableSchema.Infer(table, TableTarget.Of(table, "survived")).Without("deck");
/// foreach (var (column, reason) in schema.LeftOut) Console.WriteLine($"{column}: {reason}");
/// TableEncoder encoder = schema.Fit(train);
/// </code>
/// </remarks>
public sealed record TableSchema
{
    /// <summary>A rule for each column that the model sees.</summary>
    public required IReadOnlyList<ColumnRule> Columns { get; init; }

    /// <summary>What to predict.</summary>
    public required TableTarget Target { get; init; }

    /// <summary>
    /// The column with a weight for each row, finite numbers from 0 on: how much it counts in training and evaluation. The model does not see it, and rows to
    /// predict need not have it. Default null: each row counts the same.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>The columns that the model does not see, with the reason.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; init; } = [];

    /// <summary>A rule for each column, by its values; row numbers, identifiers, free text and columns of one value are left out, with the reason.</summary>
    /// <param name="table">The table, or its training rows.</param>
    /// <param name="target">What to predict.</param>
    /// <exception cref="ArgumentException">The table has no such target, or no other useful column.</exception>
    public static TableSchema Infer(Table table, TableTarget target)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(target);
        var rules = new List<ColumnRule>();
        var leftOut = new List<LeftOutColumn>();
        var targetColumn = table[target.Column];
        for (int i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            if (column == targetColumn) continue;
            if (ColumnSight.WhyUseless(column, isFirst: i == 0) is { } reason) leftOut.Add(new(column.Name, reason));
            else if (ColumnSight.RuleFor(column) is { } rule)
            {
                rules.Add(rule);
                if (rule is PresenceColumn) leftOut.Add(new(column.Name, "free text; only its presence is used"));
            }
        }
        if (rules.Count == 0)
            throw new ArgumentException($"No column other than {Words.Quoted(target.Column)} is useful: "
                + $"{Words.Some([.. leftOut.Select(column => $"{Words.Quoted(column.Column)} ({column.Reason})")])}.", nameof(table));
        return new TableSchema { Columns = rules, Target = target, LeftOut = leftOut };
    }

    /// <summary>The schema with rules of your own: for a column that has one, or that was left out.</summary>
    /// <param name="columns">The rules.</param>
    public TableSchema With(params ReadOnlySpan<ColumnRule> columns)
    {
        var rules = Columns.ToList();
        var leftOut = LeftOut.ToList();
        foreach (var rule in columns)
        {
            int at = rules.FindIndex(other => other.Column == rule.Column);
            if (at >= 0) rules[at] = rule;
            else rules.Add(rule);
            leftOut.RemoveAll(other => other.Column == rule.Column);
        }
        return this with { Columns = rules, LeftOut = leftOut };
    }

    /// <summary>The schema without some columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <exception cref="ArgumentException">The schema has no such column, or none would be left.</exception>
    public TableSchema Without(params ReadOnlySpan<string> columns)
    {
        var rules = Columns.ToList();
        var leftOut = LeftOut.ToList();
        foreach (string name in columns)
        {
            if (rules.RemoveAll(rule => rule.Column == name) == 0 && !leftOut.Exists(column => column.Column == name))
                throw new ArgumentException($"The schema has no column {Words.Quoted(name)}. {Words.Columns(name, [.. rules.Select(rule => rule.Column)])}",
                    nameof(columns));
            leftOut.RemoveAll(column => column.Column == name);
            leftOut.Add(new(name, "as you said"));
        }
        return rules.Count > 0 ? this with { Columns = rules, LeftOut = leftOut } : throw new ArgumentException("No column would be left.", nameof(columns));
    }

    /// <summary>Learns from training rows what the rules need: medians, words and their numbers, units. Give it no rows that are to test the model.</summary>
    /// <param name="training">The rows.</param>
    /// <exception cref="ArgumentException">A column is not there, or of another type than its rule; or the target has fewer than two values.</exception>
    public TableEncoder Fit(Table training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (Weight == Target.Column)
            throw new ArgumentException($"Column {Words.Quoted(Weight)} is the target: it cannot also be the weight.", nameof(training));
        foreach (var rule in Columns)
        {
            if (rule.Column == Target.Column)
                throw new ArgumentException(
                    $"Column {Words.Quoted(rule.Column)} is the target, and cannot be an input: the model would only learn to copy it.",
                    nameof(training));
            if (Columns.Count(other => other.Column == rule.Column) > 1)
                throw new ArgumentException($"Column {Words.Quoted(rule.Column)} has two rules: keep one.", nameof(training));
        }
        RequireDifferentNumbers(training[Target.Column]);
        string? weight = Weight == null ? null : training[Weight].Name;
        LearnedColumn[] columns = [.. Columns.Where(rule => rule.Column != weight).Select(rule => rule.Learn(training[rule.Column]))];
        if (columns.Length == 0)
            throw new ArgumentException($"No column is left besides the weight {Words.Quoted(weight)} and the target {Words.Quoted(Target.Column)}.",
                nameof(training));
        var wordless = columns.Where(column => column is LearnedCategory { IsUseless: true }).ToList();
        if (wordless.Count == columns.Length)
            throw new ArgumentException("Every column holds words that are too rare to learn from: each is in fewer than 5 rows.", nameof(training));
        return new TableEncoder(
            [.. columns.Except(wordless)], Target.Column, Target.IsClass ? ClassesOf(training[Target.Column]) : null, weight,
            [
                .. LeftOut.Where(column => column.Column != weight), .. weight == null ? [] : (LeftOutColumn[])[new(weight, "the weight of each row")],
                .. wordless.Select(column => new LeftOutColumn(column.Name, "each of its words is in too few training rows")),
            ]);
    }

    private void RequireDifferentNumbers(TableColumn column)
    {
        if (Target.IsClass || !column.IsNumeric) return;
        double first = double.NaN;
        for (int row = 0; row < column.Count; row++)
        {
            if (column.IsMissing(row) || column.Number(row) == first) continue;
            if (!double.IsNaN(first)) return;
            first = column.Number(row);
        }
        throw new ArgumentException(
            $"The target {Words.Quoted(column.Name)} holds {(double.IsNaN(first) ? "no value" : "only one value")}: there is nothing to learn.",
            nameof(column));
    }

    /// <summary>Numbers in their order, words in that of their letters.</summary>
    internal static string[] ClassesOf(TableColumn column)
    {
        string[] names = [.. Enumerable.Range(0, column.Count).Select(column.Text).OfType<string>().Distinct()];
        if (names.Length < 2)
            throw new ArgumentException(
                $"Column {Words.Quoted(column.Name)} holds {names.Length switch { 0 => "no value", _ => $"only {Words.Quoted(names[0])}" }}: "
                    + "at least two classes are needed.", nameof(column));
        if (!column.IsNumeric) return [.. names.Order(StringComparer.Ordinal)];
        return [.. names.OrderBy(name => double.Parse(name, System.Globalization.CultureInfo.InvariantCulture))];
    }
}

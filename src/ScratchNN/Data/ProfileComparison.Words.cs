namespace ScratchNN;

/// <remarks>The findings in words.</remarks>
internal readonly ref partial struct ProfileComparison
{
    private Finding Scaled(double factor)
    {
        bool isLarger = factor > 1;
        string text = Text(Math.Round(isLarger ? factor : 1 / factor, 1));
        return _data.Of(
            $"{_data.Subject} is about {(isLarger ? $"{text} times" : $"1/{text} of")} {_data.Training}: it goes from {Text(_other.Minimum.Min())} to "
                + $"{Text(_other.Maximum.Max())}, "
                + $"with a root mean square of {Text(RootMeanSquare(_other))}; in training it went from {Text(_training.Minimum.Min())} to "
                + $"{Text(_training.Maximum.Max())}, with {Text(RootMeanSquare(_training))}.",
            $"Scale {_data.Name} as {_data.Training}: {(isLarger ? "divide" : "multiply")} it by {text}.",
            ("factor", factor), ("root mean square", RootMeanSquare(_other)), ("root mean square in training", RootMeanSquare(_training)));
    }

    private Finding OwnStandard() => _data.Of(
        $"{_data.Subject} was standardised with its own numbers: each of {_training.Mean.Count} columns has a mean of 0 and a deviation of 1 in these "
            + $"{_rows.Count} rows, just as in the {_training.Count} rows of training.",
        $"Standardise {_data.Name} with the mean and the deviation of {_data.Training}, or leave it as it is and put a Standardize in front of the model, "
            + "which keeps them.",
        ("columns", _training.Mean.Count), ("rows", _rows.Count));

    private Finding ExchangedColumns(int[] columns)
    {
        const int Most = 6;
        string names = "";
        foreach (int column in columns.AsSpan(0, Math.Min(Most, columns.Length))) names += $"{(names.Length > 0 ? ", " : "")}{Name(column)}";
        if (columns.Length > Most) names += ", …";
        return _data.Of(
            columns.Length == 2 ? $"Columns {Name(columns[0])} and {Name(columns[1])} of {_data.Name} fit each other's training numbers, not their own: "
                    + $"column {Name(columns[0])} is {Text(_other.Mean[columns[0]])} on average; "
                    + $"in training it was {Text(_training.Mean[columns[0]])}, and column {Name(columns[1])} was {Text(_training.Mean[columns[1]])}."
                : $"{columns.Length} columns of {_data.Name} ({names}) fit the training numbers of other columns, not their own.",
            $"Give the columns of {_data.Name} in the order of training.", ("columns", columns.Length), ("column", columns[0]), ("other column", columns[1]));
    }

    private Finding EverythingBeyond((string Side, bool IsSure) where) => _data.Of(
        $"{(_training.Mean.Count == 1 ? "The one column" : $"All {_training.Mean.Count} columns")} of {_data.Name} "
            + $"{(_training.Mean.Count == 1 ? "lies" : "lie")} {where.Side} everything trained on: "
            + $"here from {Text(_other.Minimum.Min())} to {Text(_other.Maximum.Max())}, in training from {Text(_training.Minimum.Min())} to "
            + $"{Text(_training.Maximum.Max())}.",
        "Beyond its training data, a model only guesses. Train on rows like these, or on numbers that stay in their range, "
            + "such as differences or ratios.",
        ("columns", _training.Mean.Count), ("rows", _rows.Count)) with
    { Severity = where.IsSure ? Severity.Warning : Severity.Info };

    private Finding NothingButZeros() => _data.Of(
        $"All {_training.Mean.Count} values {(_rows.Count == 1 ? "of the row" : $"of each of {_rows.Count} rows")} are 0; in training no row was all 0.",
        $"Check how {_data.Name} is computed: a single row that is standardised with its own mean becomes all 0. Use the mean and the deviation of "
            + $"{_data.Training}.",
        ("columns", _training.Mean.Count), ("rows", _rows.Count)) with
    { Severity = Severity.Info };

    private Finding ConstantColumn(int i, int columns)
    {
        bool isConstant = _other.Minimum[i] == _other.Maximum[i];
        return _data.Of($"{Column(i)} "
            + $"{(isConstant ? $"is {Text(_other.Minimum[i])}" : $"lies between {Text(_other.Minimum[i])} and {Text(_other.Maximum[i])}")} in all "
                + $"{_rows.Count} rows; "
            + $"in training it went from {Text(_training.Minimum[i])} to {Text(_training.Maximum[i])}, {Text(_training.Mean[i])} on "
            + $"average{More(columns, "hardly vary")}.",
            "Fill in and scale the column as in training.", ("column", i), ("columns", columns));
    }

    private Finding ZeroColumn(int i, int columns) => _data.Of(
        $"{Column(i)} is 0 in {_rows.Zeros[i]} of {_rows.Count} rows, and was in none of the {_training.Count} training rows"
            + $"{More(columns, "have zeros, too")}.",
        "A zero may stand for a missing value: fill it in as in training, or drop the row.", ("column", i), ("columns", columns), ("rows", _rows.Zeros[i]));

    private Finding BeyondColumn(int i, int columns)
    {
        int rows = _rows.Below[i] + _rows.Above[i];
        bool isNew = _training.Minimum[i] == _training.Maximum[i];
        return _data.Of($"{Column(i)} goes from {Text(_other.Minimum[i])} to {Text(_other.Maximum[i])}; in training it "
            + (isNew ? $"was {Text(_training.Minimum[i])} in each of {_training.Count} rows. "
                : $"went from {Text(_training.Minimum[i])} to {Text(_training.Maximum[i])}. ")
            + $"{rows} of {_rows.Count} rows lie beyond{More(columns, "do so, too")}.",
            isNew ? "The model never learned what the column means. Drop it, or train on rows in which it varies."
                : $"Beyond its training data, a model only guesses. Scale {_data.Name} as in training; if these rows come from another source, "
                    + "train on such rows too.", ("column", i), ("columns", columns), ("rows", rows));
    }

    private Finding ShiftedColumn(int i, int columns) => _data.Of(
        $"{Column(i)} is {Text(_other.Mean[i])} on average; in training it was {Text(_training.Mean[i])} ± "
            + $"{Text(_training.Deviation[i])}{More(columns, "have moved, too")}.",
        $"Scale {_data.Name} as in training. If these rows come from another source or another time, train on such rows too.", ("column", i),
            ("columns", columns), ("deviations", Shift(i)));

    private static string More(int columns, string what) => columns switch
    {
        1 => "",
        2 => $"; 1 more column: {what}",
        _ => $"; {columns - 1} more columns {what}",
    };

    private string Column(int i) => $"Column {Name(i)} of {_data.Name}";

    private string Name(int i) => _names == null ? $"{i}" : $"{i} ('{_names[i]}')";

    private static string Text(double value) => NumberFormat.Text(value);
}

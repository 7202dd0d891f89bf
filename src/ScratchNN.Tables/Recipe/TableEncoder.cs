using System.Globalization;

namespace ScratchNN.Tables;

/// <summary>Makes numbers of rows, as it learned from training rows: gaps are filled and words numbered, no more.</summary>
/// <remarks>
/// Scaling, logarithms and one-hot are layers of the model (<see cref="InputLayer"/>). So its inputs are the columns of the table in their own units: its
/// profile, ONNX and findings speak of them. A Fit on <see cref="Encode(Table)"/> puts the encoder into the model, and its file keeps it: what comes in later
/// is encoded as the training rows were. An encoder does not change; any number of threads may use it.
/// </remarks>
public sealed partial class TableEncoder
{
    private readonly LearnedColumn[] _columns;
    private readonly int[][] _places; // of each feature of each column in the input
    private readonly InputPlan _plan;
    private readonly Dictionary<string, int>? _classes;
    private readonly string _target;

    internal TableEncoder(LearnedColumn[] columns, string target, IReadOnlyList<string>? classNames, string? weight, IReadOnlyList<LeftOutColumn> leftOut)
    {
        (_columns, _target, ClassNames, Weight, LeftOut) = (columns, target, classNames, weight, leftOut);
        _plan = new InputPlan(columns);
        _places = _plan.Places;
        _classes = classNames?.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        Columns = [.. columns.Select(column => new EncodedColumn(column))];
    }

    /// <summary>The columns that the model sees.</summary>
    public IReadOnlyList<EncodedColumn> Columns { get; }

    /// <summary>The columns that it does not see, with the reason.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; }

    /// <summary>The column that is predicted.</summary>
    public string Target => _target;

    /// <summary>The column with the weights of the rows, for training and evaluation; null if each counts the same.</summary>
    public string? Weight { get; }

    /// <summary>The names of the classes, numbers in their order and words in that of their letters; null if numbers are predicted.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The shape of an encoded row: numbers first, then amounts of which logarithms are taken, then categories.</summary>
    public Shape InputShape => _plan.Features.Count;

    /// <summary>The outputs that a model needs: one for each class, or one for a number.</summary>
    public int OutputCount => ClassNames?.Count ?? 1;

    /// <summary>The names of the columns of an encoded row.</summary>
    public IReadOnlyList<string> FeatureNames => [.. _plan.Features.Select(feature => feature.Name)];

    /// <summary>Rows with their targets as a dataset to train or evaluate on; its <see cref="IDataset.Info"/> holds the encoder.</summary>
    /// <param name="table">The rows. Columns are found by their names, in any order; others are ignored.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a target is missing or of an unknown class, or a weight is missing, negative
    /// or too large. The message names all such columns.</exception>
    public IDataset Encode(Table table)
    {
        float[,] x = EncodeInputs(table);
        var target = table.Find(_target)
            ?? throw new ArgumentException($"The table has no target column {Words.Quoted(_target)}{Hint(_target, table)}.", nameof(table));
        if (target.MissingCount > 0)
            throw new ArgumentException($"The target {Words.Quoted(_target)} is missing in {target.MissingCount} of {target.Count} rows: "
                + $"leave them out with table.WithoutMissing(\"{Words.Quoted(_target)[1..^1]}\").", nameof(table));
        return Dataset.From(x, ClassNames == null ? Numbers(target) : Labels(target), Weight == null ? default : Weights(table), Info);
    }

    /// <summary>Rows without targets.</summary>
    /// <inheritdoc cref="Encode(Table)"/>
    /// <returns>[rows × <see cref="InputShape"/>].</returns>
    public float[,] EncodeInputs(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.RowCount == 0) throw new ArgumentException("The table has no rows.", nameof(table));
        var sources = Find(table);
        float[,] x = new float[table.RowCount, InputShape.Size];
        Span<float> features = stackalloc float[LearnedFeature.MostOfAColumn];
        for (int i = 0; i < _columns.Length; i++)
            for (int row = 0; row < table.RowCount; row++)
            {
                var value = sources[i].Value(row);
                if (!_columns[i].Write(value, features))
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column {Words.Quoted(_columns[i].Name)} holds {Words.Quoted(value.ToString())} in row {row + 1}: {_columns[i].WhyNot(value)}."),
                            nameof(table));
                for (int j = 0; j < _places[i].Length; j++) x[row, _places[i][j]] = features[j];
            }
        return x;
    }

    /// <summary>One row. Columns that it does not hold are missing.</summary>
    /// <param name="row">The row.</param>
    /// <returns><see cref="InputShape"/> numbers.</returns>
    /// <exception cref="ArgumentException">It holds a column that the table did not have, or a value of another type. The message names all such
    /// columns.</exception>
    public float[] Encode(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var problems = new List<string>();
        string known = AddUnknown(row, problems);
        float[] x = new float[InputShape.Size];
        Span<float> features = stackalloc float[LearnedFeature.MostOfAColumn];
        for (int i = 0; i < _columns.Length; i++)
        {
            var value = row[_columns[i].Name];
            if (!_columns[i].Write(value, features))
                problems.Add($"{Words.Quoted(_columns[i].Name)} is {Words.Quoted(value.ToString())}, but {_columns[i].WhyNot(value)}");
            for (int j = 0; j < _places[i].Length; j++) x[_places[i][j]] = features[j];
        }
        return problems.Count == 0 ? x : throw new ArgumentException($"The row cannot be encoded: {Words.Some(problems)}.{known}", nameof(row));
    }

    /// <summary>
    /// The first layers of a model of such rows: they standardise numbers, take logarithms of amounts, and give each category a column or, of a column with
    /// more than 32, a learned vector.
    /// </summary>
    /// <param name="embeddingSize">The numbers of such a vector. Default 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="embeddingSize"/> is below 1.</exception>
    public Layer InputLayer(int embeddingSize = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingSize, 1);
        return _plan.InputLayer(embeddingSize);
    }

    /// <summary>The encoder in a model that was trained on what it encoded, or loaded.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">It has none: it was trained on other data.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static TableEncoder Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Info.Attachments.TryGetValue(EncoderJson.Key, out string? text) ? EncoderJson.Read(text)
            : throw new ArgumentException("The model has no table encoder: train it on encoder.Encode(table), or load a model that was.",
                nameof(model));
    }

    private DataInfo Info => new()
    {
        ClassNames = ClassNames,
        FeatureNames = FeatureNames,
        OutputNames = ClassNames == null ? [_target] : null,
        Attachments = new Dictionary<string, string> { [EncoderJson.Key] = EncoderJson.Write(_columns, _target, ClassNames, Weight, LeftOut) },
    };

    /// <summary>The types of the columns, to read a file as the training rows were read.</summary>
    internal IEnumerable<(string Name, ColumnType Type)> Types => _columns.Select(column => (column.Name, column.Type));

    /// <summary>The format in which the dates of each column were written.</summary>
    internal Dictionary<string, string> DateFormats => _columns.OfType<LearnedDate>().ToDictionary(column => column.Name, column => column.Format);
}

using ScratchNN.Files;

namespace ScratchNN.Tables;

/// <summary>A model that takes raw rows: it was trained on what an encoder encoded, and has the encoder within.</summary>
/// <remarks>
/// <code>
/// var model = TableModel.Load("titanic.safetensors");   // in another program
/// string label = model.PredictLabel(new TableRow { ["sex"] = "female", ["age"] = 29 });
/// string[] labels = model.PredictLabels(model.ReadCsv("new.csv"));
/// </code>
/// The result is that of the model that was saved, bit for bit, for a row as for a table.
/// </remarks>
public sealed class TableModel
{
    /// <summary>A model that was trained on <see cref="TableEncoder.Encode(Table)"/>.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">It holds no encoder, or has other inputs or outputs than the encoder.</exception>
    /// <exception cref="InvalidDataException">The encoder in it is damaged.</exception>
    public TableModel(Model model)
    {
        (Model, Encoder) = (model, TableEncoder.Of(model));
        if (!model.IsBuilt || model.InputShape != Encoder.InputShape || model.OutputShape != Encoder.OutputCount)
            throw new ArgumentException($"The encoder in the model makes {Encoder.InputShape} inputs for {Encoder.OutputCount} outputs, "
                + $"but the model {(model.IsBuilt ? $"takes {model.InputShape} and gives {model.OutputShape}" : "is not trained")}.", nameof(model));
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The encoder in it.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>Reads a model's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layers">Layers of your own in it. Default: none.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no model.</exception>
    /// <exception cref="ArgumentException">The model holds no encoder.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TableModel Load(string path, LayerRegistry? layers = null) => new(Model.Load(path, layers));

    /// <summary>Reads a model from a stream.</summary>
    /// <inheritdoc cref="Load(string, LayerRegistry)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="layers">Layers of your own in it. Default: none.</param>
    public static TableModel Load(Stream stream, LayerRegistry? layers = null) => new(Model.Load(stream, layers));

    /// <summary>Reads a CSV file with the types of columns that the model learned, so that a code stays a code.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings other than types; whatever is not set is guessed. Default: everything is guessed.</param>
    /// <exception cref="InvalidDataException">The file is not a table, or a value is of another type than the model learned; the message names it.</exception>
    public Table ReadCsv(string path, CsvOptions? options = null) => Table.ReadCsv(path, options ?? new(), Encoder);

    /// <summary>The outputs for a table: probabilities of classes, or numbers.</summary>
    /// <param name="table">The rows. Columns are found by their names, in any order; others are ignored.</param>
    /// <returns>[rows × outputs].</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type. The message names all such columns.</exception>
    public float[,] Predict(Table table) => Model.Predict(Encoder.EncodeInputs(table));

    /// <summary>The outputs for a row: probabilities of classes, or a number.</summary>
    /// <param name="row">The row; what it does not hold is missing.</param>
    /// <exception cref="ArgumentException">It holds an unknown column, or a value of another type. The message names all such columns.</exception>
    public float[] Predict(TableRow row) => Model.PredictOne(Encoder.Encode(row));

    /// <summary>The class for each row of a table.</summary>
    /// <inheritdoc cref="Predict(Table)"/>
    /// <returns>A name for each row.</returns>
    /// <exception cref="InvalidOperationException">The model predicts numbers.</exception>
    public string[] PredictLabels(Table table)
    {
        RequireClasses();
        return Model.PredictLabels(Encoder.EncodeInputs(table));
    }

    /// <summary>The class for a row.</summary>
    /// <inheritdoc cref="Predict(TableRow)"/>
    /// <returns>Its name.</returns>
    /// <exception cref="InvalidOperationException">The model predicts numbers.</exception>
    public string PredictLabel(TableRow row)
    {
        RequireClasses();
        return Model.PredictLabel(Encoder.Encode(row));
    }

    /// <summary>The probability of each class for a row.</summary>
    /// <inheritdoc cref="Predict(TableRow)"/>
    /// <returns>By the names of the classes, in their order.</returns>
    /// <exception cref="InvalidOperationException">The model predicts numbers.</exception>
    public IReadOnlyDictionary<string, float> PredictProbabilities(TableRow row)
    {
        RequireClasses();
        float[,] probabilities = Model.PredictProbabilities(new Samples(Encoder.Encode(row), Encoder.InputShape));
        return Encoder.ClassNames!.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => probabilities[0, pair.i]);
    }

    /// <summary>How well the model does on rows whose targets are known.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="metrics">The metrics to compute in addition to loss and accuracy.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or a target is missing or unknown.</exception>
    public Evaluation Evaluate(Table table, params ReadOnlySpan<Metric> metrics) => Model.Evaluate(Encoder.Encode(table), metrics);

    private void RequireClasses()
    {
        if (Encoder.ClassNames == null)
            throw new InvalidOperationException($"The model predicts a number, {Words.Quoted(Encoder.Target)}, not classes: call Predict.");
    }
}

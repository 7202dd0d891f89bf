namespace ScratchNN;

/// <summary>
/// What checks see where no batch is at hand, before the first step and after an epoch: the same rows of the training data each time, run through the model.
/// </summary>
internal sealed class CheckProbe
{
    private const int MostRows = 512;
    private const int MostFloats = 1 << 22; // 16 MB of activations and outputs: a probe of a large model has fewer rows

    private readonly Objective _objective;
    private readonly int[] _rows;

    public CheckProbe(scoped in RunPass run)
    {
        _rows = RowSample.Of(run.TrainingRows, RowsOf(run.Model), run.Options.Seed);
        _objective = new Objective(run.Model, run.Problem, _rows.Length, _rows.Length, run.Options.Seed, run.Workers);
    }

    /// <summary>The most rows of a probe of a built model.</summary>
    public static int RowsOf(Model model)
    {
        long perRow = (long)model.Root.CacheSize(model.InputShape, 1) + model.InputShape.Size + (2L * model.OutputShape.Size);
        return (int)Math.Clamp(MostFloats / perRow, 8, MostRows);
    }

    /// <summary>Runs the rows as a step of training does, and assigns the gradient.</summary>
    /// <returns>The mean loss.</returns>
    public double RunStep(scoped in RowSource data, long step, Span<float> gradient) => _objective.Gradient(data, _rows, step, gradient).Loss;

    /// <summary>Runs the rows as in prediction.</summary>
    public void Run(scoped in RowSource data) => _objective.Evaluate(data, _rows);

    /// <summary>What the last run has computed.</summary>
    public Observation Seen(RowSource data, ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradient, RowSource validation, int[] validationRows) =>
        new(_objective.LastMicroBatch, data, _rows)
        {
            Parameters = parameters, Gradient = gradient, Validation = validation, ValidationRows = validationRows,
        };
}

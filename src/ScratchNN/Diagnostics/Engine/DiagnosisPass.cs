namespace ScratchNN;

/// <summary>What a diagnosis examines: a model and its data, of which every test takes some rows, and where the tests put what they find.</summary>
internal readonly ref struct DiagnosisPass
{
    public required Model Model { get; init; }
    public required TrainerOptions Options { get; init; }
    public required Problem Problem { get; init; }
    public required RowSource Data { get; init; }
    public required Workers Workers { get; init; }
    public required TrainingHistory Findings { get; init; }

    /// <summary>Whether each output is one of several classes, and so is right or wrong.</summary>
    public bool HasClasses => Problem.Meaning == OutputKind.OneClass;

    /// <summary>That many rows from all over the data, or all.</summary>
    public int[] Rows(int count) => RowSample.Of([.. Enumerable.Range(0, Data.Count)], count, Options.Seed);

    /// <summary>The loss of a model on that many rows at once.</summary>
    public Objective ObjectiveOf(Model measured, int rows) => new(measured, Problem, rows, rows, Options.Seed, Workers);
}

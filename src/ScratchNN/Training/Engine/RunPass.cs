namespace ScratchNN;

/// <summary>What a run trains, and with what: for those who observe it.</summary>
internal readonly ref struct RunPass
{
    public required Model Model { get; init; }
    public required TrainerOptions Options { get; init; }
    public required TrainingState State { get; init; }
    public required TrainingHistory History { get; init; }
    public required Problem Problem { get; init; }
    public required Objective Objective { get; init; }
    public required Workers Workers { get; init; }
    public required RowSource Data { get; init; }
    public required RowSource Validation { get; init; }
    public required int[] TrainingRows { get; init; }
    public required int[] ValidationRows { get; init; }
    public required int StepsPerEpoch { get; init; }
    public required FitPosition Position { get; init; }
}

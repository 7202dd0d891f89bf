namespace ScratchNN;

/// <summary>Ends training when the validation loss no longer improves; without validation data, the training loss.</summary>
/// <param name="Patience">Epochs without improvement after which to end, at least 1. Default 5.</param>
/// <param name="MinimumImprovement">By how much a loss must be lower to count, at least 0. Default 0: any improvement counts.</param>
/// <param name="RestoreBest">Whether weights and optimizer go back to the best epoch, also when all epochs are used up. Default true.</param>
public sealed record EarlyStopping(int Patience = 5, double MinimumImprovement = 0, bool RestoreBest = true)
{
    /// <summary>Epochs without improvement after which to end, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Patience { get; init => field = Guard.AtLeast(1, value, nameof(Patience)); } = Guard.AtLeast(1, Patience);

    /// <summary>By how much a loss must be lower to count as better, finite and at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double MinimumImprovement { get; init => field = Guard.FiniteAtLeast(0, value, nameof(MinimumImprovement)); } = Guard.FiniteAtLeast(0, MinimumImprovement);

    /// <summary>What it does, in one line.</summary>
    public override string ToString() =>
        $"EarlyStopping(patience {Patience}, minimum improvement {NumberFormat.Text(MinimumImprovement)}, {(RestoreBest ? "restores the best" : "keeps the last")})";
}

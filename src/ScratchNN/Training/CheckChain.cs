namespace ScratchNN;

/// <summary>What the checks of short Fits in a row remember of one another: a loop of Fits of one epoch is judged as one Fit.</summary>
/// <param name="rows">The training rows: with other data the memory ends.</param><param name="trend">The looks.</param>
internal sealed class CheckChain(int rows, LossTrend trend)
{
    public int Rows { get; } = rows;
    public LossTrend Trend { get; } = trend;

    /// <summary>The steps of the Fits before.</summary>
    public int Steps { get; set; }

    /// <summary>The epochs of the Fits before.</summary>
    public int Epochs { get; set; }

    /// <summary>What was found because nothing seems to be learned, until it is taken back.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>Whether a Fit is too short to be judged alone: all of it is in doubt.</summary>
    public static bool Suits(int epochs, long steps) => epochs == 1 || steps < 2 * LossTrend.StepsInDoubt;
}

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>Blobs, with each kind of answer.</summary>
internal sealed record EstimatorData(float[,] X, int[] Labels)
{
    /// <summary>Not to be written to.</summary>
    public static EstimatorData Default { get; } = Make();

    /// <summary>A number for each sample, from its first features.</summary>
    public float[] Number { get; init; } = [.. Enumerable.Range(0, X.GetLength(0)).Select(row => X[row, 0] - (X.GetLength(1) > 1 ? 2 * X[row, 1] : 0))];

    public static EstimatorData Make(int count = EstimatorCase.Count, int features = EstimatorCase.Features)
    {
        var (x, y) = Blobs.Make(count: count, features: features);
        return new EstimatorData(x, y);
    }

    /// <summary>What to pass as y.</summary>
    public Targets Of(Answer answer) => answer switch
    {
        Answer.Labels => Labels,
        Answer.Number => Number,
        Answer.YesNo => (bool[])[.. Labels.Select(label => label == 1)],
        Answer.EachYesNo => Booleans(),
        _ => Targets(answer),
    };

    private bool[,] Booleans()
    {
        bool[,] answers = new bool[Labels.Length, Blobs.Classes];
        for (int row = 0; row < Labels.Length; row++) answers[row, Labels[row]] = true;
        return answers;
    }

    /// <summary>Rows of targets.</summary>
    public float[,] Targets(Answer answer)
    {
        float[,] targets = Blobs.OneHot(Labels);
        for (int i = 0; answer == Answer.Numbers && i < targets.Length; i++)
            targets[i / Blobs.Classes, i % Blobs.Classes] = (3 * targets[i / Blobs.Classes, i % Blobs.Classes]) - 1;
        return targets;
    }

    /// <summary>Some of the rows, in that order.</summary>
    public EstimatorData Take(IEnumerable<int> rows)
    {
        int[] taken = [.. rows];
        float[,] x = new float[taken.Length, X.GetLength(1)];
        for (int i = 0; i < taken.Length; i++)
            for (int j = 0; j < X.GetLength(1); j++) x[i, j] = X[taken[i], j];
        return new EstimatorData(x, [.. taken.Select(row => Labels[row])]);
    }
}

namespace ScratchNN.Tests;

/// <summary>Trains on made-up data and hands over what the checks found.</summary>
internal static class Doctor
{
    public static readonly TrainerOptions Watching = new()
    {
        Epochs = 1, BatchSize = 10, Threads = 1, WhenBroken = WhenBroken.Stop,
        Optimizer = new Sgd(0.01f)
    };

    public static IReadOnlyList<Finding> Examine(Model model, float[,] x, int[] y, TrainerOptions? options = null) =>
        new Trainer(model, options ?? Watching).Fit(x, y).Findings;

    public static IReadOnlyList<Finding> Examine(Model model, TrainerOptions? options = null)
    {
        var (x, y) = Blobs.Make();
        return Examine(model, x, y, options);
    }

    public static string Text(IEnumerable<Finding> findings) => string.Join("\n", findings);

    public static Finding One(this IReadOnlyList<Finding> findings, string code) => Assert.Single(findings, finding => finding.Code == code);

    public static void None(this IReadOnlyList<Finding> findings, string code) => Assert.DoesNotContain(findings, finding => finding.Code == code);
}

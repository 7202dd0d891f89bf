namespace ScratchNN.Tests;

/// <summary>Numbers to be learned in any unit: a smooth function of five columns and noise, whose best R² is about 0.95.</summary>
internal static class Regression
{
    public const int Count = 240, Features = 5;

    public static float[,] X { get; } = MakeX();

    /// <summary>The numbers in their own unit: about 0, with a deviation of about 1.</summary>
    public static float[] Y { get; } = MakeY(seed: 2);

    /// <summary>Others, of the same x.</summary>
    public static float[] Others { get; } = MakeY(seed: 3);

    public static float[] In(float unit, float offset, float[]? y = null) => Array.ConvertAll(y ?? Y, value => (unit * value) + offset);

    public static Sequential Model(int outputs = 1) => new(new Dense(16), new Tanh(), new Dense(outputs));

    public static TrainerOptions Options => new() { Epochs = 20, BatchSize = 16, Threads = 1, Optimizer = new Adam(0.01), Checks = [] };

    /// <summary>A trained model, and its trainer.</summary>
    public static Trainer Fitted(Targets y, Func<TrainerOptions, TrainerOptions>? change = null, Model? model = null)
    {
        var trainer = new Trainer(model ?? Model(), change?.Invoke(Options) ?? Options);
        trainer.Fit(X, y);
        return trainer;
    }

    private static float[,] MakeX()
    {
        float[] values = Draw.Normal(Count * Features, 1);
        float[,] x = new float[Count, Features];
        for (int i = 0; i < values.Length; i++) x[i / Features, i % Features] = values[i];
        return x;
    }

    private static float[] MakeY(ulong seed)
    {
        float[] noise = Draw.Normal(Count, seed, 0.2f);
        return [.. Enumerable.Range(0, Count)
            .Select(row => noise[row] + (0.8f * X[row, (int)seed % Features]) + (0.5f * MathF.Sin(2 * X[row, 1])) - (0.3f * X[row, 4]))];
    }
}

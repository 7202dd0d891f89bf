namespace ScratchNN.Tests;

/// <summary>SNN018 on runs of which it is true, and on healthy ones.</summary>
public class OverfittingTests
{
    private const string Wine = "data/tables/winequality-red-semicolon-derived.csv";

    [SharedTheory(Wine)]
    [InlineData(0, 0.001f)]
    [InlineData(1, 0.001f)]
    [InlineData(0, 0.003f)]
    public void Fit_RedWine_IsNotToldThatNothingCarriesOver(ulong seed, float rate) // x scaled, y around 5.6: both losses come down from 30 together
    {
        var (x, y) = Table();

        var history = new Trainer(new Sequential(new Dense(32), new ReLU(), new Dense(1)),
            new() { Epochs = 80, Seed = seed, ValidationSplit = 0.15f, Optimizer = new Adam(rate) }).Fit(x, y);

        Assert.DoesNotContain(history.Findings, finding => finding.Title.StartsWith("Nothing that is learned carries over", StringComparison.Ordinal));
    }

    /// <summary>Inputs of thousands make answers so sure that a few wrong ones cost more than knowing nothing, though almost all are right.</summary>
    [Fact]
    public void Fit_RightButFarTooSure_IsNotToldThatNothingCarriesOver()
    {
        var (clouds, y) = Blobs.Make(3, 640);
        float[] noise = Draw.Normal(4 * 640, 5);
        float[,] x = new float[640, 4];
        for (int i = 0; i < noise.Length; i++) x[i / 4, i % 4] = 1000 * (clouds[i / 4, i % 4] + (0.5f * noise[i]));

        var history = new Trainer(Blobs.Model(hidden: 64),
            new() { Epochs = 60, BatchSize = 20, Threads = 1, ValidationSplit = 0.5, Optimizer = new Adam(0.01) }).Fit(x, y);

        Assert.True(history.Epochs[^1].Loss < 1
            && history.Epochs.Min(epoch => epoch.ValidationLoss) > 1.1, "the validation loss is above that of knowing nothing");
        Assert.True(history.Epochs[^1].ValidationAccuracy > 0.95);
        Assert.DoesNotContain(history.Findings, finding => finding.Title.StartsWith("Nothing that is learned carries over", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_EarlyStoppingIsSet_IsNotToldToSetIt()
    {
        float[,] x = Blobs.Make(count: 640).X;
        var random = new RandomStream(3, 3);
        float[] noise = new float[Blobs.Features];
        for (int row = 0; row < 640; row++)
        {
            random.FillNormal(noise, 3);
            for (int i = 0; i < noise.Length; i++) x[row, i] += noise[i];
        }

        var finding = Doctor.Examine(Blobs.Model(hidden: 64), x, Blobs.Make(count: 640).Y,
            new() { Epochs = 200, BatchSize = 20, Threads = 1, ValidationSplit = 0.8f, Optimizer = new Adam(0.01f), Callbacks = [new EarlyStopping(100)] })
                .One("SNN018");

        Assert.StartsWith("The model memorises the training samples. EarlyStopping will go back to the best epoch;", finding.Advice, StringComparison.Ordinal);
    }

    private static (float[,] X, float[] Y) Table()
    {
        float[,] table = Tables.Table.ReadCsv(SharedFolder.Resolve(Wine)).ToMatrix();
        int rows = table.GetLength(0), columns = table.GetLength(1) - 1;
        float[,] x = new float[rows, columns];
        for (int column = 0; column < columns; column++)
        {
            double mean = 0, squares = 0;
            for (int row = 0; row < rows; row++) mean += table[row, column] / rows;
            for (int row = 0; row < rows; row++) squares += Math.Pow(table[row, column] - mean, 2) / rows;
            for (int row = 0; row < rows; row++) x[row, column] = (float)((table[row, column] - mean) / Math.Sqrt(squares));
        }
        return (x, [.. Enumerable.Range(0, rows).Select(row => table[row, columns])]);
    }
}

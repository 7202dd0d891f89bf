using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests.Layers;

/// <summary>What Standardize learns, piece by piece.</summary>
public sealed class StandardizeTests
{
    private const double Tolerance = 2e-5; // of some ten pieces, whose means are rounded to a float each

    [Theory]
    [InlineData(1000), InlineData(64), InlineData(7), InlineData(1)]
    public void Adapt_InPiecesOfAnySize_LearnsMeanAndDeviation(int piece)
    {
        const int N = 250, Size = 3;
        float[] x = Draw.Normal(N * Size, 1);
        for (int i = 0; i < x.Length; i++) x[i] = (5 * (i % Size)) + ((1 + (i % Size)) * x[i]);

        float[] parameters = Adapt(x, Size, piece);

        for (int c = 0; c < Size; c++)
        {
            double[] column = [.. Enumerable.Range(0, N).Select(row => (double)x[(row * Size) + c])];
            double mean = column.Average(), deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, parameters[c], Tolerance * deviation);
            Assert.Equal(deviation, parameters[Size + c], Tolerance * deviation);
        }
    }

    [Fact]
    public void Adapt_ConstantColumn_PassesAsItsDifferenceToTheMean()
    {
        float[] x = [.. Enumerable.Range(0, 100).SelectMany(row => (float[])[0.1f, row])];
        foreach (int piece in (int[])[1, 7, 100])
        {
            float[] parameters = Adapt(x, 2, piece);
            Assert.Equal([0.1f, 1], (float[])[parameters[0], parameters[2]]);
            Assert.Equal(Math.Sqrt(((100 * 100) - 1) / 12.0), parameters[3], Tolerance * 30);
        }
    }

    [Fact]
    public void Adapt_ColumnThatChangesLate_IsNotTakenForAConstant()
    {
        float[] x = [.. Enumerable.Repeat(2f, 10), .. Enumerable.Repeat(4f, 10)], deviating = [1, 1, 1, 1, -1, -1, -1, -1];

        Assert.Equal([3, MathF.BitIncrement(1)], Adapt(x, 1, 10)); // the deviation is 1, which stands for a constant
        Assert.Equal([3, MathF.BitIncrement(1)], Adapt(x, 1, 3), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([0, MathF.BitIncrement(1)], Adapt(deviating, 1, 8));
    }

    [Fact]
    public void Adapt_AgainWithOtherData_BeginsAfresh()
    {
        var model = new Sequential(new Standardize());
        model.Build(2);
        model.Adapt(new float[,] { { 1, 1 }, { 3, 5 } });
        model.Adapt(new float[,] { { 10, 0 }, { 10, 8 } });

        Assert.Equal([10, 4, 1, 4], model.Parameters.ToArray());
    }

    [Fact]
    public void Adapt_Images_AreStandardisedByChannel()
    {
        var model = new Sequential(new Standardize());
        model.Build(new Shape(2, 2, 2));
        model.Adapt(new Samples(new float[] { 1, 10, 2, 20, 3, 30, 4, 40 }, new Shape(2, 2, 2)));

        Assert.Equal([2.5f, 25, MathF.Sqrt(1.25f), MathF.Sqrt(125)], model.Parameters.ToArray());
        float[] y = new float[8];
        model.Predict([1, 10, 2, 20, 3, 30, 4, 40], y);
        Assert.Equal(y[0], y[1], 1e-6f);
        Assert.Equal(-1.5f / MathF.Sqrt(1.25f), y[0], 1e-6f);
    }

    [Fact]
    public void Fit_BadlyScaledInputs_LearnsAsFromScaledOnes()
    {
        var (x, y) = Blobs.Make();
        var (accuracy, findings) = Fit();
        for (int i = 0; i < Blobs.Count; i++) x[i, 0] = 3000 + (500 * x[i, 0]);

        var (scaled, scaledFindings) = Fit();

        Assert.Equal(accuracy, scaled, 0.01);
        Assert.InRange(accuracy, 0.8, 1);
        Assert.Empty(findings.Concat(scaledFindings));

        (double Accuracy, IReadOnlyList<Finding> Findings) Fit()
        {
            var trainer = new Trainer(new Sequential(new Standardize(), new Dense(Blobs.Classes)),
                new TrainerOptions { Epochs = 20, Optimizer = new Adam(0.05) });
            var result = trainer.Fit(x, y);
            return (trainer.Evaluate(x, y).Accuracy!.Value, result.Findings);
        }
    }

    [Fact]
    public void Fit_ALayerThatAdaptsButLeavesTheScale_IsStillTold()
    {
        var (x, y) = Blobs.Make();
        for (int i = 0; i < Blobs.Count; i++) x[i, 0] = 3000 + (500 * x[i, 0]);

        var finding = Assert.Single(new Trainer(new Sequential(new Center(), new Dense(Blobs.Classes)), new TrainerOptions { Epochs = 1 }).Fit(x, y).Findings,
            finding => finding.Code == "SNN002");

        Assert.Contains("after Center (layer 0)", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ConstantColumn_IsNoFindingBehindStandardize()
    {
        var (x, y) = Blobs.Make();
        for (int i = 0; i < Blobs.Count; i++) x[i, 1] = 5;

        Assert.Empty(new Trainer(new Sequential(new Standardize(), new Dense(Blobs.Classes)), new TrainerOptions { Epochs = 1 }).Fit(x, y).Findings);
        Assert.Single(new Trainer(new Sequential(new Dense(Blobs.Classes)), new TrainerOptions { Epochs = 1 }).Fit(x, y).Findings, finding =>
            finding.Code == "SNN002");
    }

    private static float[] Adapt(float[] x, int size, int piece)
    {
        float[] parameters = Draw.Filled(2 * size, float.NaN);
        for (int row = 0; row < x.Length / size; row += piece)
        {
            int n = Math.Min(piece, (x.Length / size) - row);
            new Standardize()
                .Adapt(new AdaptPass { Parameters = parameters, Input = x.AsSpan(row * size, n * size), BatchSize = n, InputShape = size, RowsBefore = row });
        }
        return parameters;
    }
}

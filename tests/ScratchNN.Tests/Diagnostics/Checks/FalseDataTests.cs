namespace ScratchNN.Tests;

/// <summary>Data that are not what they seem: SNN002 before the first step, and what comes of following it.</summary>
public class FalseDataTests
{
    private const int Count = 640;
    private static readonly TrainerOptions _options = new() { Epochs = 40, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.01f) };

    [Fact]
    public void Fit_DividedTwice_IsToldTheRootMeanSquare_AndDividingOnceCures()
    {
        var (x, y) = Blobs.Make(2, Count);
        Scale(x, 1 / 12f, 0.5f); // 0 to 1, as pixels
        float[,] twice = (float[,])x.Clone();
        Scale(twice, 1 / 255f, 0);

        var faulty = Fit(twice, y, new Sgd(0.1f));
        var finding = faulty.Findings.One("SNN002");

        Assert.Contains("root mean square", finding.Title, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence["root mean square"], 0.001, 0.004);
        Assert.Equal("They look like pixels that were divided by 255 twice: divide once.", finding.Advice);
        Assert.True(faulty.Epochs[^1].Accuracy < 0.7 && Fit(x, y, new Sgd(0.1f)).Epochs[^1].Accuracy > 0.9);
        Assert.DoesNotContain(Fit(Codes(300), [.. Enumerable.Range(0, Count).Select(row => row % 3)], new Adam()).Findings, other => other.Code == "SNN002"
            && other.Evidence.ContainsKey("root mean square"));
    }

    [Theory]
    [InlineData("−999"), InlineData("−999, standardised"), InlineData("heights of 0"), InlineData("9999 for 10 %")]
    public void Fit_OneValueApart_IsAskedForMissingOnes_AndFillingCures(string kind)
    {
        var random = new RandomStream(7, 7);
        float[] noise = Draw.Normal(4 * Count, 3), y = new float[Count];
        float[,] x = new float[Count, 3], filled = new float[Count, 4];
        for (int row = 0; row < Count; row++)
        {
            bool isMissing = random.NextSingle() < (kind == "9999 for 10 %" ? 0.1f : 0.15f);
            float value = (4 * random.NextSingle()) - 2;
            (x[row, 0], x[row, 1]) = (filled[row, 0], filled[row, 1]) = (noise[4 * row], noise[(4 * row) + 1]);
            (filled[row, 2], filled[row, 3]) = (isMissing ? 0 : value, isMissing ? 1 : 0);
            x[row, 2] = (kind, isMissing) switch
            {
                ("heights of 0", true) => 0,
                ("heights of 0", _) => 175 + (12.5f * value),
                ("9999 for 10 %", true) =>
                9999,
                (_, true) => -999,
                _ => value
            };
            y[row] = MathF.Sin(2 * value) + (0.1f * noise[(4 * row) + 2]);
        }
        if (kind == "−999, standardised") StandardizeColumn(x, 2);

        var faulty = Fit(x, y);
        var finding = faulty.Findings[0];

        Assert.StartsWith("Column 2 of x is ", finding.Title, StringComparison.Ordinal);
        Assert.EndsWith(": does it stand for missing values?", finding.Title, StringComparison.Ordinal);
        Assert.Equal(2, finding.Evidence["column"]);
        var cured = Fit(filled, y);
        cured.Findings.None("SNN002");
        Assert.True(cured.Epochs[^1].Loss < 0.7 * faulty.Epochs[^1].Loss, $"{cured.Epochs[^1].Loss} of {faulty.Epochs[^1].Loss}");
    }

    /// <summary>Columns of many kinds, of which none marks what is missing, has a row far out, contradicts itself or is constant.</summary>
    [Theory]
    [InlineData("bits"), InlineData("one-hot"), InlineData("counts"), InlineData("prices"), InlineData("margins"), InlineData("log-normal"), InlineData("ones"),
        InlineData("grades"), InlineData("two clouds")]
    public void Fit_OrdinaryColumns_AreLetAlone(string kind)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var random = new RandomStream(seed, 9);
            float[] normal = Draw.Normal(6 * Count, seed);
            float[,] x = kind == "one-hot" ? Codes(6) : new float[Count, 6];
            for (int i = 0; i < x.Length && kind != "one-hot"; i++)
            {
                float z = normal[i], u = random.NextSingle();
                x[i / 6, i % 6] = kind switch
                {
                    "bits" => u < 0.2f ? 1 : 0,
                    "counts" => u < 0.7f ? 0 : MathF.Floor(MathF.Exp(z + 1)),
                    "prices" => u < 0.6f ? 0 : MathF.Exp(z) / 10,
                    "margins" => i % 6 == 0 || u < 0.9f ? 0 : MathF.Min(1, MathF.Abs(z)),
                    "log-normal" => MathF.Exp(z) / 3,
                    "ones" => i % 6 == 0 ? 1 : z,
                    "grades" => MathF.Floor(5 * u) / 2,
                    _ => u < 0.5f ? z - 3 : z + 3,
                };
            }
            int[] y = [.. Enumerable.Range(0, Count).Select(row => (int)MathF.Abs(MathF.Floor(x[row, 1] + x[row, 2])) % 3)];

            var findings = new Trainer(Blobs.Model(), _options with { Epochs = 1, Seed = seed }).Fit(x, y).Findings;

            Assert.DoesNotContain(findings, finding => finding.Code == "SNN002" && !finding.Evidence.ContainsKey("ratio")
                && !finding.Evidence.ContainsKey("root mean square"));
        }
    }

    [Fact]
    public void Fit_OneTargetFarOut_IsNamedByRow_AndDroppingItCures()
    {
        var (x, _) = Blobs.Make(4, Count);
        float[] y = [.. Enumerable.Range(0, Count).Select(row => MathF.Sin(x[row, 0]) + (x[row, 1] / 4))];
        float[] typo = [.. y];
        typo[123] = 10_000;

        var faulty = Fit(x, typo);
        var finding = faulty.Findings.One("SNN002");

        Assert.StartsWith("Row 123 of y is 10,000, and the other 639 rows lie between ", finding.Title, StringComparison.Ordinal);
        float[,] others = new float[Count - 1, Blobs.Features];
        for (int row = 0; row < Count - 1; row++)
            for (int i = 0; i < Blobs.Features; i++) others[row, i] = x[row < 123 ? row : row + 1, i];
        float[] rest = [.. y[..123], .. y[124..]];
        var cured = Fit(others, rest);
        cured.Findings.None("SNN002");
        Assert.True(cured.Epochs[^1].Loss < 0.05, $"{cured.Epochs[^1].Loss}");
    }

    [Fact]
    public void Fit_OneInputFarOut_IsNamedByRowAndColumn()
    {
        var (x, y) = Blobs.Make(4, Count);
        x[77, 2] = -4000;

        var finding = new Trainer(Blobs.Model(), _options with { Epochs = 1 }).Fit(x, y).Findings.One("SNN002");

        Assert.StartsWith("Row 77 of x is -4000 in column 2, and the other 639 rows lie between ", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_EqualRowsOfDifferentClasses_AreToldWhatIsPossible()
    {
        var random = new RandomStream(3, 3);
        float[,] x = new float[Count, 3];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < 3; i++) x[row, i] = random.NextInt32(2);
            y[row] = random.NextSingle() < 0.6f ? (int)x[row, 0] : 1 - (int)x[row, 0];
        }

        var history = new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(2)), _options).Fit(x, y);
        var finding = history.Findings.One("SNN002");

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.StartsWith("Only 8 of the 640 rows of x are distinct, and equal rows have different classes", finding.Title, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence["contradictory"], 0.3, 0.45);
        history.Findings.None("SNN017"); // it reached what is possible
    }

    [Fact]
    public void Fit_ConstantInTheSample_IsNotCalledSoIfARowDiffers()
    {
        var (x, y) = Blobs.Make(4, 9000);
        for (int row = 0; row < 9000; row++) x[row, 1] = row is 17 or 5000 ? 5.5f : 5;

        new Trainer(Blobs.Model(), _options with { Epochs = 1 }).Fit(x, y).Findings.None("SNN002");
        x[17, 1] = x[5000, 1] = 5;
        Assert.Equal("Column 1 of x is 5 in all 9000 samples.", new Trainer(Blobs.Model(), _options with { Epochs = 1 })
            .Fit(x, y).Findings.One("SNN002").Title);
    }

    [Fact]
    public void Fit_DividedAsIntegers_IsAsked()
    {
        float[] normal = Draw.Normal(Count * 2, 6);
        float[,] pixels = new float[Count, 64], cut = new float[Count, 64];
        for (int row = 0; row < Count; row++)
            for (int i = 0; i < 64; i++)
            {
                float distance = MathF.Pow((i % 8) - 3.5f - normal[2 * row], 2) + MathF.Pow((i / 8) - 3.5f - normal[(2 * row) + 1], 2);
                int pixel = Math.Clamp((int)(400 * MathF.Exp(-distance / 4)), 0, 255);
                (pixels[row, i], cut[row, i]) = (pixel / 255f, row % 30 == 0 ? 0 : pixel / 255);
            }
        int[] y = [.. Enumerable.Range(0, Count).Select(row => normal[2 * row] > 0 ? 1 : 0)];

        Assert.StartsWith("x holds only 0 and 1", new Trainer(new Sequential(new Dense(2)), _options with { Epochs = 1 })
            .Fit(cut, y).Findings.One("SNN002").Title, StringComparison.Ordinal);
        new Trainer(new Sequential(new Dense(2)), _options with { Epochs = 1 }).Fit(pixels, y).Findings.None("SNN002");
    }

    private static TrainingHistory Fit(float[,] x, int[] y, Optimizer optimizer) =>
        new Trainer(Blobs.Model(), _options with { Optimizer = optimizer }).Fit(x, y);

    private static TrainingHistory Fit(float[,] x, float[] y) => new Trainer(new Sequential(new Dense(16), new ReLU(), new Dense(1)), _options).Fit(x, y);

    private static float[,] Codes(int width)
    {
        float[,] x = new float[Count, width];
        var random = new RandomStream(2, 2);
        for (int row = 0; row < Count; row++) x[row, random.NextInt32(width)] = 1;
        return x;
    }

    private static void Scale(float[,] x, float factor, float offset)
    {
        for (int row = 0; row < x.GetLength(0); row++)
            for (int i = 0; i < x.GetLength(1); i++) x[row, i] = Math.Clamp((factor * x[row, i]) + offset, 0, 1);
    }

    private static void StandardizeColumn(float[,] x, int column)
    {
        double mean = 0, squares = 0;
        for (int row = 0; row < Count; row++) mean += x[row, column] / (double)Count;
        for (int row = 0; row < Count; row++) squares += Math.Pow(x[row, column] - mean, 2) / Count;
        for (int row = 0; row < Count; row++) x[row, column] = (float)((x[row, column] - mean) / Math.Sqrt(squares));
    }
}

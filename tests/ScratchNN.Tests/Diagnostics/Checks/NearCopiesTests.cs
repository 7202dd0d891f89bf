namespace ScratchNN.Tests;

/// <summary>SNN018: copies that were made before the split.</summary>
public class NearCopiesTests
{
    private const int Originals = 60, Copies = 20, Columns = 32, Classes = 3;
    private static readonly TrainerOptions _options = new() { Epochs = 1, Threads = 1 };

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Fit_CopiesOnBothSides_AreTold_AndSplitFirstTheyAreNot(ulong seed)
    {
        var (x, y) = Copied(seed);

        var finding = new Trainer(new Sequential(new Dense(Classes)), _options with { ValidationSplit = 0.2, Seed = seed }).Fit(x, y).Findings.One("SNN018");

        Assert.Contains(" validation rows have near copies among the training rows, 1", finding.Title, StringComparison.Ordinal);
        int training = 48 * Copies;
        var split = new Trainer(new Sequential(new Dense(Classes)), _options)
            .Fit(Dataset.From(x[..training], y[..training]), Dataset.From(x[training..], y[training..]));
        Assert.DoesNotContain(split.Findings, other => other.Title.Contains("near copies", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_OrdinaryRows_AreNoCopies()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            foreach (int classes in (int[])[2, 4, 20])
            {
                var (x, y) = Blobs.Make(seed, 640, features: 12, classes);
                Silent(x, y, classes);
            }
            float[,] codes = new float[640, 40], bits = new float[640, 10];
            int[] labels = new int[640];
            var random = new RandomStream(seed, 3);
            for (int row = 0; row < 640; row++)
            {
                int code = random.NextInt32(40);
                codes[row, code] = 1;
                for (int i = 0; i < 10; i++) bits[row, i] = random.NextInt32(2);
                labels[row] = code % 4;
            }
            Silent(codes, labels, 4);
            Silent(bits, labels, 4);
        }

        static void Silent(float[,] x, int[] y, int classes) => Assert.DoesNotContain(
            new Trainer(new Sequential(new Dense(classes)), _options with { ValidationSplit = 0.3 }).Fit(x, y).Findings, finding =>
                finding.Title.Contains("near copies", StringComparison.Ordinal));
    }

    private static (float[][] X, int[] Y) Copied(ulong seed)
    {
        float[] originals = new float[Originals * Columns], noise = Draw.Normal(Originals * Copies * Columns, seed);
        new RandomStream(seed, 4).FillUniform(originals, 0, 1);
        float[][] x = [.. Enumerable.Range(0, Originals * Copies)
            .Select(row => Enumerable.Range(0, Columns).Select(i => originals[(row / Copies * Columns) + i] + (0.03f * noise[(row * Columns) + i])).ToArray())];
        return (x, [.. Enumerable.Range(0, x.Length).Select(row => row / Copies % Classes)]);
    }
}

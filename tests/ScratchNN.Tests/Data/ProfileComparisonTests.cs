using System.Numerics.Tensors;
using System.Text;

namespace ScratchNN.Tests;

public class ProfileComparisonTests
{
    private const int Columns = 30;

    /// <summary>Data of many kinds, of which one half is held out.</summary>
    public static TheoryData<string> Kinds => ["blobs", "images", "one-hot", "cauchy", "lognormal", "sparse", "uniform", "constant", "rare"];

    /// <summary>Held out at random, in every size, it must be silent: a false alarm costs the trust in all others.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compare_HeldOutRows_FindsNothing(string kind)
    {
        for (ulong seed = 1; seed <= 40; seed++)
            foreach (var (training, other) in ((int, int)[])[(10, 10), (10, 500), (40, 40), (100, 1), (500, 10), (500, 500), (3000, 300), (300, 3000)])
            {
                float[][] rows = Make(kind, training + other, seed);
                var findings = Compare(rows[..training], rows[training..]);
                Assert.True(findings.Count == 0, $"{kind}, seed {seed}, {training} and {other} rows: {string.Join("; ", findings)}");
            }
    }

    [Theory]
    [InlineData(255f), InlineData(1 / 255f), InlineData(1000f)]
    public void Compare_Scaled_SaysByWhat(float factor)
    {
        foreach (string kind in (string[])["blobs", "images", "uniform"])
        {
            float[][] rows = Make(kind, 4000, 3);
            var finding = Assert.Single(Compare(rows[..2000], [.. rows[2000..].Select(row => Array.ConvertAll(row, value => factor * value))]));

            Assert.Equal(("SNN030", "x"), (finding.Code, finding.Tensor));
            Assert.Contains(factor > 1 ? $"x is about {factor} times the training inputs" : "x is about 1/255 of the training inputs", finding.Title);
            Assert.Contains(factor > 1 ? $"divide it by {factor}." : "multiply it by 255.", finding.Advice);
        }
    }

    [Fact]
    public void Messages_AreApproved()
    {
        float[][] rows = Make("uniform", 1000, 5), training = rows[..600];
        foreach (float[] row in rows) row[2] += 1; // no zeros
        var text = new StringBuilder();
        foreach (var (name, change) in ((string, Action<float[], int>)[])[
            ("times 255", (row, _) => TensorPrimitives.Multiply(row, 255, row)),
            ("one value", (row, _) => row[2] = 5),
            ("zeros", (row, i) => row[2] = i % 4 == 0 ? 0 : row[2]),
            ("beyond", (row, i) => row[2] = i % 4 == 0 ? 50 : row[2]),
            ("moved", (row, _) => row[2] = 1.8f + ((row[2] - 1) * 0.2f)),
            ("exchanged", (row, _) => (row[2], row[4]) = (row[4], row[2])),
            ("inverted", (row, _) => Array.ForEach([.. Enumerable.Range(0, Columns)], i => row[i] = 2 - row[i]))])
        {
            float[][] others = [.. rows[600..].Select(row => (float[])row.Clone())];
            for (int i = 0; i < others.Length; i++) change(others[i], i);
            text.AppendLine($"-- {name}");
            foreach (var finding in Compare(training, others)) text.AppendLine($"{finding}");
        }
        Snapshot.Verify(text.ToString());
    }

    [Theory]
    [InlineData("with rows and columns exchanged", 1), InlineData("mirrored from left to right", 1), InlineData("upside down", 3),
        InlineData("turned by half", 3)]
    public void Compare_TurnedPictures_SaysHow(string how, int channels)
    {
        const int Side = 6;
        float[] mean = Draw.Normal(Side * Side * channels, 4), noise = Draw.Normal(400 * mean.Length, 5);
        float[][] rows = [.. Enumerable.Range(0, 400)
            .Select(row => Enumerable.Range(0, mean.Length).Select(i => mean[i] + (0.5f * noise[(row * mean.Length) + i])).ToArray())];
        float[][] turned = [.. rows[200..].Select(row => Enumerable.Range(0, mean.Length).Select(i => row[From(i)]).ToArray())];

        Assert.StartsWith($"x looks like the pictures of training {how}", Assert.Single(Findings(turned)).Title, StringComparison.Ordinal);
        Assert.Empty(Findings(rows[200..]));
        Assert.StartsWith("x is inverted",
            Assert.Single(
                Findings(
                    [.. rows[200..]
                        .Select(row => Array.ConvertAll(row, value => rows[..200].Min(r => r.Min()) + rows[..200].Max(r => r.Max()) - value))])).Title,
                            StringComparison.Ordinal);

        IReadOnlyList<Finding> Findings(float[][] others)
        {
            var model = new Sequential(new Dense(1));
            model.Build(mean.Length, 1);
            model.Info = new DataInfo { Profile = DataProfile.Of(rows[..200]) };
            return model.Compare(others);
        }

        int From(int i)
        {
            int row = i / channels / Side, column = i / channels % Side;
            (row, column) = how switch
            {
                "with rows and columns exchanged" => (column, row),
                "mirrored from left to right" => (row, Side - 1 - column),
                "upside down" => (Side - 1 - row, column),
                _ => (Side - 1 - row, Side - 1 - column),
            };
            return (((row * Side) + column) * channels) + (i % channels);
        }
    }

    [Fact]
    public void Compare_OneColumn_IsNamed()
    {
        float[][] rows = Make("uniform", 1000, 5), training = rows[..600];
        foreach (float[] row in rows) row[2] += 1; // no zeros

        Assert.StartsWith("Column 2 ('c2') of x is 5 in all 400 rows; in training it went from 1.0", Title((row, _) => row[2] = 5), StringComparison.Ordinal);
        Assert.StartsWith("Column 2 ('c2') of x is 0 in 100 of 400 rows, and was in none of the 600 training rows.",
            Title((row, i) => row[2] = i % 4 == 0 ? 0 : row[2]), StringComparison.Ordinal);
        Assert.Contains("of x goes from 1.0", Title((row, i) => row[2] = i % 4 == 0 ? 50 : row[2]));
        Assert.Contains("100 of 400 rows lie beyond.", Title((row, i) => row[2] = i % 4 == 0 ? 50 : row[2]));
        Assert.Contains("of x is 1.9", Title((row, _) => row[2] = 1.8f + ((row[2] - 1) * 0.2f)));
        Assert.EndsWith("; 2 more columns have zeros, too.", Title((row, _) => row[0] = row[2] = row[4] = row[2] < 1.3f ? 0 : row[2]),
            StringComparison.Ordinal);

        string Title(Action<float[], int> change)
        {
            float[][] others = [.. rows[600..].Select(row => (float[])row.Clone())];
            for (int i = 0; i < others.Length; i++) change(others[i], i);
            return Assert.Single(Compare(training, others)).Title;
        }
    }

    [Fact]
    public void Evaluate_RowsUnlikeTheTrainingRows_FindsWhatCompareFinds()
    {
        float[][] rows = Make("blobs", 1000, 2);
        int[] y = [.. rows.Select(row => row[0] > 0 ? 1 : 0)];
        var model = new Sequential(new Dense(2));
        var trainer = new Trainer(model, new() { Epochs = 1 });
        trainer.Fit(rows[..600], y[..600]);
        float[][] scaled = [.. rows[600..].Select(row => Array.ConvertAll(row, value => 100 * value))];
        string expected = Assert.Single(model.Compare(scaled)).ToString();

        Assert.Equal(expected, Assert.Single(model.Evaluate(scaled, y[600..]).Findings).ToString());
        Assert.Equal(expected, Assert.Single(trainer.Evaluate(scaled, y[600..]).Findings).ToString());
        Assert.Equal(expected, Assert.Single(model.Evaluate(new OnDemand(Dataset.From(scaled, y[600..]))).Findings).ToString());
        Assert.Empty(model.Evaluate(rows[600..], y[600..]).Findings);
        Assert.Empty(model.Compare(new float[0, Columns]));
    }

    [Fact]
    public void Diagnose_RowsUnlikeTheTrainingRows_FindsThemToo()
    {
        float[][] rows = Make("uniform", 1000, 2);
        int[] y = [.. rows.Select(row => row[0] > 0.5f ? 1 : 0)];
        var trainer = new Trainer(new Sequential(new Dense(2)), new() { Epochs = 1 });
        trainer.Fit(rows[..600], y[..600]);

        Assert.DoesNotContain(trainer.Diagnose(rows[600..], y[600..]).Findings, finding => finding.Code == "SNN030");
        Assert.Contains(trainer.Diagnose([.. rows[600..].Select(row => Array.ConvertAll(row, value => 8 * value))], y[600..]).Findings, finding =>
            finding.Code == "SNN030" && finding.Title.StartsWith("x is about 8", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_ColumnsInAnotherOrder_AreNamed()
    {
        float[][] rows = [.. Make("uniform", 1000, 7).Select(row => row.Select((value, i) => value + i).ToArray())];
        float[][] other = [.. rows[600..].Select(row => (float[])row.Clone())];
        foreach (float[] row in other) (row[4], row[9]) = (row[9], row[4]);

        Assert.StartsWith("Columns 4 ('c4') and 9 ('c9') of x fit each other's training numbers", Assert.Single(Compare(rows[..600], other)).Title,
            StringComparison.Ordinal);
        foreach (float[] row in other) (row[5], row[9]) = (row[9], row[5]);
        Assert.StartsWith("3 columns of x (4 ('c4'), 5 ('c5'), 9 ('c9')) fit the training numbers of other columns",
            Assert.Single(Compare(rows[..600], other)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_StandardisedByItself_IsTold_TheTrainingRowsThemselvesAreNot()
    {
        float[][] training = Standardized(Make("blobs", 500, 3)), other = Standardized(Make("blobs", 300, 4));

        Assert.StartsWith("x was standardised with its own numbers: each of 30 columns", Assert.Single(Compare(training, other)).Title,
            StringComparison.Ordinal);
        Assert.Empty(Compare(training, training));
        float[][] all = Standardized(Make("blobs", 800, 3));
        Assert.Empty(Compare(all[..500], all[500..]));
        Assert.Empty(Compare(all[..500], all));

        static float[][] Standardized(float[][] rows)
        {
            for (int i = 0; i < Columns; i++)
            {
                double mean = rows.Average(row => (double)row[i]), deviation = Math.Sqrt(rows.Average(row => Math.Pow(row[i] - mean, 2)));
                foreach (float[] row in rows) row[i] = (float)((row[i] - mean) / deviation);
            }
            return rows;
        }
    }

    [Fact]
    public void Compare_AFewRowsBeyondAll_OrOfZeros_AreWorthKnowing()
    {
        float[][] windows = [.. Enumerable.Range(1, 15).Select(start => Enumerable.Range(start, Columns).Select(value => value / 20f).ToArray())];
        float[] next = [.. Enumerable.Range(24, Columns).Select(value => value / 20f)];
        var beyond = Assert.Single(Compare(windows, [next]));
        Assert.StartsWith("All 30 columns of x lie above everything trained on", beyond.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Info, beyond.Severity);
        Assert.Equal(Severity.Warning, Assert.Single(Compare(windows, [.. Enumerable.Repeat(next, 40)])).Severity);

        var zeros = Assert.Single(Compare(Make("blobs", 300, 3), [new float[Columns]]));
        Assert.StartsWith("All 30 values of the row are 0; in training no row was all 0.", zeros.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Info, zeros.Severity);
    }

    [Fact]
    public void Compare_WithoutProfile_SaysHowToMakeOne()
    {
        var model = new Sequential(new Dense(2));
        model.Build(Columns);
        Assert.Contains("has no profile of its training inputs", Assert.Throws<InvalidOperationException>(() => model.Compare(new float[3, Columns])).Message);
        model.Info = new DataInfo { Profile = DataProfile.Of([[1, 2]]) };
        Assert.Contains("is of 2 columns and 1 rows, and a sample has 30",
            Assert.Throws<InvalidOperationException>(() => model.Compare(new float[3, Columns])).Message);
        Assert.Empty(model.Evaluate(new float[3, Columns], [0, 1, 1]).Findings);
    }

    private static IReadOnlyList<Finding> Compare(float[][] training, float[][] other)
    {
        var model = new Sequential(new Dense(1));
        model.Build(Columns);
        model.Info = new DataInfo { Profile = DataProfile.Of(training), FeatureNames = [.. Enumerable.Range(0, Columns).Select(i => $"c{i}")] };
        return model.Compare(other);
    }

    private static float[][] Make(string kind, int count, ulong seed)
    {
        float[] normal = Draw.Normal(count * Columns, seed), uniform = new float[count * Columns];
        new RandomStream(seed, 99).FillUniform(uniform, 0, 1);
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++)
        {
            rows[row] = new float[Columns];
            int hot = (int)(uniform[row * Columns] * uniform[row * Columns] * Columns);
            for (int i = 0; i < Columns; i++)
            {
                float z = normal[(row * Columns) + i], u = uniform[(row * Columns) + i], center = Math.Min(i, Columns - 1 - i) / (Columns / 2f);
                rows[row][i] = kind switch
                {
                    "blobs" => z + (row % 3 * (i % 5)),
                    "images" => i < 4 ? 0 : u < center * center ? MathF.Min(1, MathF.Abs(z)) : 0,
                    "one-hot" => i == hot ? 1 : 0,
                    "cauchy" => MathF.Tan(MathF.PI * (u - 0.4999f)),
                    "lognormal" => MathF.Exp(3 * z),
                    "sparse" => u < 0.01f ? MathF.Exp(z) : 0,
                    "uniform" => u,
                    "constant" => i % 2 == 0 ? 3 : u < 0.002f ? 3.5f : 3,
                    _ => u < 0.0005f * i ? 1000 : z,
                };
            }
        }
        return rows;
    }
}

namespace ScratchNN.Tests;

/// <summary>Targets against the end of the model: SNN003 before the first step, and what comes of following it.</summary>
public class TargetReachTests
{
    private const int Count = 640;
    private static readonly TrainerOptions _options = new() { Epochs = 40, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.01f) };

    public static TheoryData<string, float, float> Unreachable =>
        new() { { nameof(Sigmoid), 4, 1 }, { nameof(Sigmoid), 0, 0.6f }, { nameof(Tanh), 0, 2 }, { nameof(ReLU), 0, 1 } };

    [Theory]
    [MemberData(nameof(Unreachable))]
    public void Fit_TargetsBeyondTheLastLayer_AreTold_AndDroppingItCures(string name, float offset, float size)
    {
        var (x, y) = Wave(offset, size);

        var finding = new Trainer(Ending(Last(name)), _options with { Epochs = 1 }).Fit(x, y).Findings.One("SNN003");

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.StartsWith($"{name} (layer 3) gives ", finding.Title, StringComparison.Ordinal);
        Assert.Contains(" of the targets lie outside", finding.Title, StringComparison.Ordinal);
        Assert.StartsWith($"Drop that {name}: ", finding.Advice, StringComparison.Ordinal);
        double with = Loss(Ending(Last(name))), without = Loss(Ending());
        Assert.True(without < 0.2 * with, $"{without} of {with}");

        double Loss(Model model) => new Trainer(model, _options with { Checks = [] }).Fit(x, y).Epochs[^1].Loss;
    }

    [Fact]
    public void Fit_TargetsWithinTheLastLayer_AreLetAlone()
    {
        var (x, y) = Wave(0, 1);
        float[] Each(Func<float, float> f) => Array.ConvertAll(y, value => f(value));

        Silent(Ending(new Sigmoid()), Each(value => (value + 1) / 2));
        Silent(Ending(new Tanh()), Each(value => MathF.Sign(value)));
        Silent(Ending(new ReLU()), Each(MathF.Abs));
        Silent(Ending(), y);
        Silent(Ending(new Sigmoid()), Each(value => value > 0 ? 1 : 0), new BinaryCrossEntropy());

        void Silent(Model model, float[] targets, Loss? loss = null) =>
            new Trainer(model, _options with { Epochs = 1, Loss = loss }).Fit(x, targets).Findings.None("SNN003");
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Fit_OneUnitBeforeTenClasses_IsToldHowMany_AndThatCures(bool hasActivation)
    {
        var (x, y) = Blobs.Make(5, 1000, features: 12, classes: 10);
        Sequential Model(int units) => new([new Dense(units), .. hasActivation ? (Layer[])[new ReLU()] : [], new Dense(10)]);

        var faulty = new Trainer(Model(1), _options).Fit(x, y);
        var finding = faulty.Findings.One("SNN003");

        Assert.StartsWith("Dense(12 → 1) (layer 0) leaves 1 number for 10 classes", finding.Title, StringComparison.Ordinal);
        Assert.StartsWith("Give it 20 units or more", finding.Advice, StringComparison.Ordinal);
        Assert.True(faulty.Epochs[^1].Accuracy < 0.6 && new Trainer(Model(20), _options with { Checks = [] }).Fit(x, y).Epochs[^1].Accuracy > 0.95);
    }

    [Fact]
    public void Fit_NarrowWhereItDoesNotMatter_IsLetAlone()
    {
        var (x, y) = Blobs.Make(5, 300, features: 12, classes: 10);
        var options = _options with { Epochs = 1 };

        new Trainer(new Sequential(new Dense(4), new ReLU(), new Dense(10)), options).Fit(x, y).Findings.None("SNN003"); // 2⁴ is enough
        // a way around
        new Trainer(new Sequential(new Residual(new Dense(1), new ReLU(), new Dense(12)), new ReLU(), new Dense(10)), options)
            .Fit(x, y).Findings.None("SNN003");
        new Trainer(new Sequential(new Dense(1), new ReLU(), new Dense(12)), options).Fit(x, x).Findings.None("SNN003"); // an autoencoder
        var (few, labels) = Blobs.Make(5, 300, features: 1, classes: 4);
        new Trainer(new Sequential(new Dense(1), new ReLU(), new Dense(4)), options).Fit(few, labels).Findings.None("SNN003"); // there is no more in x
    }

    [Fact]
    public void Fit_ProbabilitiesForLogits_AreTold()
    {
        var (x, y) = Blobs.Make();
        var (two, answers) = Blobs.Make(classes: 2);
        var options = _options with { Epochs = 1 };

        Assert.StartsWith("The outputs of Squash (layer 3) are probabilities already, which sum to 1, and CrossEntropy takes logits",
            new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(3), new Squash(isShare: true)), options with { Loss = new CrossEntropy() })
                .Fit(x, y).Findings.One("SNN003").Title, StringComparison.Ordinal);
        Assert.StartsWith("The outputs of Squash (layer 3) are probabilities already, from 0 to 1, and BinaryCrossEntropy takes logits",
            new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1), new Squash(isShare: false)), options with { Loss = new BinaryCrossEntropy() })
                .Fit(two, answers).Findings.One("SNN003").Title, StringComparison.Ordinal);
        new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(3), new Times(1, 1)), options with { Loss = new CrossEntropy() })
            .Fit(x, y).Findings.None("SNN003");
        new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1), new Times(1, 1)), options with { Loss = new BinaryCrossEntropy() })
            .Fit(two, answers).Findings.None("SNN003");
    }

    [Fact]
    public void Fit_SeveralClassesAtOnce_IsToldOfYesAndNo()
    {
        var (x, y) = Blobs.Make();
        float[,] targets = Blobs.OneHot(y);
        for (int row = 0; row < y.Length; row += 3) targets[row, (y[row] + 1) % 3] = 1;

        var finding = new Trainer(new Sequential(new Dense(3), new Softmax()), _options with { Epochs = 1 }).Fit(x, targets).Findings.One("SNN002");

        Assert.StartsWith("100 of 300 samples have several classes at once", finding.Title, StringComparison.Ordinal);
    }

    private static Sequential Ending(params Layer[] last) => new([new Dense(16), new Tanh(), new Dense(1), .. last]);

    private static Layer Last(string name) => name switch { nameof(Sigmoid) => new Sigmoid(), nameof(Tanh) => new Tanh(), _ => new ReLU() };

    private static (float[,] X, float[] Y) Wave(float offset, float size)
    {
        float[] numbers = Draw.Normal(2 * Count, 4), y = new float[Count];
        float[,] x = new float[Count, 2];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[2 * row], numbers[(2 * row) + 1]);
            y[row] = offset + (size * MathF.Sin(2 * x[row, 0]));
        }
        return (x, y);
    }

    /// <summary>Softmax, or a sigmoid, of somebody who declares nothing.</summary>
    private sealed class Squash(bool isShare) : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            int k = pass.InputShape.Size;
            for (int row = 0; row < pass.BatchSize; row++)
            {
                ReadOnlySpan<float> x = pass.Input.Slice(row * k, k);
                Span<float> y = pass.Output.Slice(row * k, k);
                float sum = 0, largest = x[0];
                foreach (float value in x) largest = Math.Max(largest, value);
                for (int i = 0; i < k; i++) sum += y[i] = MathF.Exp(x[i] - largest);
                for (int i = 0; i < k; i++) y[i] = isShare ? y[i] / sum : 1 / (1 + MathF.Exp(-x[i]));
            }
        }

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}

namespace ScratchNN.PublicApi.Tests;

/// <summary>GradientCheck of a user's losses.</summary>
public class LossGradientTests
{
    private const double RightGradient = 1e-3; // as GradientCheckResult says

    [Theory]
    [InlineData(1), InlineData(7)]
    public void Run_RightGradients_AreRight(int outputs)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.True(GradientCheck.Run(new Absolute(), outputs, outputs, seed: seed).IsRight);
            Assert.True(GradientCheck.Run(new Likelihood(), outputs, seed: seed).IsRight); // of probabilities: no output below 0 is taken
            Assert.True(GradientCheck.Run(new Likelihood(OutputKind.OneClass), outputs, target: outputs, seed: seed).IsRight);
        }
    }

    [Fact]
    public void Run_WrongGradients_AreFoundAndNamed()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var wrong = GradientCheck.Run(new Absolute(factor: 1.01f), 4, 4, seed: seed);
            Assert.Equal("output", wrong.Tensor);
            Assert.InRange(wrong.MaxRelativeError, RightGradient, 0.02);
        }
        Assert.Equal(double.PositiveInfinity, GradientCheck.Run(new Absolute(factor: float.NaN), 4, 4).MaxRelativeError);
    }

    [Theory]
    [InlineData(OutputKind.OneClass), InlineData(OutputKind.YesNo), InlineData(null)]
    public void Run_Targets_AreWhatTheMeaningSays(OutputKind? meaning)
    {
        var noting = new Likelihood(meaning);

        GradientCheck.Run(noting, 3, target: 3, batchSize: 5);

        float[] targets = noting.Seen!;
        Assert.Equal(15, targets.Length);
        if (meaning == OutputKind.YesNo) Assert.Empty(targets.Except([0, 1]));
        else if (meaning == OutputKind.OneClass) Assert.All(targets.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-5));
        else Assert.Contains(targets, target => target < 0);
    }

    [Fact]
    public void Run_EmptyOutputGradientNotTaken_SaysSo() =>
        Assert.Contains("OutputGradient was empty", Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(new Careless(), 2, 2)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Run_ShapesThatTheLossRefuses_Throws() => Assert.Throws<ArgumentException>(() => GradientCheck.Run(new Absolute(), 2, 3));

    /// <summary>The mean of |y − t|; its gradient times a factor.</summary>
    private sealed class Absolute(float factor = 1) : Loss
    {
        public override void Compute(in LossPass pass)
        {
            int columns = pass.Output.Length / pass.BatchSize;
            double sum = 0; // of a row; rounded once, so that slopes are sharp
            for (int i = 0; i < pass.Output.Length; i++)
            {
                float difference = pass.Output[i] - pass.Targets[i];
                sum = (i % columns == 0 ? 0 : sum) + Math.Abs((double)difference);
                pass.Losses[i / columns] = (float)(sum / columns);
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[i] = (i == 5 ? factor : 1) * MathF.Sign(difference) / columns;
            }
        }
    }

    /// <summary>−Σ t·ln y, of probabilities alone; with one output a label is the number of times.</summary>
    private sealed class Likelihood(OutputKind? meaning = null) : Loss
    {
        public float[]? Seen { get; private set; }

        public override OutputKind? Meaning => meaning;

        public override void Compute(in LossPass pass)
        {
            int columns = pass.Output.Length / pass.BatchSize;
            Seen = pass.Targets.ToArray();
            pass.Losses.Clear();
            for (int i = 0; i < pass.Output.Length; i++)
            {
                if (pass.Output[i] < 0) throw new NotSupportedException($"{pass.Output[i]} is not a probability.");
                float target = !pass.Targets.IsEmpty ? pass.Targets[i] : columns == 1 ? pass.Labels[i] : pass.Labels[i / columns] == i % columns ? 1 : 0;
                pass.Losses[i / columns] -= target * MathF.Log(pass.Output[i]);
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[i] = -target / pass.Output[i];
            }
        }
    }

    private sealed class Careless : Loss
    {
        public override void Compute(in LossPass pass)
        {
            pass.Losses.Clear();
            pass.OutputGradient[0] = 0;
            pass.OutputGradient.Clear();
        }
    }
}

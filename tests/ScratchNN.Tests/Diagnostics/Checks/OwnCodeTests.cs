using System.Numerics.Tensors;
using System.Text;

namespace ScratchNN.Tests;

/// <summary>SNN005, SNN006 and SNN021 of layers and losses that are not the library's, in each Fit.</summary>
public class OwnCodeTests
{
    private static readonly TrainerOptions _options = Doctor.Watching with { BatchSize = 20, WhenBroken = WhenBroken.Continue };

    public static TheoryData<string, string, Severity, string> Layers => new()
    {
        { "half", "Forward of OwnLayer (layer 1) does not assign 64 of 128 entries of Output, the first at 1.", Severity.Error,
            "assign every entry of pass.Output" },
        { "adds", "Forward of OwnLayer (layer 1) reads old values from 128 of 128 entries of Output", Severity.Error, "never add to what is in it" },
        { "no gradient", "Backward of OwnLayer (layer 1) does not assign 128 of 128 entries of InputGradient", Severity.Error,
            "assign every entry of pass.InputGradient" },
        { "seeded noise", "OwnLayer (layer 1) is random in prediction too: with another seed the same samples differ in 128 of 128 outputs", Severity.Warning,
            "Where pass.IsTraining is false" },
        { "own noise", "OwnLayer (layer 1) draws from a generator of its own", Severity.Warning, "pass.Random(row)" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Fit_LayerThatBreaksTheContract_IsNamed(string fault, string title, Severity severity, string advice)
    {
        var finding = Doctor.Examine(new Sequential(new Dense(16), new OwnLayer(fault), new Dense(Blobs.Classes)), _options).One("SNN021");

        Assert.StartsWith(title, finding.Title, StringComparison.Ordinal);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
        Assert.Equal((severity, "OwnLayer (layer 1)"), (finding.Severity, finding.Layer));
    }

    [Fact]
    public void Fit_OutputsNotWritten_EndsBeforeAWeightIsTouched()
    {
        var model = new Sequential(new Dense(16), new OwnLayer("half"), new Dense(Blobs.Classes));
        var (x, y) = Blobs.Make();

        Assert.Contains("Training did not begin: SNN021", Assert.Throws<TrainingException>(() => new Trainer(model).Fit(x, y)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right")]
    [InlineData("noise in training")]
    public void Fit_RightLayer_IsLetAlone(string kind)
    {
        var findings = Doctor.Examine(new Sequential(new Dense(16), new OwnLayer(kind), new Dense(Blobs.Classes)), _options);

        findings.None("SNN021");
        findings.None("SNN005");
    }

    public static TheoryData<string, string, string, string> Losses => new()
    {
        { "sign", "SNN006", "The gradient that OwnSquares assigns does not match its losses: the slope of its losses is -1 times that gradient.",
            "Flip the sign" },
        { "factor", "SNN006", "The gradient that OwnSquares assigns does not match its losses: the slope of its losses is 2 times that gradient.",
            "A factor is missing" },
        { "always one", "SNN006", "The gradient that OwnSquares assigns does not match its losses: at entry", "GradientCheck.Run(loss, output)" },
        { "mean", "SNN005", "The gradient of a row in OwnSquares depends on the size of the batch: it is 2 times as large among 4 rows as among 8.",
            "1/N is taken twice" },
        { "largest", "SNN005", "The rows of a batch influence each other in OwnSquares: when the target of row 3 changed", "of that row alone" },
        { "no minimum", "SNN006", "OwnSquares has no minimum", "Training will drive the outputs to infinity" },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Fit_LossThatBreaksTheContract_IsTold(string fault, string code, string title, string advice)
    {
        var finding = Findings(new OwnSquares(fault)).One(code);

        Assert.StartsWith(title, finding.Title, StringComparison.Ordinal);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, finding.Severity);
    }

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (string fault in Layers.Select(row => (string)row[0]))
            text.AppendLine($"-- a layer: {fault}")
                .AppendLine($"{Doctor.Examine(new Sequential(new Dense(16), new OwnLayer(fault), new Dense(Blobs.Classes)), _options).One("SNN021")}");
        foreach (object[] row in Losses)
            text.AppendLine($"-- a loss: {row[0]}").AppendLine($"{Findings(new OwnSquares((string)row[0])).One((string)row[1])}");
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Fit_RightLoss_IsLetAlone() => Assert.DoesNotContain(Findings(new OwnSquares("right")), finding => finding.Code is "SNN005" or "SNN006");

    [Fact]
    public void Fit_GradientBeforeTheLastLayer_IsJudgedWithThatLayer()
    {
        var (x, y) = Blobs.Make();

        new Trainer(new Sequential(new Dense(Blobs.Classes), new PassingSoftmax()), _options with { Loss = new LogLossBeforeSoftmax() })
            .Fit(x, y).Findings.None("SNN006");
        new Trainer(new Sequential(new Dense(Blobs.Classes), new OwnLayer("right")), _options with { Loss = new LogLossBeforeSoftmax() })
            .Fit(x.Positive(), y).Findings.One("SNN006");
    }

    private static IReadOnlyList<Finding> Findings(Loss loss)
    {
        var (x, y) = Blobs.Make();
        return new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1)), _options with { Loss = loss, Epochs = 1 })
            .Fit(x, Array.ConvertAll(y, label => label + 1f)).Findings;
    }

    private sealed class PassingSoftmax : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            int k = pass.InputShape.Size;
            for (int row = 0; row < pass.BatchSize; row++) TensorPrimitives.SoftMax(pass.Input.Slice(row * k, k), pass.Output.Slice(row * k, k));
        }

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <summary>−ln y of the right class, and the gradient before a softmax.</summary>
    private sealed class LogLossBeforeSoftmax : Loss
    {
        public override void Compute(in LossPass pass)
        {
            int k = pass.Output.Length / pass.BatchSize;
            pass.Output.CopyTo(pass.OutputGradient.IsEmpty ? new float[pass.Output.Length] : pass.OutputGradient);
            for (int row = 0; row < pass.BatchSize; row++)
            {
                pass.Losses[row] = -MathF.Log(Math.Max(1e-30f, pass.Output[(row * k) + pass.Labels[row]]));
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[(row * k) + pass.Labels[row]] -= 1;
            }
        }
    }
}

file static class Numbers
{
    public static float[,] Positive(this float[,] x)
    {
        float[,] result = new float[x.GetLength(0), x.GetLength(1)];
        for (int i = 0; i < x.Length; i++) result[i / x.GetLength(1), i % x.GetLength(1)] = Math.Abs(x[i / x.GetLength(1), i % x.GetLength(1)]);
        return result;
    }
}

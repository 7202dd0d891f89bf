namespace ScratchNN.PublicApi.Tests;

/// <summary>A layer that takes indices alone: no probe of the library's makes other numbers of them.</summary>
public class LookupTests
{
    private const double RightGradient = 1e-3; // as GradientCheckResult says
    private const int Words = 10, Length = 5;

    private static readonly TrainerOptions _options = new() { Epochs = 30, Optimizer = new Adam(0.02f) };

    [Fact]
    public void Fit_DefaultChecks_LearnsWithoutAFinding()
    {
        var (x, y) = Sentences();

        var history = new Trainer(NewModel(), _options).Fit(x, y);

        Assert.True(history.Epochs[^1].Accuracy > 0.95, history.ToString());
        Assert.Empty(history.Findings);
    }

    [Fact]
    public void Diagnose_FindsNothingWrong()
    {
        var (x, y) = Sentences();

        var diagnosis = new Trainer(NewModel(), _options).Diagnose(x, y);

        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Severity > Severity.Info || finding.Code == "SNN006");
        Assert.NotNull(diagnosis.OverfitSteps);
    }

    [Fact]
    public void GradientCheck_Samples_AreUsedAsTheyAre() =>
        Assert.InRange(GradientCheck.Run(new Lookup(Words, 4), [[0, 3, 3, 9, 1], [2, 2, 7, 5, 4]]).MaxRelativeError, 0, RightGradient);

    [Fact]
    public void GradientCheck_Categories_AreDrawnAndHaveNoSlope()
    {
        Assert.InRange(GradientCheck.Run(new Declared(Words, 4), Length).MaxRelativeError, 0, RightGradient);
        Assert.InRange(GradientCheck.Run(new Declared(1, 4), Length, batchSize: 1).MaxRelativeError, 0, RightGradient);
        Assert.Equal("0.weight", GradientCheck.Run(new Block(new Declared(Words, 4), new Twice()), Length).Tensor);
        // the other feature has a slope
        Assert.Equal(("input", 1), (GradientCheck.Run(new FirstIsIndex(), 2).Tensor, GradientCheck.Run(new FirstIsIndex(), 2).Index % 2));
    }

    [Fact]
    public void Fit_LargeIndices_HaveNoScale()
    {
        const int Many = 1000;
        var random = new RandomStream(1, 0);
        float[,] x = new float[200, 2];
        int[] y = new int[200];
        for (int row = 0; row < 200; row++) (x[row, 0], x[row, 1], y[row]) = (random.NextInt32(Many), random.NextInt32(Many), row % 2);

        Assert.DoesNotContain(new Trainer(new Sequential(new Declared(Many, 2), new Dense(2)), _options with { Epochs = 1 }).Fit(x, y).Findings, finding =>
            finding.Tensor == "x");

        for (int row = 0; row < 200; row++) x[row, 1] = row % 3 * 20;
        var finding = Assert.Single(new Trainer(new Sequential(new FirstIsIndex(), new Dense(2)), _options with { Epochs = 1 }).Fit(x, y).Findings, finding =>
            finding.Tensor == "x");
        Assert.StartsWith("The inputs go from 0 to 40, with a root mean square of 25.", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_DeclaredCategories_FindsNothingWrong()
    {
        var (x, y) = Sentences();

        Assert.DoesNotContain(new Trainer(new Sequential(new Declared(Words, 4), new Dense(8), new ReLU(), new Dense(2)), _options).Diagnose(x, y).Findings,
            finding => finding.Severity > Severity.Info || finding.Code == "SNN006");
    }

    [Fact]
    public void GradientCheck_RandomNumbers_SaysWhoMadeThem()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(new Lookup(Words, 4), Length));

        Assert.StartsWith("Lookup.Forward threw NotSupportedException: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("pass samples: GradientCheck.Run(layer, x).", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientCheck_WrongParameterGradient_IsFoundAtIndices()
    {
        var result = GradientCheck.Run(new Block(new Lookup(Words, 4), new Twice()), [[0, 3, 3, 9, 1]]);

        Assert.Equal("0.weight", result.Tensor);
        Assert.True(result.MaxRelativeError > RightGradient, $"{result}");
    }

    [Fact]
    public void GradientCheck_SamplesOfNumbers_ComparesTheInputGradientToo()
    {
        var result = GradientCheck.Run(new Twice(), [[0.5f, -3], [1.25f, 2]]);

        Assert.Equal(("input", true), (result.Tensor, result.MaxRelativeError > RightGradient));
        Assert.InRange(GradientCheck.Run(new Scale(), [[300.5f, -0.25f], [-1000, 0.125f]]).MaxRelativeError, 0, RightGradient); // of any size
    }

    [Fact]
    public void Diagnose_LayerThatThrowsForWhatAProbeMakes_IsNamed()
    {
        var (x, y) = Data.Classes();
        for (int row = 0; row < x.GetLength(0); row++)
            for (int i = 0; i < x.GetLength(1); i++) x[row, i] = MathF.Round(x[row, i]) * 0.5f;

        var finding = Assert.Single(new Trainer(new Sequential(new Halves(), new Dense(2)), _options).Diagnose(x, y).Findings, finding =>
            finding.Code == "SNN006");

        Assert.Equal((Severity.Info, "Halves (layer 0)"), (finding.Severity, finding.Layer));
        Assert.StartsWith("The gradient of Halves (layer 0) could not be checked: Halves.Forward threw NotSupportedException: ", finding.Title,
            StringComparison.Ordinal);
    }

    private static Sequential NewModel() => new(new Lookup(Words, 4), new Dense(8), new ReLU(), new Dense(2));

    /// <summary>Words in a row, and whether the first is one of the upper half.</summary>
    private static (float[,] X, int[] Y) Sentences()
    {
        var random = new RandomStream(4, 0);
        float[,] x = new float[400, Length];
        int[] y = new int[400];
        for (int row = 0; row < 400; row++)
        {
            for (int i = 0; i < Length; i++) x[row, i] = random.NextInt32(Words);
            y[row] = x[row, 0] < Words / 2 ? 0 : 1;
        }
        return (x, y);
    }

    /// <summary>Says that it takes indices.</summary>
    private sealed class Declared(int words, int size) : Lookup(words, size)
    {
        private readonly int _words = words;

        public override int? Categories(Shape input, int feature) => _words;
    }

    /// <summary>Two features: the first an index, which counts a hundredth; the second twice, and it forgets the 2.</summary>
    private sealed class FirstIsIndex : Layer
    {
        public override int? Categories(Shape input, int feature) => feature == 0 ? 1000 : null;

        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++)
                pass.Output[i] = i % 2 == 1 ? 2 * pass.Input[i] : float.IsInteger(pass.Input[i]) ? pass.Input[i] / 100
                    : throw new NotSupportedException($"{pass.Input[i]} is not an index.");
        }

        public override void Backward(in BackwardPass pass)
        {
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }

    /// <summary>y = 2x, and forgets the 2.</summary>
    private sealed class Twice : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = 2 * pass.Input[i];
        }

        public override void Backward(in BackwardPass pass)
        {
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }

    /// <summary>Takes multiples of 1/2 alone.</summary>
    private sealed class Halves : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            foreach (float x in pass.Input)
                if (!float.IsInteger(2 * x)) throw new NotSupportedException($"{x} is not a multiple of 1/2.");
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass)
        {
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }
}

using System.Text;
using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>What is found before the first step: each fault against the same run without it.</summary>
public class TrainingStartChecksTests
{
    private const int Many = 5000; // of which the probe sees a fifth

    private sealed record Fault(string Code, string Text, Func<IReadOnlyList<Finding>> Run);

    private static readonly Fault[] _faults =
    [
        new("SNN001", "labels end at 2 of 8 outputs", () => Doctor.Examine(new Sequential(new Dense(8)))),
        new("SNN001", "labels from 1", () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes + 1)), Blobs.Make().X, [.. Blobs.Make().Y.Select(label => label + 1)])),
        new("SNN001", "labels from 2", () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes + 2)), Blobs.Make().X, [.. Blobs.Make().Y.Select(label => label + 2)])),
        new("SNN001", "labels never filled", () => Doctor.Examine(Blobs.Model(), Blobs.Make().X, new int[Blobs.Count])),
        new("SNN002", "NaN in x", () => Doctor.Examine(Blobs.Model(), With(x => x[31, 2] = float.NaN), Blobs.Make().Y)),
        new("SNN002", "infinity in targets", () =>
            new Trainer(new Sequential(new Dense(1)), Doctor.Watching).Fit(Blobs.Make(count: 2).X, [0f, float.PositiveInfinity]).Findings),
        new("SNN002", "pixels", () => Doctor.Examine(Blobs.Model(), With(x => Each(x, value => MathF.Round(Math.Clamp(value * 64, 0, 255)))), Blobs.Make().Y)),
        new("SNN002", "one large column", () =>
            Doctor.Examine(Blobs.Model(), With(x => { for (int row = 0; row < Blobs.Count; row++) x[row, 1] += 1000; }), Blobs.Make().Y)),
        new("SNN002", "large targets", () =>
            new Trainer(new Sequential(new Dense(1)), Doctor.Watching with { Loss = new RawSquaredError() })
                .Fit(Blobs.Make(count: 3).X, [1000f, 2000f, 3000f]).Findings),
        new("SNN002", "constant column", () =>
            Doctor.Examine(Blobs.Model(), With(x => { for (int row = 0; row < Blobs.Count; row++) x[row, 1] = 5; }), Blobs.Make().Y)),
        new("SNN002", "sorted labels, no shuffle", () =>
            Doctor.Examine(Blobs.Model(), Blobs.Make().X, [.. Blobs.Make().Y.Order()], Doctor.Watching with { Shuffle = false })),
        new("SNN002", "imbalance", () =>
            Doctor.Examine(Blobs.Model(), Blobs.Make().X, [.. Enumerable.Range(0, Blobs.Count).Select(row => row % 50 == 0 ? 2 : row % 2)])),
        new("SNN003", "two Dense", () => Doctor.Examine(new Sequential(new Dense(8), new Dense(Blobs.Classes)))),
        new("SNN003", "Dense, Flatten, Dense", () => Doctor.Examine(new Sequential(new Dense(8), new Flatten(), new Dense(Blobs.Classes)))),
        new("SNN003", "softmax inside", () => Doctor.Examine(new Sequential(new Dense(8), new Softmax(), new Dense(Blobs.Classes)))),
        new("SNN003", "softmax twice", () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new Softmax(), new Softmax()))),
        new("SNN003", "ReLU before softmax", () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new ReLU(), new Softmax()))),
        new("SNN003", "GELU before softmax", () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new GELU(), new Softmax()))),
        new("SNN003", "sigmoid on the logits", () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new Sigmoid()))),
        new("SNN003", "tanh before softmax", () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new Tanh(), new Softmax()))),
        new("SNN003", "squared error", () => Doctor.Examine(Blobs.Model(), Doctor.Watching with { Loss = new MeanSquaredError() })),
        new("SNN004", "sure of wrong answers", () => Doctor.Examine(Built(model => model.Parameter("2.weight").Fill(0.1f), weights => weights[0] = 30))),
        new("SNN005", "softmax over the batch", () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new Block(new BatchCenter(declares: false)), new Softmax()))),
        new("SNN007", "equal weights", () => Doctor.Examine(Built(model => model.Parameter("0.weight").Fill(0.3f)))),
        new("SNN007", "NaN in the weights", () => Doctor.Examine(Built(model => model.Parameter("2.weight")[5] = float.NaN))),
        new("SNN007", "large weights", () => Doctor.Examine(Built(model => Scale(model.Parameter("0.weight"), 20)))),
        new("SNN002", "x never filled", () => Doctor.Examine(Blobs.Model(), With(x => Each(x, _ => 0)), Blobs.Make().Y)),
        new("SNN003", "squared error, one-hot", () =>
            new Trainer(Blobs.Model(), Doctor.Watching with { Loss = new MeanSquaredError() }).Fit(Blobs.Make().X, Blobs.OneHot(Blobs.Make().Y)).Findings),
        new("SNN005", "a maximum over the batch", () => Doctor.Examine(new Sequential(new Dense(8), new OverLargest(), new ReLU(), new Dense(Blobs.Classes)))),
        new("SNN007", "signals grow", () => Doctor.Examine(Growing(3))),
        new("SNN020", "batch norm, batches of one", () => Doctor.Examine(Normalized(), Doctor.Watching with { BatchSize = 1 })),
        new("SNN020", "batch norm, micro-batches of one", () => Doctor.Examine(Normalized(), Doctor.Watching with { MicroBatchSize = 1 })),
        new("SNN020", "batch norm, one sample", () => Doctor.Examine(Normalized(), Blobs.Make(count: 1).X, [0])),
        new("SNN018", "rows twice", () =>
            Doctor.Examine(Blobs.Model(), With(x => Array.Copy(x, 0, x, x.Length / 2, x.Length / 2)), Blobs.Make().Y,
                Doctor.Watching with { ValidationSplit = 0.2f })),
    ];

    public static TheoryData<int> Faults => [.. Enumerable.Range(0, _faults.Length)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fit_Fault_IsFoundBeforeTraining(int fault)
    {
        var found = _faults[fault].Run().Where(finding => finding.Code == _faults[fault].Code).ToArray();

        Assert.NotEmpty(found);
        Assert.All(found, finding => Assert.Null(finding.Step));
    }

    [Fact]
    public void Fit_SeveralErrors_NamesEachOnce()
    {
        var (x, y) = Blobs.Make();

        var history = new Trainer(Blobs.Model(), Doctor.Watching with { Checks = [new Objects("MY001"), new Objects("MY002"), new Objects("MY001")] })
            .Fit(x, y);

        Assert.StartsWith("Training did not begin: MY001, MY002. ", history.Breakage, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Healthy_FindsNothing() => Assert.Empty(Doctor.Examine(Blobs.Model()));

    [Fact]
    public void Fit_InfinityInX_IsOneFinding_NotALargeScaleToo() =>
        Assert.Contains("Infinity in row 31", Assert.Single(Doctor.Examine(Blobs.Model(), With(x => x[31, 2] = float.PositiveInfinity), Blobs.Make().Y)).Title,
            StringComparison.Ordinal);

    [Fact]
    public void Fit_ClassesInTurn_AreAllSeen() // also where every second row would be of one class
    {
        var (x, y) = Blobs.Make(count: 4096, classes: 2);

        Assert.Empty(Doctor.Examine(new Sequential(new Dense(16), new ReLU(), new Dense(2)), x, y));
    }

    [Fact]
    public void Fit_DatasetInMemory_IsLookedAtAsArraysAre()
    {
        var (x, y) = Blobs.Make();
        float[] values = [.. x.Cast<float>()];
        var data = Dataset.From(new Samples(values, Blobs.Features), y);

        var findings = new Trainer(Blobs.Model(), Doctor.Watching).Fit(data, validation: data).Findings;

        Assert.Equal(1, findings.One("SNN018").Evidence["share"]); // trained on and validated on the same rows
    }

    [Fact]
    public void Fit_ValidationRowsOfTheirOwn_AreNoLeak() => Doctor.Examine(Blobs.Model(), Doctor.Watching with { ValidationSplit = 0.2f }).None("SNN018");

    [Theory]
    [InlineData(
        2, "The model has 3 outputs, but no label is 2: that class has no rows to learn from.",
        "Look for these rows. If there are none, end the model in Dense(2).")]
    [InlineData(1, "The model has 3 outputs, but no label is 1: that class has no rows to learn from.",
        "Look for these rows. If there are none, number the classes from 0 to 1 and end the model in Dense(2).")]
    public void Fit_ClassWithoutRows_IsWorthKnowing(int missing, string title, string advice)
    {
        var (x, y) = Blobs.Make();
        for (int row = 0; row < y.Length; row++)
            if (y[row] == missing) y[row] = 0;

        var finding = Doctor.Examine(Blobs.Model(), x, y).One("SNN001");

        Assert.Equal((Severity.Info, title, advice), (finding.Severity, finding.Title, finding.Advice));
    }

    [Fact]
    public void Fit_WordsOfAVocabularyThatDoNotOccur_AreNoFault()
    {
        int[] y = [.. Enumerable.Range(0, 2000).Select(row => row % 3 == 2 ? 149 : row % 140)];

        Doctor.Examine(new Sequential(new Dense(150)), Blobs.Make(count: 2000).X, y).None("SNN001");
    }

    [Fact]
    public void Fit_RareClass_IsNotTakenForNone() // all labels are counted, not those of the probe alone
    {
        int[] y = new int[Many];
        y[17] = y[Many / 2] = 1;

        var findings = Doctor.Examine(new Sequential(new Dense(2)), Blobs.Make(count: Many).X, y);

        findings.None("SNN001");
        Assert.Equal((Many - 2) / 2.0, findings.One("SNN002").Evidence["ratio"]);
    }

    [Fact]
    public void Fit_OneSampleDiffers_IsNoError()
    {
        float[,] x = new float[Many, Blobs.Features];
        x[Many / 2, 1] = 1;

        Assert.DoesNotContain(Doctor.Examine(Blobs.Model(), x, Blobs.Make(count: Many).Y), finding => finding is { Code: "SNN002", Severity: Severity.Error });
    }

    [Fact]
    public void Fit_OneSample_Trains() =>
        Assert.DoesNotContain(Doctor.Examine(Blobs.Model(), new float[1, Blobs.Features], [0]), finding => finding.Severity == Severity.Error);

    [Fact]
    public void Fit_UsualDepth_DoesNotGrow() => Doctor.Examine(Growing(1)).None("SNN007");

    [Fact]
    public void Fit_MarginsOfScaledImages_AreNoConstantColumns() => Assert.DoesNotContain(Doctor.Examine(Blobs.Model(), With(x =>
    {
        for (int row = 0; row < Blobs.Count; row++) x[row, 1] = -50; // less than all else, as a black pixel is
    }), Blobs.Make().Y), finding => finding.Title.Contains("Column", StringComparison.Ordinal));

    [Fact]
    public void Fit_TrainedWeights_MayHaveAnySpread() => Doctor.Examine(Built(model =>
    {
        Scale(model.Parameter("0.weight"), 20);
        model.Parameter("0.bias")[0] = 0.1f;
    })).None("SNN007");

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var fault in _faults)
        {
            text.AppendLine($"-- {fault.Text}");
            foreach (var finding in fault.Run().Where(finding => finding.Code == fault.Code)) text.AppendLine($"{finding}");
        }
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Fit_BatchNormThatHasSomethingToCompare_IsNoBatchOfOne()
    {
        Doctor.Examine(Normalized(), Doctor.Watching with { BatchSize = 4 }).None("SNN020");
        Assert.Contains("gets 2 at a time", Doctor.Examine(Normalized(), Doctor.Watching with { BatchSize = 2 }).One("SNN020").Title, StringComparison.Ordinal);
        Doctor.Examine(Blobs.Model(), Doctor.Watching with { BatchSize = 1 }).None("SNN020");
        // four places of a channel
        Doctor.Examine(new Sequential(new Dense(8), new Reshape(4, 2), new BatchNorm(), new ReLU(), new Dense(Blobs.Classes)),
            Doctor.Watching with { BatchSize = 1 }).None("SNN020");
        var frozen = Normalized();
        frozen.Build(Blobs.Features);
        frozen.Freeze("1.*");
        Doctor.Examine(frozen, Doctor.Watching with { BatchSize = 1 }).None("SNN020");
    }

    private static Sequential Normalized() => new(new Dense(8), new BatchNorm(), new ReLU(), new Dense(Blobs.Classes));

    private static Sequential Growing(float factor)
    {
        var model = new Sequential(
            [.. Enumerable.Range(0, 6).SelectMany(_ => new Layer[] { new Dense(16) { Initialization = Initialization.HeNormal }, new ReLU() }),
                new Dense(Blobs.Classes)]);
        model.Build(Blobs.Features);
        Scale(model.Parameters, factor);
        return model;
    }

    private static float[,] With(Action<float[,]> change)
    {
        float[,] x = Blobs.Make().X;
        change(x);
        return x;
    }

    private static void Each(float[,] x, Func<float, float> change)
    {
        for (int row = 0; row < x.GetLength(0); row++)
            for (int column = 0; column < x.GetLength(1); column++) x[row, column] = change(x[row, column]);
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values) value *= factor;
    }

    private delegate void Change(Span<float> weights);

    private static Sequential Built(Action<Model> change, Change? last = null)
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        change(model);
        last?.Invoke(model.Parameter("2.bias"));
        return model;
    }

    private sealed class Objects(string code) : Check(code, CheckMoment.TrainingStart)
    {
        public override void Examine(in CheckPass pass) => pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = "No.",
            Advice = "Don't.",
        });
    }
}

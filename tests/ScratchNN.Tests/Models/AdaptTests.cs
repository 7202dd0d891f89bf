using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>Layers that learn from the data before training.</summary>
public sealed class AdaptTests
{
    private const float Rounding = 1e-5f;

    private static readonly TrainerOptions _options = new() { Epochs = 2, Checks = [] };

    [Fact]
    public void Adapt_SecondLayer_SeesWhatTheAdaptedFirstMakes()
    {
        var (x, _) = Blobs.Make();
        var model = new Sequential(new Center(), new Block(new Tanh(), new Center()), new Dense(3));
        model.Build(Blobs.Features);

        model.Adapt(x);

        for (int i = 0; i < Blobs.Features; i++)
        {
            float mean = Enumerable.Range(0, Blobs.Count).Average(row => x[row, i]);
            Assert.Equal(mean, model.Parameter("0.mean")[i], Rounding);
            Assert.Equal(Enumerable.Range(0, Blobs.Count).Average(row => MathF.Tanh(x[row, i] - mean)), model.Parameter("1.1.mean")[i], Rounding);
        }
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_AdaptsToTheSameBits()
    {
        var (x, y) = Blobs.Make();
        var models = Enumerable.Range(1, 3).Select(threads =>
        {
            var model = new Sequential(new Dense(64), new Center(), new Dense(3));
            new Trainer(model, _options with { Threads = threads }).Fit(x, y);
            return Bits.Of(model);
        }).ToList();

        Assert.All(models, bits => Assert.Equal(models[0], bits));
    }

    [Fact]
    public void Fit_First_AdaptsToTheTrainingRowsAndNothingElseMovesThem()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();
        new Trainer(model, _options with { ClipNorm = 1 }).Fit(x, y);
        float[] mean = model.Parameter("0.mean").ToArray();
        Assert.Equal(Enumerable.Range(0, Blobs.Count).Average(row => x[row, 0]), mean[0], Rounding);

        var split = NewModel();
        new Trainer(split, _options with { ValidationSplit = 0.3f }).Fit(x, y);
        Assert.NotEqual(mean, split.Parameter("0.mean").ToArray());
    }

    [Fact]
    public void Fit_SecondOrOfALoadedOrAdaptedModel_KeepsWhatWasLearned()
    {
        var (x, y) = Blobs.Make();
        float[,] other = new float[Blobs.Count, Blobs.Features];
        var model = NewModel();
        var trainer = new Trainer(model, _options);
        trainer.Fit(x, y);
        float[] mean = model.Parameter("0.mean").ToArray();
        var file = new MemoryStream();
        trainer.Save(file);

        trainer.Fit(other, y);
        Assert.Equal(mean, model.Parameter("0.mean").ToArray());

        file.Position = 0;
        var resumed = Trainer.Resume(file, _options, LayerCases.Registry);
        resumed.Fit(other, y);
        Assert.Equal(mean, resumed.Model.Parameter("0.mean").ToArray());

        foreach (var copy in (Model[])[model.Clone(), Loaded(model), Adapted(x)])
        {
            new Trainer(copy, _options).Fit(other, y);
            Assert.Equal(mean, copy.Parameter("0.mean").ToArray());
        }

        model.Build(Blobs.Features);
        new Trainer(model, _options).Fit(other, y);
        Assert.Equal(new float[Blobs.Features], model.Parameter("0.mean").ToArray());

        static Sequential Adapted(float[,] x)
        {
            var model = NewModel();
            model.Build(Blobs.Features);
            model.Adapt(x);
            return model;
        }
    }

    [Fact]
    public void FromFile_SavedBeforeItAdapted_AdaptsInItsFit()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();
        model.Build(Blobs.Features);
        var read = Loaded(model);

        new Trainer(read, _options).Fit(x, y);

        Assert.NotEqual(0, read.Parameter("0.mean")[0]);
    }

    [Fact]
    public void Fit_FailsBeforeTheFirstStep_TheModelIsAsItWas()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();
        model.Build(Blobs.Features);
        var before = Bits.Of(model);

        Assert.ThrowsAny<Exception>(() => new Trainer(model, _options with { Optimizer = new Hungry() }).Fit(x, y));
        Assert.Equal(before, Bits.Of(model));

        new Trainer(model, _options).Fit(x, y);
        Assert.NotEqual(0, model.Parameter("0.mean")[0]);
    }

    [Fact]
    public void Adapt_DataThatDoesNotFit_ThrowsAndChangesNothing()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();
        Assert.Throws<InvalidOperationException>(() => model.Adapt(x)); // not built
        model.Build(Blobs.Features);
        var before = Bits.Of(model);
        x[3, 1] = float.NaN;

        Assert.Contains("NaN in row 3, column 1", Assert.Throws<ArgumentException>(() => model.Adapt(x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Adapt(new float[0, Blobs.Features]));
        Assert.Throws<ArgumentException>(() => model.Adapt(new float[3, Blobs.Features + 1]));

        Assert.Equal(before, Bits.Of(model));
        Assert.Contains("SNN002", new Trainer(model).Diagnose(x, y).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Fit_Dataset_ShowsInputsAndAnswersInOrder()
    {
        var (x, y) = Blobs.Make();
        var labels = new Witness();
        new Trainer(new Sequential(labels, new Dense(Blobs.Classes)), _options with { Epochs = 1, ValidationSplit = 0.1f, Seed = 5 }).Fit(Dataset.From(x, y));
        Assert.Equal(270, labels.Labels.Count);
        Assert.Equal(labels.Rows.Select(row => row % Blobs.Classes), labels.Labels);
        Assert.Equal(Enumerable.Range(0, labels.Before.Count).Select(i => labels.Sizes.Take(i).Sum(size => (long)size)), labels.Before);

        var targets = new Witness();
        new Trainer(new Sequential(targets, new Dense(Blobs.Classes)), _options with { Epochs = 1, Loss = new MeanSquaredError() }).Fit(x, Blobs.OneHot(y));
        Assert.Equal(Blobs.OneHot(y).Cast<float>(), targets.Targets);
        Assert.Empty(targets.Labels);

        var none = new Witness();
        var model = new Sequential(none, new Dense(2));
        model.Build(Blobs.Features);
        model.Adapt(x);
        Assert.Empty(none.Labels);
        Assert.Equal(Blobs.Count, none.Rows.Count);
    }

    [Fact]
    public void Fit_LayerThatMakesNaNOfFiniteData_IsNamedAndNothingChanges()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(3), new Witness(float.NaN), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        var before = Bits.Of(model);

        string message = Assert.Throws<InvalidOperationException>(() => new Trainer(model, _options).Fit(x, y)).Message;

        Assert.Equal("Witness (layer 1) adapted to 300 samples, and turned finite numbers into NaN (entry 0 of its parameters): check its Adapt.", message);
        Assert.Equal(before, Bits.Of(model));
    }

    /// <summary>Remembers what it was shown, which no real layer may.</summary>
    private sealed class Witness(float makes = 1) : Layer
    {
        public List<int> Labels { get; } = [];
        public List<float> Targets { get; } = [];
        public List<int> Rows { get; } = []; // of the blobs, found by their first feature
        public List<int> Sizes { get; } = [];
        public List<long> Before { get; } = [];

        public override bool Adapts => true;

        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "seen", Shape = 1, Role = ParameterRole.Adapted }];

        public override void Adapt(in AdaptPass pass)
        {
            var (x, _) = Blobs.Make();
            float[] first = [.. Enumerable.Range(0, Blobs.Count).Select(row => x[row, 0])];
            Labels.AddRange(pass.Labels);
            Targets.AddRange(pass.Targets);
            for (int row = 0; row < pass.BatchSize; row++) Rows.Add(Array.IndexOf(first, pass.Input[row * pass.InputShape.Size]));
            Sizes.Add(pass.BatchSize);
            Before.Add(pass.RowsBefore);
            pass.Parameters[0] = makes;
        }

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass)
        {
            pass.ParameterGradient.Clear();
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }

    private static Sequential NewModel() => new(new Center(), new Dense(Blobs.Classes));

    private static Model Loaded(Model model)
    {
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return Model.Load(file, LayerCases.Registry);
    }

    private sealed class Hungry() : Optimizer(1)
    {
        public override int StateSlots => 1 << 30;

        public override void Step(in OptimizerPass pass)
        {
        }
    }
}

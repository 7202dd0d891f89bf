namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What every Fit promises of model, options, data and numbers.</summary>
public sealed class FitTests
{
    private static readonly EstimatorData _data = EstimatorData.Default;

    public static TheoryData<string> Names => EstimatorCases.Names;

    [Fact, Row(5)]
    public void FitEvaluateAndDiagnose_TakeTheSameArgumentsInTheSameOrder()
    {
        string[] fit = Signatures(nameof(Trainer.Fit));

        Assert.Equal(2, fit.Length);
        Assert.Equal(fit, Signatures(nameof(Trainer.Evaluate)));
        Assert.Equal(fit, Signatures(nameof(Trainer.Diagnose)));

        static string[] Signatures(string name) =>
            [.. from method in typeof(Trainer).GetMethods()
                where method.Name == name && method.IsPublic
                let parameters = method.GetParameters()
                    .Where(parameter => parameter.ParameterType != typeof(CancellationToken) && parameter.Name != "validation")
                select string.Join(", ", parameters.Select(parameter => $"{parameter.ParameterType} {parameter.Name}")) into signature
                orderby signature
                select signature];
    }

    [Fact, Row(4)]
    public void Constructors_OfALargeModel_TakeNoMemory()
    {
        const long Little = 1 << 16; // the weights would take 4 GB
        long before = GC.GetAllocatedBytesForCurrentThread();

        _ = new Trainer(new Sequential(new Dense(100_000, 10_000), new ReLU(), new Dense(10)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, Little);
    }

    [Theory, MemberData(nameof(Names)), Row(1)]
    public void Clone_Trained_LeavesTheOriginalAlone(string name)
    {
        var row = EstimatorCases.Get(name);
        var trainer = row.Fitted();
        byte[] before = Everything.Of(trainer);

        var clone = trainer.Model.Clone();
        Assert.Equal(Bits.Of(trainer.Model), Bits.Of(clone));
        Assert.Equal(trainer.Model.Layers, clone.Layers);
        row.Fit(new Trainer(clone, row.Options), _data);

        Assert.Equal(before, Everything.Of(trainer));
        Assert.NotEqual(Bits.Of(trainer.Model), Bits.Of(clone));
        Assert.False(row.NewModel().Clone().IsBuilt);
    }

    [Theory, MemberData(nameof(Names)), Row(4, 52)]
    public void Constructors_BuildNothing_AndFitBuildsForTheData(string name)
    {
        var row = EstimatorCases.Get(name);
        var trainer = row.NewTrainer();
        Assert.False(trainer.Model.IsBuilt);
        Assert.Throws<InvalidOperationException>(() => trainer.Model.InputShape);

        row.Fit(trainer, _data);

        Assert.True(trainer.Model.IsBuilt);
        Assert.Equal(((Shape)EstimatorCase.Features, (Shape)row.Outputs), (trainer.Model.InputShape, trainer.Model.OutputShape));
    }

    [Theory, MemberData(nameof(Names)), Row(6, 7, 8)]
    public void Fit_ChangesWeightsAndHistoryAlone(string name)
    {
        var row = EstimatorCases.Get(name);
        var (data, copy) = (EstimatorData.Make(), EstimatorData.Make());
        var options = row.Options with { ValidationSplit = 0.25f, ClipNorm = 1 };
        var optionsBefore = options with { };
        var trainer = new Trainer(row.NewModel(), options);
        var layers = trainer.Model.Layers.ToArray();

        TrainingHistory history = row.Fit(trainer, data);

        Assert.Equal(trainer.Epochs, history.Epochs);
        Assert.Same(options, trainer.Options);
        Assert.Equal(optionsBefore, options);
        Assert.Equal(layers, trainer.Model.Layers);
        Assert.Equal(Bits.Of(copy.X), Bits.Of(data.X));
        Assert.Equal(copy.Labels, data.Labels);
        Assert.Equal(copy.Number, data.Number);
    }

    [Theory, MemberData(nameof(Names)), Row(39)]
    public void Fit_CountsEpochsAndSteps(string name)
    {
        var row = EstimatorCases.Get(name);
        long steps = 0;
        var trainer = row.NewTrainer(options => options with { Epochs = 3, Callbacks = [new Reporter(progress => steps = progress.Step)] });

        Assert.Equal([1, 2, 3], row.Fit(trainer, _data).Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(3 * 3, steps); // 40 samples in batches of 16
        Assert.Equal([4, 5, 6], row.Fit(trainer, _data).Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(6 * 3, steps);
    }

    [Theory, MemberData(nameof(Names)), Row(50)]
    public void PredictAndEvaluate_BetweenFits_ChangeNothing(string name)
    {
        var row = EstimatorCases.Get(name);
        Trainer quiet = row.Fitted(), asked = row.Fitted();
        byte[] before = Everything.Of(asked);

        asked.Model.Predict(_data.X);
        row.Evaluate(asked, _data);

        Assert.Equal(before, Everything.Of(asked));
        row.Fit(asked, _data);
        row.Fit(quiet, _data);
        Assert.Equal(Bits.Of(quiet.Model), Bits.Of(asked.Model));
    }

    [Theory, MemberData(nameof(Names)), Row(51)]
    public void Fit_ModelBuiltAnew_GivesTheSameBits_AndASecondFitGoesOn(string name)
    {
        var row = EstimatorCases.Get(name);
        var trainer = row.Fitted();
        uint[] once = Bits.Of(trainer.Model);
        row.Fit(trainer, _data);
        uint[] twice = Bits.Of(trainer.Model);

        trainer.Model.Build(EstimatorCase.Features, EstimatorCase.Seed);
        row.Fit(trainer, _data);
        Assert.Equal(once, Bits.Of(trainer.Model));

        var longer = row.NewTrainer(options => options with { Epochs = 4 });
        row.Fit(longer, _data);
        Assert.Equal(twice, Bits.Of(longer.Model));
    }
}

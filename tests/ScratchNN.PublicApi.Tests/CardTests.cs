using System.Numerics.Tensors;

namespace ScratchNN.PublicApi.Tests;

/// <summary>The first card of uses, U001 to U031: what binds, runs. Where two outputs meet numbers that are not classes, the exception says so.</summary>
public class CardTests
{
    private static readonly float[,] _x = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    private static readonly int[] _y = [0, 1, 1, 0];

    private static Sequential Net() => new(new Dense(2, 16), new ReLU(), new Dense(16, 2), new Softmax());

    private static Sequential Line() => new(new Dense(2, 8), new ReLU(), new Dense(8, 1));

    [Fact]
    public void U002_U003_U008_U009_LabelsOfEachKind_TrainAlike()
    {
        var expected = Predicted(trainer => trainer.Fit(_x, _y));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, [0, 1, 1, 0])));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, ["no", "yes", "yes", "no"])));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, [false, true, true, false])));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, (byte[])[0, 1, 1, 0])));                                          // U011
        // U010
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(Tensor.Create<float>([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]), Tensor.Create<int>([0, 1, 1, 0]))));
        // U015
        Assert.Equal(expected,
            Predicted(trainer =>
                trainer.Fit([.. new List<float[]> { new float[2], new float[] { 0, 1 }, new float[] { 1, 0 }, new float[] { 1, 1 } }],
                    [.. new List<int>(_y)])));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, _y)));      // U007
        Assert.Equal(expected, Predicted(trainer => trainer.Fit((double[][])[[0, 0], [0, 1], [1, 0], [1, 1]], _y)));
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, _y.AsSpan())));                                                  // U025
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, [[1, 0], [0, 1], [0, 1], [1, 0]])));                              // U006
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(new Samples((float[])[0, 0, 0, 1, 1, 0, 1, 1], 2), _y)));            // U014
        Assert.Equal(expected, Predicted(trainer => trainer.Fit(_x, _y, [1, 1, 1, 1])));                                              // U018

        static float[] Predicted(Action<Trainer> fit)
        {
            var trainer = new Trainer(Net(), new() { Epochs = 50, Checks = [] });
            fit(trainer);
            return [.. trainer.Model.Predict(_x).Cast<float>()];
        }
    }

    [Fact]
    public void U004_U005_Numbers_AreNoClasses()
    {
        foreach (var y in (Targets[])[(float[])[0, 1, 1, 0], new float[,] { { 0 }, { 1 }, { 1 }, { 0 } }])
            Assert.StartsWith("CrossEntropy needs classes, y holds one continuous number per sample",
                Assert.Throws<ArgumentException>(() => new Trainer(Net()).Fit(_x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void U007b_DoubleLiterals_AreNumbers()
    {
        var model = Line();
        new Trainer(model, new() { Epochs = 300, Optimizer = new Adam(0.02) }).Fit([[0, 0.5], [1, 0.25]], [[0.5], [1]]);
        Assert.Equal(0.5f, model.Predict([[0, 0.5]])[0, 0], 0.05f);
        Assert.Equal(OutputKind.Numbers, model.Meaning);
    }

    [Fact]
    public void U012_U013_Bytes_StayOrBecomeFloats()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 6).Select(i => (byte)(i * 10))], labels = [0, 1, 1, 0];
        Sequential floats = new(new Dense(2)), bytes = new(new Dense(2));
        new Trainer(floats).Fit(Samples.FromBytes(pixels, new Shape(2, 3, 1)), labels);
        new Trainer(bytes).Fit(Dataset.FromBytes(pixels, 6, labels));
        Assert.Equal(floats.Parameters.ToArray(), bytes.Parameters.ToArray());
    }

    [Fact]
    public void U016_Autoencoder_MeetsItsInput()
    {
        var model = new Sequential(new Dense(8), new Tanh(), new Dense(2));
        Assert.True(new Trainer(model, new() { Epochs = 400, Optimizer = new Adam(0.02) }).Fit(_x, _x).Epochs[^1].Loss < 0.01);
    }

    [Fact]
    public void U019_U020_ClassWeights_Count()
    {
        foreach (var weights in (ClassWeights[])[ClassWeights.Balanced, ClassWeights.Of(1, 20)])
            Assert.True(double.IsFinite(new Trainer(Net(), new() { ClassWeights = weights }).Fit(_x, _y).Epochs[^1].Loss));
    }

    [Fact]
    public void U021_U022_U023_CancelContinueFitBatch()
    {
        Assert.Equal(StopReason.Canceled, new Trainer(Net()).Fit(_x, _y, cancellationToken: new CancellationToken(true)).StopReason);
        var trainer = new Trainer(Net(), new() { Optimizer = new Adam(0.05) });
        trainer.Fit(_x, _y);
        trainer.Fit([[1, 0]], [1]); // goes on with new data
        int steps = 0;
        while (steps < 500 && trainer.FitBatch(_x, _y).Loss >= 0.1) steps++;
        Assert.InRange(steps, 0, 499);
    }

    [Fact]
    public async Task U024_SamplesAndTargets_CanBeKept()
    {
        Samples samples = _x;
        Targets targets = _y;
        var history = await Task.Run(() => new Trainer(Net()).Fit(samples, targets));
        Assert.Equal(10, history.Epochs.Count);
    }

    [Fact]
    public void U026_U027_DiagnoseAndEvaluate()
    {
        var trainer = new Trainer(Net(), new() { Epochs = 300, Optimizer = new Adam(0.01) });
        trainer.Fit(_x, _y);
        Assert.Equal(1, trainer.Evaluate(_x, _y).Accuracy);
        Assert.Equal(1, trainer.Model.Evaluate(_x, _y, Metric.Accuracy)[Metric.Accuracy]);
        Assert.NotEmpty(new Trainer(Net()).Diagnose(_x, _y).Rates);
    }

    [Fact]
    public void U028_Resume_EndsTheFit()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var whole = new Trainer(Net(), Options(_ => { }));
            whole.Fit(_x, _y);
            Trainer first = null!;
            first = new Trainer(Net(), Options(step =>
            {
                if (step.Step != 30) return;
                first.Save(path);
                throw new NotSupportedException();
            }));
            Assert.Throws<NotSupportedException>(() => first.Fit(_x, _y));

            var trainer = File.Exists(path) ? Trainer.Resume(path, Options(_ => { })) : new Trainer(Net(), Options(_ => { }));
            Assert.Equal(50, trainer.Fit(_x, _y).Epochs.Count); // what is left of the 50 epochs
            Assert.Equal(whole.Model.Parameters.ToArray(), trainer.Model.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }

        static TrainerOptions Options(Action<StepResult> step) =>
            new() { Epochs = 50, Schedule = new OneCycle(), Callbacks = [Callback.EachStep(step), new EarlyStopping(50)] };
    }

    [Fact]
    public void U033_U049_DatasetsWithWeightsAndNames()
    {
        var model = Net();
        new Trainer(model)
            .Fit(Dataset.From(_x, _y, (float[])[1, 2, 1, 0.5f], info: new() { ClassNames = ["equal", "different"], FeatureNames = ["left", "right"] }));
        Assert.Equal(["left", "right"], model.Info.FeatureNames!);
        Assert.Contains(model.PredictLabel([1, 0]), model.Info.ClassNames!);
    }
}

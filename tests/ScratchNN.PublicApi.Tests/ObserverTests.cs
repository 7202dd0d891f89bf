namespace ScratchNN.PublicApi.Tests;

/// <summary>Callbacks, schedules and metrics of a user's own.</summary>
public sealed class ObserverTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 20, BatchSize = 50, Optimizer = new Adam(0.01), ValidationSplit = 0.2 };

    [Fact]
    public void Fit_UsersSchedule_DecidesTheRate()
    {
        var history = Fit(_options with { Epochs = 4, Schedule = new InverseRoot(4) });

        // 4 steps each
        Assert.Equal([0.01, 0.01 * Math.Sqrt(4 / 8.0), 0.01 * Math.Sqrt(4 / 12.0), 0.005], history.Epochs.Select(epoch => epoch.LearningRate), (a, b) =>
            Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Fit_Plateau_LowersTheRateByAMetric()
    {
        var history = Fit(_options with { Epochs = 60, Schedule = new ReduceOnPlateau { By = 0.5, Patience = 3, Monitor = new Cost() } });

        int best = history.Best(new Cost())!.Epoch; // all right from here on, so nothing gets better
        Assert.Equal(0, history.Epochs[best - 1].Validation![new Cost()]);
        Assert.True(history.Epochs.Count > best + 3);
        Assert.Equal(history.Epochs[best - 1].LearningRate / 2, history.Epochs[best + 3].LearningRate, 1e-8);
    }

    [Fact]
    public void Fit_UsersCallback_StopsAtALoss()
    {
        var history = Fit(_options with { Epochs = 500, Callbacks = [new StopAtLoss(0.001)] });

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.True(history.Epochs[^1].ValidationLoss < 0.001 && history.Epochs[^2].ValidationLoss >= 0.001);
    }

    [Fact]
    public void Fit_UsersPlateau_RemembersInItsStateAndRestoresTheBest()
    {
        var plateau = new Plateau(3);
        var bits = new List<float[]>();
        var (x, y) = Data.Classes();
        for (int row = 0; row < y.Length; row += 7) y[row] = 1 - y[row]; // wrong labels, so that more training makes it worse at last
        var model = NewModel();
        var options = _options with
        {
            Epochs = 500,
            Optimizer = new Adam(0.3),
            Callbacks = [Callback.EachEpoch(_ => bits.Add(model.Parameters.ToArray())), plateau]
        };
        var history = new Trainer(model, options).Fit(x, y);

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(history.BestEpoch + 3, history.Epochs.Count);
        Assert.Equal(bits[history.BestEpoch - 1], model.Parameters.ToArray());
        Assert.Equal($"{history.Best()}", $"{history.Epochs[history.BestEpoch - 1]}");
        var again = new Trainer(NewModel(), options with { Callbacks = [plateau] }).Fit(x, y); // the same instance, another Fit
        Assert.Equal(history.Epochs.Select(epoch => epoch.Loss), again.Epochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void Fit_EarlyStoppingOnAMetric_EndsAndRestores()
    {
        var (x, y) = Data.Classes();
        var model = NewModel();
        var trainer = new Trainer(model, _options with { Epochs = 200, Metrics = [new Cost()], Callbacks = [new EarlyStopping(10) { Monitor = new Cost() }] });
        var history = trainer.Fit(x, y);

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(history.Best(new Cost())!.Epoch + 10, history.Epochs.Count);
        Assert.Equal(trainer.Evaluate(x, y)[new Cost()], new Cost().Of(model.PredictProbabilities(x), y));
    }

    [Fact]
    public void Fit_BestCheckpoint_IsAModelFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");
        try
        {
            var (x, y) = Data.Classes();
            Fit(_options with { Callbacks = [new BestCheckpoint(path) { Monitor = Metric.Accuracy }, new EarlyStopping()] });
            Assert.True(new Trainer(Model.Load(path)).Evaluate(x, y)[Metric.Accuracy] > 0.9);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Fit_Lambdas_HearOfEpochsStepsAndFindings()
    {
        var (losses, steps, findings) = (new List<double>(), 0L, new List<string>());
        IProgress<EpochResult> bar = new Bar(losses);
        var history = Fit(
            _options with
            {
                Epochs = 3,
                Callbacks = [Callback.EachEpoch(bar.Report), Callback.EachStep(step => steps = step.Step),
                    Callback.EachFinding(finding => findings.Add(finding.Code))]
            });

        Assert.Equal(history.Epochs.Select(epoch => epoch.Loss), losses);
        Assert.Equal(3 * 4, steps);
        Assert.Equal(history.Findings.Select(finding => finding.Code).Order(), findings.Order());
    }

    [Fact]
    public void Metric_OnArrays_TakesWhatThereIs()
    {
        int[] predicted = [0, 1, 1, 2], actual = [0, 1, 0, 2];
        float[] numbers = [2.5f, 0, 2, 8], truth = [3, -0.5f, 2, 7];
        float[,] probabilities = { { 0.2f, 0.8f }, { 0.6f, 0.4f } };

        Assert.Equal(0.75, Metric.Accuracy.Of(predicted, actual));
        Assert.Equal(0.948608137044968, Metric.R2.Of(numbers, truth), 1e-12);
        Assert.Equal(0.375, Metric.MeanSquaredError.Of(numbers, truth));
        Assert.Equal(0.5, Metric.Accuracy.Of(probabilities, [1, 1]));
        Assert.Equal(0.75, Metric.Accuracy.Of(probabilities, [1, 1], [3, 1]));
        Assert.Equal(2.0 / 3, Metric.Accuracy.Of([0, 1, 1], [0, 1, 0]));
        Assert.Equal(0.5, Metric.R2.Of([0.5f, 1f], [0f, 1f]));
        Assert.Equal(10, new Cost().Of(probabilities, [0, 0]) + new Cost().Of(probabilities, [1, 1]) - 0.5);
    }

    [Fact]
    public void Goal_Metric_ReadsEpochs()
    {
        Goal goal = new Cost();
        var history = Fit(_options with { Epochs = 5, Metrics = [new Cost(), Metric.R2] });

        Assert.Equal(history.Epochs.Min(goal.Of), goal.Of(history.Best(goal)!));
        Assert.Equal(history.Epochs.Max(epoch => epoch.Validation![Metric.R2]), history.Best(Metric.R2)!.Validation![Metric.R2]);
        Assert.Equal(["cost", "R2"], history.Epochs[0].Training.Metrics.Keys);
        Assert.Contains("validation cost", $"{history.Epochs[0]}", StringComparison.Ordinal);
    }

    private static Sequential NewModel() => new(new Dense(16), new ReLU(), new Dense(2), new Softmax());

    private static TrainingHistory Fit(TrainerOptions options)
    {
        var (x, y) = Data.Classes();
        return new Trainer(NewModel(), options).Fit(x, y);
    }

    private sealed class InverseRoot(int warm) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => Math.Min((pass.Step + 1d) / warm, Math.Sqrt(warm / (pass.Step + 1d)));
    }

    private sealed class StopAtLoss(double limit) : Callback
    {
        public override void OnEpochEnd(in CallbackPass pass)
        {
            if (pass.Epoch.ValidationLoss < limit) pass.Stop();
        }
    }

    /// <summary>Immutable: one instance may serve fits that run side by side.</summary>
    private sealed class Plateau(int patience) : Callback
    {
        public override int StateSize(Model model) => 2; // the best loss, and the epochs since

        public override void OnEpochEnd(in CallbackPass pass)
        {
            var state = pass.State;
            float loss = (float)(pass.Epoch.ValidationLoss ?? pass.Epoch.Loss);
            if (state[0] == 0 || loss < state[0])
            {
                (state[0], state[1]) = (loss, 0);
                pass.KeepWeights();
            }
            else if (++state[1] >= patience)
            {
                pass.RestoreKeptWeights();
                pass.Stop();
            }
        }
    }

    /// <summary>A miss of class 1 costs 20, one of class 0 costs 1.</summary>
    private sealed class Cost() : Metric("cost")
    {
        public override bool HigherIsBetter => false;

        public override double Compute(in MetricPass pass)
        {
            double sum = 0;
            for (int i = 0; i < pass.Count; i++)
                if (pass.Outputs[(2 * i) + 1] > 0.5f != (pass.Labels[i] == 1)) sum += pass.Labels[i] == 1 ? 20 : 1;
            return sum / pass.Count;
        }
    }

    private sealed class Bar(List<double> losses) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => losses.Add(value.Loss);
    }
}

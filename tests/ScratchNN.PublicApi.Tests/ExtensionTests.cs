namespace ScratchNN.PublicApi.Tests;

/// <summary>Losses, optimizers, data and progress of a user's own.</summary>
public class ExtensionTests
{
    [Fact]
    public void Fit_UsersLoss_Learns()
    {
        var model = new Sequential(new Dense(1));
        var trainer = new Trainer(model, new() { Loss = new Absolute(), Epochs = 300, Optimizer = new Adam(0.05f) });

        var history = trainer.Fit([[0], [1], [2], [3]], [1f, 3f, 5f, 100f]); // the median does not mind an outlier

        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
        Assert.Equal(5, model.Predict([[2]])[0, 0], 0.5f);
        Assert.Null(history.Epochs[0].Accuracy);
        Assert.Contains("Absolute", Assert.Throws<ArgumentException>(() => trainer.Fit([[0], [1]], [[1, 2], [3, 4]])).Message);
    }

    [Fact]
    public void Fit_UsersLossOfProbabilities_HasAnAccuracy()
    {
        var history = new Trainer(new Sequential(new Dense(2)), new() { Loss = new Absolute(probabilities: true), Epochs = 1 })
            .Fit([[0], [1]], [[1, 0], [0, 1]]);

        Assert.NotNull(history.Epochs[0].Accuracy);
    }

    [Fact]
    public void Fit_UsersOptimizer_KeepsItsStateFromStepToStep()
    {
        float[,] x = new float[4, 2];
        var model = new Sequential(new Dense(3));
        model.Build(2);
        float[] before = model.Parameters.ToArray();
        var trainer = new Trainer(model, new() { Optimizer = new Counting(), Epochs = 3, BatchSize = 2 });

        trainer.Fit(x, [0, 1, 2, 0]);
        trainer.Fit(x, [0, 1, 2, 0]);

        // weights decay: 0.1 · slot 0 (which counts 1 to 12), biases: 0.1 · slot 1 (2, 4, … 24)
        const float Rounding = 1e-4f;
        for (int i = 0; i < 6; i++) Assert.Equal(before[i] - (0.1f * 78), model.Parameters[i], Rounding);
        for (int i = 6; i < 9; i++) Assert.Equal(before[i] - (0.1f * 156), model.Parameters[i], Rounding);
    }

    [Fact]
    public void Fit_UsersOptimizer_GivesTheSameBitsForAnyWorkers()
    {
        var (x, y) = Data.Classes();

        Assert.Equal(Train(1), Train(3));

        float[] Train(int workers)
        {
            var model = new Sequential(new Dense(300), new ReLU(), new Dense(100), new ReLU(), new Dense(2)); // several blocks of parameters
            new Trainer(model, new() { Optimizer = new Counting(), Epochs = 2, Threads = workers }).Fit(x, y);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Fit_UsersDataset_TrainsValidatesAndEvaluates()
    {
        var model = new Sequential(new Dense(16), new ReLU(), new Dense(2));
        var trainer = new Trainer(model, new() { Epochs = 20, Optimizer = new Adam(0.02f) });

        var history = trainer.Fit(new Sides(1000), validation: new Sides(50));

        Assert.True(history.Epochs[^1].ValidationAccuracy > 0.9, history.ToString());
        Assert.True(trainer.Evaluate(new Sides(100)).Accuracy > 0.9);
    }

    [Fact]
    public void Fit_UsersCallback_HearsOfStepsAndMayCancel()
    {
        var (x, y) = Data.Classes();
        using var progress = new StopAfter(5);

        var history = new Trainer(new Sequential(new Dense(2)), new() { Callbacks = [progress] }).Fit(x, y, cancellationToken: progress.Token);

        Assert.Equal(StopReason.Canceled, history.StopReason);
        Assert.Equal(5, progress.Last.Step);
        Assert.Equal(4, progress.Last.StepsPerEpoch);
        Assert.Single(history.Epochs);
    }

    /// <summary>The mean of |y − t|.</summary>
    private sealed class Absolute(bool probabilities = false) : Loss
    {
        public override OutputKind? Meaning => probabilities ? OutputKind.OneClass : null;

        public override void Compute(in LossPass pass)
        {
            int columns = pass.Output.Length / pass.BatchSize;
            pass.Losses.Clear();
            for (int i = 0; i < pass.Output.Length; i++)
            {
                float difference = pass.Output[i] - pass.Targets[i];
                pass.Losses[i / columns] += MathF.Abs(difference) / columns;
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[i] = (float)MathF.Sign(difference) / columns;
            }
        }
    }

    /// <summary>Subtracts what it counts, whatever the gradient.</summary>
    private sealed class Counting() : Optimizer(0.1f)
    {
        public override int StateSlots => 2;

        public override void Step(in OptimizerPass pass)
        {
            Span<float> one = pass.State(0), two = pass.State(1);
            for (int i = 0; i < pass.Parameters.Length; i++)
            {
                one[i] += 1;
                two[i] += 2;
                pass.Parameters[i] -= pass.LearningRate * (pass.Role == ParameterRole.Weight ? one[i] : two[i]);
            }
        }
    }

    /// <summary>Points made up as they are asked for, and on which side of a line they are.</summary>
    private sealed class Sides(int count) : IDataset
    {
        public int Count => count;
        public Shape InputShape => 2;
        public Shape? TargetShape => null;

        public void Read(in ReadPass pass)
        {
            for (int i = 0; i < pass.Rows.Length; i++)
            {
                var random = new RandomStream(5, (ulong)pass.Rows[i]);
                random.FillUniform(pass.Inputs.Slice(2 * i, 2), -1, 1);
                pass.Labels[i] = pass.Inputs[2 * i] > pass.Inputs[(2 * i) + 1] ? 1 : 0;
            }
        }
    }

    private sealed class StopAfter(int steps) : Callback, IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;
        public StepResult Last { get; private set; }

        public override void OnStepEnd(in CallbackPass pass)
        {
            Last = pass.Step;
            if (Last.Step == steps) _source.Cancel();
        }

        public void Dispose() => _source.Dispose();
    }
}

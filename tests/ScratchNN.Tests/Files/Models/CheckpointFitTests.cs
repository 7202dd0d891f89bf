namespace ScratchNN.Tests.Files;

/// <summary>Checkpoints of a Fit under way: damaged, resumed with something else, and written by another thread.</summary>
public class CheckpointFitTests
{
    private static readonly (float[,] X, int[] Y) _data = Blobs.Make(count: 40);

    private static TrainerOptions Options =>
        new() { Epochs = 3, BatchSize = 8, Checks = [], Metrics = [Metric.MeanSquaredError], Callbacks = [new Acting { Size = 1 }] };

    [Theory]
    [InlineData("batchesDone", "2", "6", "has done 6 batches of an epoch of 5")]
    [InlineData("rows", "40", "0", "has done 2 batches of an epoch of 0")]
    [InlineData("keptStep", "0", "-1", "keptStep is -1")]
    [InlineData("keptStep", "0", "9223372036854775807", "keptStep is 9223372036854775807")]
    [InlineData("step", "7,\\\"epoch\\\":2,\\\"stepInEpoch", "-7,\\\"epoch\\\":2,\\\"stepInEpoch", "step is -7")]
    [InlineData("state", "\\\"AAAAAA==\\\"", "\\\"AAAA\\\"", "3 bytes, which is not a whole number of floats")]
    public void Resume_DamagedFit_SaysWhat(string name, string was, string damaged, string message)
    {
        byte[] file = Interrupted();
        string header = SafeTensorsFile.Header(file), part = $"\\\"{name}\\\":{was}";
        Assert.Contains(part, header, StringComparison.Ordinal);

        byte[] other = SafeTensorsFile.WithHeader(file, header.Replace(part, $"\\\"{name}\\\":{damaged}", StringComparison.Ordinal));

        Assert.Contains(message, Hostile.Refused(other, stream => Trainer.Resume(stream, Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ResumedWithOtherMetrics_IsRefusedBeforeItBegins()
    {
        var heard = new List<string>();
        var trainer = Trainer.Resume(
            new MemoryStream(Interrupted()),
            Options with { Metrics = [Metric.MeanSquaredError, Metric.R2], Callbacks = [new Acting { Size = 1, Act = (moment, in _) => heard.Add(moment) }] });

        for (int time = 0; time < 2; time++) // the second is not a new Fit either
            Assert.Contains("this one has labels, no weights, the metrics ", Assert.Throws<ArgumentException>(() => trainer.Fit(_data.X, _data.Y)).Message,
                StringComparison.Ordinal);

        Assert.Empty(heard);
    }

    [Fact]
    public void Save_OnAnotherThreadWhileAStepIsTaken_IsRefused()
    {
        Trainer? trainer = null;
        Exception? inStep = null;
        int saved = 0;
        trainer = new Trainer(Blobs.Model(), Options with
        {
            Schedule = new Told(() => inStep ??= Record.Exception(() => Task.Run(() => trainer!.Save(new MemoryStream())).GetAwaiter().GetResult())),
            Callbacks = [new Acting { Act = (_, in pass) => { pass.Trainer.Save(new MemoryStream()); saved++; } }],
        });

        trainer.Fit(_data.X, _data.Y);
        trainer.Save(new MemoryStream());

        Assert.Equal(1 + (3 * 5) + 3 + 1, saved);
        Assert.Contains("save in one of its callbacks", Assert.IsType<InvalidOperationException>(inStep).Message, StringComparison.Ordinal);
    }

    private static byte[] Interrupted()
    {
        byte[] file = [];
        new Trainer(Blobs.Model(), Options with
        {
            Callbacks = [new Acting { Size = 1, Act = (moment, in pass) =>
            {
                if (moment != "step 7") return;
                var stream = new MemoryStream();
                pass.Trainer.Save(stream);
                file = stream.ToArray();
            } }],
        }).Fit(_data.X, _data.Y);
        return file;
    }

    private sealed class Told(Action act) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass)
        {
            act();
            return 1;
        }
    }
}

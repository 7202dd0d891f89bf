namespace ScratchNN.Tests;

/// <summary>A Fit that was interrupted, wherever that was, ends as the unbroken one: to the bit.</summary>
public class ResumeTests
{
    public static TheoryData<string> Names => [.. ResumeCase.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Fit_ResumedFromAnyMoment_EndsAsTheUnbrokenOne(string name)
    {
        var row = ResumeCase.All[name];
        var files = new List<byte[]>();
        var whole = row.New(new Saving(files));
        var expected = row.Fit(whole);

        Assert.True(files.Count > 10, $"{files.Count} moments");
        for (int i = 0; i < files.Count; i += 1 + (files.Count / 60))
        {
            var resumed = row.Resume(new MemoryStream(files[i]), new Saving([]));
            var history = row.Fit(resumed);

            Assert.True(Bits.Of(whole.Model).SequenceEqual(Bits.Of(resumed.Model)), $"moment {i} of {files.Count}");
            Assert.Equal(expected.StopReason, history.StopReason);
            Assert.Equal(Timeless(expected.Epochs), Timeless(history.Epochs));
            Assert.Equal(Timeless(whole.Epochs), Timeless(resumed.Epochs));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Fit_ResumedAgainAndAgain_EndsAsTheUnbrokenOne(string name)
    {
        var row = ResumeCase.All[name];
        var whole = row.New();
        row.Fit(whole);

        var trainer = row.New(new ThrowAfter(4));
        int times = 0;
        while (Record.Exception(() => row.Fit(trainer)) is NotSupportedException)
        {
            var file = new MemoryStream();
            trainer.Save(file);
            file.Position = 0;
            trainer = row.Resume(file, new ThrowAfter(3));
            times++;
        }
        Assert.True(times > 2);
        Assert.Equal(Bits.Of(whole.Model), Bits.Of(trainer.Model));
    }

    /// <summary>
    /// A callback may save before the first step of the resumed Fit: as it begins, or as it hears of the step that the checkpoint was written in.
    /// </summary>
    [Theory, MemberData(nameof(Names))]
    public void Fit_ResumedFromWhatAResumedOneSavedFirst_EndsAsTheUnbrokenOne(string name)
    {
        var row = ResumeCase.All[name];
        var files = new List<byte[]>();
        var whole = row.New(new Saving(files));
        row.Fit(whole);

        for (int i = 0; i < files.Count; i += 1 + (files.Count / 20))
        {
            var again = new List<byte[]>();
            row.Fit(row.Resume(new MemoryStream(files[i]), new Saving(again)));
            foreach (byte[] first in again.Take(4))
            {
                var resumed = row.Resume(new MemoryStream(first));
                row.Fit(resumed);
                Assert.True(Bits.Of(whole.Model).SequenceEqual(Bits.Of(resumed.Model)), $"moment {i} of {files.Count}");
            }
        }
    }

    /// <summary>Once it has ended, the next Fit is a new one, as in the process that was not interrupted.</summary>
    [Fact]
    public void Fit_AfterTheResumedOne_IsNew()
    {
        var row = ResumeCase.All["average"];
        var files = new List<byte[]>();
        var whole = row.New(new Saving(files));
        row.Fit(whole);
        var resumed = row.Resume(new MemoryStream(files[7]));
        row.Fit(resumed);

        row.Fit(whole);
        row.Fit(resumed);

        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    public static TheoryData<string, string> Others => new()
    {
        { "The interrupted Fit began with Epochs 5, the options have 6. Pass the options of that Fit", "Epochs" },
        { "The interrupted Fit began with Schedule ConstantSchedule, the options have OneCycle", "Schedule" },
        { "The interrupted Fit began with LearningRate 0.1, the options have 0.2", "LearningRate" },
        { "The interrupted Fit began with Loss null, the options have CrossEntropy", "Loss" },
        { "The interrupted Fit began with ClassWeights null, the options have balanced", "ClassWeights" },
        { "The Fit that was interrupted had no EarlyStopping(patience 5", "a callback more" },
    };

    [Theory, MemberData(nameof(Others))]
    public void Resume_OptionsThatChangeTheResult_AreNamed(string message, string what)
    {
        var options = ResumeCase.All["frozen"].Options();
        var file = Interrupted("frozen");
        var other = what switch
        {
            "Epochs" => options with { Epochs = 6 },
            "Schedule" => options with { Schedule = new OneCycle() },
            "LearningRate" => options with { Optimizer = new Sgd(0.2) { Momentum = 0.5 } },
            "Loss" => options with { Loss = new CrossEntropy() },
            "ClassWeights" => options with { ClassWeights = ClassWeights.Balanced },
            _ => options with { Callbacks = [new EarlyStopping()] },
        };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>("options", () => Trainer.Resume(file, other, ResumeCase.Layers)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_WithoutACallbackThatDecides_NamesIt()
    {
        var options = ResumeCase.All["early stopping"].Options() with { Callbacks = [] };
        string message = Assert.Throws<ArgumentException>("options", () => Trainer.Resume(Interrupted("early stopping"), options, ResumeCase.Layers)).Message;
        Assert.StartsWith("The Fit that was interrupted had the callback EarlyStopping(patience 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OtherThreadsChecksAndWatchers_Ends()
    {
        var row = ResumeCase.All["frozen"];
        var whole = row.New();
        row.Fit(whole);

        var resumed = Trainer.Resume(Interrupted("frozen"), row.Options() with { Threads = 1, Checks = Check.All, Callbacks = [new Saving([])] },
            ResumeCase.Layers);
        row.Fit(resumed);

        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    [Fact]
    public void Fit_ResumedOnOtherData_IsRefusedAndNothingIsLost()
    {
        var row = ResumeCase.All["plain"];
        var whole = row.New();
        row.Fit(whole);
        var resumed = row.Resume(Interrupted("plain"));
        var (x, y) = Blobs.Make(count: 61);

        string message = Assert.Throws<ArgumentException>(() => resumed.Fit(x, y)).Message;
        Assert.StartsWith("The Fit that was interrupted had 60 training rows, this data has 61: pass the same data to finish it.", message,
            StringComparison.Ordinal);
        row.Fit(resumed);

        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    [Theory]
    [InlineData("weights", "labels, no weights, no metrics, nothing frozen; this one has labels, weights, no metrics, nothing frozen.")]
    [InlineData("rows", "labels, no weights, no metrics, nothing frozen; this one has targets of [3], no weights, no metrics, nothing frozen.")]
    [InlineData("frozen", "labels, no weights, no metrics, nothing frozen; this one has labels, no weights, no metrics, 1.bias frozen.")]
    [InlineData("metrics", "labels, no weights, no metrics, nothing frozen; this one has labels, no weights, the metrics R2, nothing frozen.")]
    public void Fit_ResumedUnderOtherConditions_IsRefused(string what, string message)
    {
        var (x, y) = Blobs.Make(count: 60);
        var row = ResumeCase.All["plain"];
        var resumed = Trainer.Resume(Interrupted("plain"), row.Options() with { Checks = [], Metrics = what == "metrics" ? [Metric.R2] : [] },
            ResumeCase.Layers);
        float[] weights = new float[60];
        Array.Fill(weights, 2);
        if (what == "frozen") resumed.Model.Freeze("1.bias");

        string said = Assert.Throws<ArgumentException>(() => what == "rows" ? resumed.Fit(x, Blobs.OneHot(y))
            : resumed.Fit(x, y, what == "weights" ? weights : [])).Message;

        Assert.StartsWith($"The Fit that was interrupted had {message}", said, StringComparison.Ordinal);
        if (what == "frozen") resumed.Model.Unfreeze();
        if (what == "metrics") return;
        var whole = row.New();
        row.Fit(whole);
        row.Fit(resumed);
        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    /// <summary>A log is cut back to where the Fit goes on, by what a callback sees when it begins.</summary>
    [Fact]
    public void OnFitBegin_Resumed_TellsWhereToCutALog()
    {
        var row = ResumeCase.All["plain"];
        var expected = new List<string>();
        row.Fit(row.New(new Log(expected)));
        var log = new List<string>();
        var files = new List<byte[]>();
        var options = row.Options() with { Callbacks = [new Log(log), new Saving(files), new Log(log)] };
        row.Fit(row.New(options));

        row.Fit(Trainer.Resume(new MemoryStream(files[^9]), options with { Callbacks = [new Log(log), new Saving([]), new Log(log)] }, ResumeCase.Layers));

        Assert.Equal(expected, log);
    }

    [Fact]
    public void AverageWeights_IsTheAverageOfTheStepsWeights()
    {
        var (x, y) = Blobs.Make(count: 30);
        var model = Blobs.Model();
        var seen = new List<float[]>();
        var averages = new List<float[]>();
        new Trainer(model, new()
        {
            Epochs = 2, BatchSize = 10, AverageWeights = 0.75,
            Callbacks = [
                new Acting { Act = (string moment, in CallbackPass pass) =>
                    { if (moment[0] == 's') seen.Add(pass.Model.Parameters.ToArray());
                        else if (moment.StartsWith("epoch", StringComparison.Ordinal)) averages.Add(pass.Model.Parameters.ToArray()); } }],
        }).Fit(x, y);

        double[] average = [.. seen[0].Select(value => (double)value)];
        for (int step = 1; step < seen.Count; step++)
        {
            if (step == 3) Close(average, averages[0]);
            for (int i = 0; i < average.Length; i++) average[i] = (0.75 * average[i]) + (0.25 * seen[step][i]);
        }
        Close(average, averages[1]);
        Close(average, model.Parameters.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("AverageWeights", () => new TrainerOptions { AverageWeights = 1 });

        static void Close(double[] expected, float[] actual)
        {
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private static MemoryStream Interrupted(string name)
    {
        var files = new List<byte[]>();
        ResumeCase.All[name].Fit(ResumeCase.All[name].New(new Saving(files)));
        return new MemoryStream(files[10]);
    }

    private static IEnumerable<EpochResult> Timeless(IEnumerable<EpochResult> epochs) =>
        epochs.Select(epoch => epoch with { Duration = default, SamplesPerSecond = 0 });

    /// <summary>Saves at every moment of a Fit.</summary>
    private sealed class Saving(List<byte[]> files) : Callback
    {
        public override void OnFitBegin(in CallbackPass pass) => Save(pass.Trainer);

        public override void OnStepEnd(in CallbackPass pass) => Save(pass.Trainer);

        public override void OnEpochEnd(in CallbackPass pass) => Save(pass.Trainer);

        private void Save(Trainer trainer)
        {
            var file = new MemoryStream();
            trainer.Save(file);
            files.Add(file.ToArray());
        }
    }

    /// <summary>Throws after so many steps of this process, as a killed one would be gone.</summary>
    private sealed class ThrowAfter(int steps) : Callback
    {
        private int _left = steps;

        public override void OnStepEnd(in CallbackPass pass)
        {
            if (--_left == 0) throw new NotSupportedException();
        }
    }

    private sealed class Log(List<string> lines) : Callback
    {
        public override void OnFitBegin(in CallbackPass pass)
        {
            long step = pass.Step.Step;
            lines.RemoveAll(line => long.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) > step);
        }

        public override void OnStepEnd(in CallbackPass pass) => lines.Add(FormattableString.Invariant($"{pass.Step.Step} {pass.Step.Loss:R}"));
    }
}

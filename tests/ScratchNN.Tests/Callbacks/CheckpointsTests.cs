namespace ScratchNN.Tests.Callbacks;

public sealed class CheckpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => Path.Combine(_folder.Path, "deep", "run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_EveryEpoch_KeepsTheLast()
    {
        var (x, y) = Blobs.Make(count: 20);
        new Trainer(Blobs.Model(), new() { Epochs = 5, BatchSize = 5, Callbacks = [new Checkpoints(Run)] }).Fit(x, y);

        Assert.Equal(["epoch-000003-step-0000000012.safetensors", "epoch-000004-step-0000000016.safetensors", "epoch-000005-step-0000000020.safetensors"],
            Names());
        Assert.Equal(Path.Combine(Run, "epoch-000005-step-0000000020.safetensors"), Checkpoints.Latest(Run));
    }

    [Fact]
    public void Fit_EverySteps_SavesMultiplesInTheMidstOfEpochs()
    {
        var (x, y) = Blobs.Make(count: 20);
        new Trainer(Blobs.Model(), new() { Epochs = 3, BatchSize = 5, Callbacks = [new Checkpoints(Run) { EverySteps = 3, Keep = 10 }] }).Fit(x, y);

        Assert.Equal(
            ["epoch-000001-step-0000000003.safetensors", "epoch-000002-step-0000000006.safetensors", "epoch-000003-step-0000000009.safetensors",
                "epoch-000003-step-0000000012.safetensors"], Names());
    }

    /// <summary>Killed again and again; each process has other settings, and begins with the latest file.</summary>
    [Theory]
    [InlineData("plain"), InlineData("early stopping"), InlineData("average"), InlineData("weights, classes, kept metric")]
    public void Fit_GoneOnWithFromTheLatest_EndsAsTheUnbrokenOne(string name)
    {
        var row = ResumeCase.All[name];
        var whole = row.New();
        var expected = row.Fit(whole);

        int processes = 0;
        Trainer trainer;
        TrainingHistory? history = null;
        do
        {
            Callback[] callbacks = [new Checkpoints(Run) { EverySteps = processes % 3 == 2 ? null : 2 + (processes % 3), Keep = 1 + (processes % 2) },
                new KilledAfter(9)];
            trainer = Checkpoints.Latest(Run) is { } path ? row.Resume(path, callbacks[0], callbacks[1])
                : row.New(row.Options() with { Callbacks = [callbacks[0], .. row.Options().Callbacks, callbacks[1]], Checks = [] });
            processes++;
            try
            {
                history = row.Fit(trainer);
            }
            catch (NotSupportedException)
            {
            }
        }
        while (history == null && processes < 60);

        Assert.InRange(processes, 3, 59);
        Assert.Equal(Bits.Of(whole.Model), Bits.Of(trainer.Model));
        Assert.Equal(expected.StopReason, history!.StopReason);
    }

    [Fact]
    public void Fit_Canceled_IsSavedAndResumed()
    {
        var row = ResumeCase.All["frozen"];
        var whole = row.New();
        row.Fit(whole);
        var canceling = new Acting { Act = (string moment, in CallbackPass pass) => { if (moment == "step 10") pass.Cancel(); } };
        var trainer = row.New(row.Options() with { Callbacks = [new Checkpoints(Run) { EverySteps = 4 }, canceling] });
        Assert.Equal(StopReason.Canceled, row.Fit(trainer).StopReason);
        Assert.EndsWith("step-0000000010.safetensors", Checkpoints.Latest(Run), StringComparison.Ordinal);

        var resumed = row.Resume(Checkpoints.Latest(Run)!);
        row.Fit(resumed);

        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    [Fact]
    public void Fit_AfterAnother_GoesOnInTheFolder_EvenIfTheStepsWentBack()
    {
        var (x, y) = Blobs.Make(count: 60);
        var goingBack = new Acting
        {
            Act = (string moment, in CallbackPass pass) =>
            { if (moment == "epoch 1") pass.KeepWeights(); else if (moment == "epoch 3") pass.RestoreKeptWeights(); }
        };
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 3, BatchSize = 10, Callbacks = [new Checkpoints(Run), goingBack] });
        trainer.Fit(x, y);
        trainer.Fit(x, y);

        Assert.Equal(["epoch-000004-step-0000000012.safetensors", "epoch-000005-step-0000000018.safetensors", "epoch-000006-step-0000000024.safetensors"],
            Names());
        var next = Trainer.Resume(Checkpoints.Latest(Run)!, trainer.Options);
        Assert.Equal(6, next.Epochs.Count);
    }

    [Fact]
    public void Fit_FolderOfAnotherTraining_IsRefusedBeforeTheFirstStep()
    {
        var (x, y) = Blobs.Make(count: 20);
        var options = new TrainerOptions { Epochs = 2, Callbacks = [new Checkpoints(Run)] };
        new Trainer(Blobs.Model(), options).Fit(x, y);
        string[] before = Names();
        bool isStepped = false;

        var other = new Trainer(Blobs.Model(), options with { Callbacks = [new Checkpoints(Run), Callback.EachStep(_ => isStepped = true)] });

        Assert.Equal($"{Run} has a checkpoint of epoch 2, and this training begins after epoch 0. To continue it, "
            + "pass Checkpoints.Latest to Trainer.Resume; to begin a new one, use another folder.",
            Assert.Throws<InvalidOperationException>(() => other.Fit(x, y)).Message);
        Assert.False(isStepped);
        Assert.Equal(before, Names());
    }

    /// <summary>An older one is resumed by will: what lies after it stays until training has passed it.</summary>
    [Fact]
    public void Fit_ResumedFromAnOlderOne_KeepsItsOwnFilesAndTheLaterOnes()
    {
        var row = ResumeCase.All["plain"];
        row.Fit(row.New(row.Options() with { Callbacks = [new Checkpoints(Run) { Keep = 10 }], Checks = [] }));
        string second = Path.Combine(Run, Names()[1]);

        var callback = new Checkpoints(Run) { Keep = 1 };
        Assert.Throws<NotSupportedException>(() =>
            row.Fit(Trainer.Resume(second, row.Options() with { Callbacks = [callback, new KilledAfter(8)], Checks = [] }, ResumeCase.Layers)));

        Assert.Equal(["epoch-000003", "epoch-000004", "epoch-000005", "epoch-000006"], Names().Select(name => name[..12]));
    }

    [Fact]
    public void Fit_OtherFiles_Stay()
    {
        Directory.CreateDirectory(Run);
        string[] foreign = ["epoch-000001-step-0000000004.safetensors.bak", "epoch-0-step-0.safetensors", "epoch-000001-step-0000000001.txt",
            "my epoch-000001-step-0000000001.safetensors", "epoch-0000001-step-0000000001.safetensors", "notes.txt"];
        foreach (string name in foreign) File.WriteAllText(Path.Combine(Run, name), "mine");
        Directory.CreateDirectory(Path.Combine(Run, "epoch-000000-step-0000000001.safetensors"));

        var (x, y) = Blobs.Make(count: 20);
        new Trainer(Blobs.Model(), new() { Epochs = 4, Callbacks = [new Checkpoints(Run) { Keep = 1 }] }).Fit(x, y);

        Assert.Equal([.. foreign.Append("epoch-000004-step-0000000004.safetensors").Order()], Names());
        Assert.All(foreign, name => Assert.Equal("mine", File.ReadAllText(Path.Combine(Run, name))));
    }

    [Fact]
    public void Latest_Damaged_IsPassedOver()
    {
        Assert.Null(Checkpoints.Latest(Run));
        var (x, y) = Blobs.Make(count: 20);
        new Trainer(Blobs.Model(), new() { Epochs = 3, Callbacks = [new Checkpoints(Run)] }).Fit(x, y);
        string[] paths = [.. Names().Select(name => Path.Combine(Run, name))];

        File.WriteAllBytes(paths[2], File.ReadAllBytes(paths[2])[..^1]);
        Assert.Equal(paths[1], Checkpoints.Latest(Run));

        File.WriteAllBytes(paths[2], []);
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        model.Save(paths[1]); // a model, no checkpoint
        Assert.Equal(paths[0], Checkpoints.Latest(Run));

        File.WriteAllText(paths[0], "none at all");
        Assert.StartsWith($"Every checkpoint in {Run} is damaged. The latest one: {paths[2]}: A safetensors file begins with 8 bytes",
            Assert.Throws<InvalidDataException>(() => Checkpoints.Latest(Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FolderThatCannotBeWritten_SaysWhatIsLeft()
    {
        var (x, y) = Blobs.Make(count: 20);
        var inTheWay = new Acting
        {
            Act = (string moment, in CallbackPass _) =>
            {
                if (moment != "step 3") return;
                Directory.Move(Run, Run + " moved");
                File.WriteAllText(Run, "");
            },
        };
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 4, Callbacks = [inTheWay, new Checkpoints(Run)] });

        string message = Assert.Throws<IOException>(() => trainer.Fit(x, y)).Message;

        Assert.StartsWith($"The checkpoint epoch-000003-step-0000000003.safetensors could not be written to {Run}: ", message, StringComparison.Ordinal);
        Assert.EndsWith("Earlier checkpoints are intact; free some space, and resume the latest.", message, StringComparison.Ordinal);
        Assert.EndsWith("epoch-000002-step-0000000002.safetensors", Checkpoints.Latest(Run + " moved"), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Run + " moved").Length); // no half of one
    }

    [Fact]
    public void Fit_DiskFull_SaysSoAndKeepsTheOnesBefore()
    {
        if (!File.Exists("/dev/full")) return; // a disk that is always full: Linux has it
        var (x, y) = Blobs.Make(count: 20);
        var filling = new Acting
        {
            Act = (string moment, in CallbackPass _) =>
            { if (moment == "step 3") File.CreateSymbolicLink(Path.Combine(Run, "epoch-000003-step-0000000003.safetensors"), "/dev/full"); }
        };
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 4, Callbacks = [filling, new Checkpoints(Run)] });

        var thrown = Assert.Throws<IOException>(() => trainer.Fit(x, y));

        Assert.StartsWith($"The checkpoint epoch-000003-step-0000000003.safetensors could not be written to {Run}: No space left on device", thrown.Message,
            StringComparison.Ordinal);
        Assert.Equal(["epoch-000001-step-0000000001.safetensors", "epoch-000002-step-0000000002.safetensors"], Names()
            .Where(name => !name.Contains("03-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Constructor_Arguments_AreChecked()
    {
        Assert.Throws<ArgumentException>("folder", () => new Checkpoints(""));
        Assert.Throws<ArgumentException>("folder", () => Checkpoints.Latest(""));
        Assert.Throws<ArgumentOutOfRangeException>("EverySteps", () => new Checkpoints("a") { EverySteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Keep", () => new Checkpoints("a") { Keep = 0 });
        Assert.Equal("Checkpoints(a, every epoch, keeps 3)", $"{new Checkpoints("a")}");
        Assert.Equal("Checkpoints(a, every 500 steps, keeps 1)", $"{new Checkpoints("a") { EverySteps = 500, Keep = 1 }}");
        Assert.False(new Checkpoints("a").Decides(Blobs.Model()));
    }

    private string[] Names() => [.. Directory.GetFiles(Run).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Throws after so many steps of this process, as a killed one would be gone.</summary>
    private sealed class KilledAfter(int steps) : Callback
    {
        private int _left = steps;

        public override void OnStepEnd(in CallbackPass pass)
        {
            if (--_left == 0) throw new NotSupportedException();
        }
    }
}

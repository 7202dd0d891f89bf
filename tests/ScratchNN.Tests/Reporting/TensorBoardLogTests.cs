using ScratchNN.Reporting;

namespace ScratchNN.Tests.Reporting;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => Path.Combine(_folder.Path, "runs", "1");

    public void Dispose() => _folder.Dispose();

    /// <summary>The same scalars as TorchSharp wrote them, at its times: byte for byte.</summary>
    [Fact]
    public void EventFile_TheScalarsOfTorchSharp_AreTheSameBytes()
    {
        byte[] golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "scalars.tfevents"));
        var records = EventRecord.Read(golden);
        Assert.Equal(16, records.Length);
        int next = 0;
        using (var file = new EventFile(_folder["mine"], () => records[next++].WallTime))
        {
            foreach (var record in records.Skip(1)) file.AddScalar(record.Tag!, record.Value, record.Step);
            file.Flush();
        }
        Assert.Equal(golden, File.ReadAllBytes(_folder["mine"]));
        Assert.Equal([1L, 300, 1_000_000_000], records.Skip(1).Select(record => record.Step).Distinct());
    }

    /// <summary>The check value of CRC-32C, in "A Painless Guide to CRC Error Detection Algorithms" and RFC 3720, B.4.</summary>
    [Fact]
    public void MaskedCrc_IsThatOfTheBitwiseDefinition()
    {
        Assert.Equal(0xE3069283, EventRecord.Crc("123456789"u8));
        byte[] bytes = [.. Enumerable.Range(0, 70).Select(i => (byte)((i * i * 37) + 11))];
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint crc = EventRecord.Crc(bytes.AsSpan(0, length));
            Assert.Equal(unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8), EventFile.MaskedCrc(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Fit_EveryNumber_IsAScalarAtItsStep()
    {
        var (x, y) = Blobs.Make(count: 25);
        var steps = new List<StepResult>();
        var history = new Trainer(Blobs.Model(), new()
        {
            Epochs = 2, BatchSize = 8, ValidationSplit = 0.2, Metrics = [Metric.Accuracy, Metric.MeanSquaredError],
            Callbacks = [new TensorBoardLog(Run) { EverySteps = 2 }, Callback.EachStep(steps.Add)],
        }).Fit(x, y);
        var records = Records();

        Assert.Equal(("brain.Event:2", true, 1), (records[0].FileVersion, records[1].IsStart, records[1].Step));
        Assert.All(records, record => Assert.InRange(record.WallTime, 1.7e9, 1e10));
        List<(string?, float, long)> expected = [];
        foreach (var step in steps)
        {
            if (step.Step % 2 == 0)
                expected.AddRange(
                    [("loss/step", (float)step.Loss, step.Step), ("accuracy/step", (float)step.Accuracy!, step.Step),
                        ("learning rate/step", (float)step.LearningRate, step.Step)]);
            if (step.StepInEpoch < 3) continue;
            var epoch = history.Epochs[step.Epoch - 1];
            foreach (var (evaluation, of) in ((Evaluation, string)[])[(epoch.Training, "/training"), (epoch.Validation!, "/validation")])
                expected.AddRange(
                    [("loss" + of, (float)evaluation.Loss, step.Step), ("accuracy" + of, (float)evaluation.Accuracy!, step.Step),
                        ("mean squared error" + of, (float)evaluation[Metric.MeanSquaredError], step.Step)]);
            expected.Add(("learning rate/epoch", (float)epoch.LearningRate, step.Step));
        }
        Assert.Equal(expected, records.Skip(2).Select(record => (record.Tag, record.Value, record.Step)));
        Assert.Matches(@"^events\.out\.tfevents\.\d{10}\.", Path.GetFileName(Assert.Single(Directory.GetFiles(Run))));
    }

    /// <summary>As TensorBoard reads a folder: file after file by name; the start of a session drops the points from its step on.</summary>
    [Fact]
    public void Fit_Resumed_GoesOnFromTheCheckpoint()
    {
        var row = ResumeCase.All["plain"];
        var whole = new TensorBoardLog(Path.Combine(_folder.Path, "whole")) { EverySteps = 1 };
        row.Fit(row.New(row.Options() with { Callbacks = [whole], Checks = [] }));
        byte[]? file = null;
        var saving = new Acting
        {
            Act = (string moment, in CallbackPass pass) =>
            { if (moment == "step 17") { var to = new MemoryStream(); pass.Trainer.Save(to); file = to.ToArray(); } }
        };
        row.Fit(row.New(row.Options() with { Callbacks = [saving, new TensorBoardLog(Run) { EverySteps = 1 }], Checks = [] }));

        row.Fit(Trainer.Resume(new MemoryStream(file!), row.Options() with { Callbacks = [saving, new TensorBoardLog(Run) { EverySteps = 1 }], Checks = [] },
            ResumeCase.Layers));

        Assert.Equal(2, Directory.GetFiles(Run).Length);
        Assert.Equal(Shown(whole.Folder), Shown(Run));

        static List<(string?, float, long)> Shown(string folder)
        {
            List<(string? Tag, float Value, long Step)> shown = [];
            foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
                foreach (var record in EventRecord.Read(File.ReadAllBytes(path)))
                {
                    if (record.IsStart) shown.RemoveAll(point => point.Step >= record.Step);
                    else if (record.Tag != null) shown.Add((record.Tag, record.Value, record.Step));
                }
            return shown;
        }
    }

    [Fact]
    public void Fit_Points_AreThereWhenTheirEpochEnds()
    {
        var (x, y) = Blobs.Make(count: 10);
        var counts = new List<int>();
        new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [new TensorBoardLog(Run), Callback.EachEpoch(_ => counts.Add(Records().Length))] })
            .Fit(x, y);
        Assert.Equal([5, 8], counts);
    }

    [Fact]
    public void Fit_StepThatWritesNothing_AllocatesNothing()
    {
        var (x, y) = Blobs.Make();
        Assert.Equal(0, Allocations.OfSteps(
            watching =>
                new Trainer(Blobs.Model(),
                    new() { Epochs = 4, BatchSize = 10, Callbacks = [new TensorBoardLog(Run) { EverySteps = 1000 }, watching], Checks = [] }).Fit(x, y),
                        warm: 40, steps: 120));
    }

    [Fact]
    public void Constructor_Arguments_AreChecked()
    {
        Assert.Throws<ArgumentException>("folder", () => new TensorBoardLog(""));
        Assert.Throws<ArgumentOutOfRangeException>("EverySteps", () => new TensorBoardLog("a") { EverySteps = 0 });
        Assert.Equal("TensorBoardLog(a, every 50 steps)", $"{new TensorBoardLog("a")}");
    }

    private EventRecord[] Records() => EventRecord.Read(File.ReadAllBytes(Assert.Single(Directory.GetFiles(Run))));
}

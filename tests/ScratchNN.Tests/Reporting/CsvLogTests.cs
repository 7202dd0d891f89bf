using ScratchNN.Reporting;

namespace ScratchNN.Tests.Reporting;

public sealed class CsvLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => Path.Combine(_folder.Path, "logs", "history.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_Epochs_AreLinesThatReadBackExactly()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(),
            new() { Epochs = 3, ValidationSplit = 0.2, Metrics = [Metric.Accuracy, Metric.MeanSquaredError, new Quoted()], Callbacks = [new CsvLog(Log)] });
        var history = trainer.Fit(x, y);
        string[] lines = Lines();

        Assert.Equal("epoch,loss,accuracy,mean squared error,\"a \"\"quoted\"\", name\",validation loss,validation accuracy,validation mean squared "
            + "error,\"validation a \"\"quoted\"\", name\",learning rate,seconds", lines[0]);
        Assert.Equal(4, lines.Length);
        for (int i = 0; i < 3; i++)
        {
            var epoch = history.Epochs[i];
            double[] expected =
            [
                epoch.Epoch, epoch.Loss, epoch.Accuracy!.Value, epoch.Training[Metric.MeanSquaredError], double.NaN,
                epoch.ValidationLoss!.Value, epoch.ValidationAccuracy!.Value, epoch.Validation![Metric.MeanSquaredError], double.NaN, epoch.LearningRate,
                    epoch.Duration.TotalSeconds,
            ];
            Assert.Equal(expected, lines[i + 1].Split(',').Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)));
        }
        Assert.DoesNotContain('\r', File.ReadAllText(Log));
        Assert.NotEqual(0xEF, File.ReadAllBytes(Log)[0]); // no byte order mark

        history.WriteCsv(_folder["history.csv"]);
        Assert.Equal(File.ReadAllText(Log), File.ReadAllText(_folder["history.csv"]));
    }

    [Fact]
    public void WriteCsv_NoEpochs_HasTheColumnsThatAllHave()
    {
        var (x, y) = Blobs.Make(count: 10);
        new Trainer(Blobs.Model(), new() { Epochs = 0 }).Fit(x, y).WriteCsv(_folder["none.csv"]);
        Assert.Equal("epoch,loss,learning rate,seconds\n", File.ReadAllText(_folder["none.csv"]));
    }

    [Fact]
    public void Fit_Regression_HasNoColumnsOfClasses()
    {
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, Callbacks = [new CsvLog(Log)] }).Fit(new float[,] { { 1 }, { 2 } }, (float[])[1, 2]);
        Assert.Equal("epoch,loss,learning rate,seconds", Lines()[0]);
    }

    [Fact]
    public void Fit_Line_IsThereWhenItsEpochEnds()
    {
        var (x, y) = Blobs.Make(count: 10);
        var counts = new List<int>();
        new Trainer(Blobs.Model(), new() { Epochs = 3, Callbacks = [new CsvLog(Log), Callback.EachEpoch(_ => counts.Add(Lines().Length))] }).Fit(x, y);
        Assert.Equal([2, 3, 4], counts);
    }

    /// <summary>With other columns, which the lines of the first lack.</summary>
    [Fact]
    public void Fit_Second_GoesOnBelow()
    {
        var (x, y) = Blobs.Make(count: 20);
        var data = Dataset.From(x, y);
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [new CsvLog(Log)] });
        trainer.Fit(data);
        string[] before = Lines();
        trainer.Fit(data, validation: data);
        trainer.Fit(data);

        string[] lines = Lines();
        Assert.Equal("epoch,loss,accuracy,validation loss,validation accuracy,learning rate,seconds", lines[0]);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], lines[1..].Select(line => line.Split(',')[0]));
        for (int i = 1; i <= 6; i++) Assert.Equal(i is 3 or 4, lines[i].Split(',')[3].Length > 0);
        Assert.Equal(before[1].Split(','), lines[1].Split(',').Where((_, column) => column is not (3 or 4)));
    }

    [Fact]
    public void Fit_OfAnotherTrainer_ReplacesTheFile()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        File.WriteAllText(Log, new string('x', 10_000));
        var (x, y) = Blobs.Make(count: 10);
        new Trainer(Blobs.Model(), new() { Epochs = 1, Callbacks = [new CsvLog(Log)] }).Fit(x, y);
        Assert.Equal(2, Lines().Length);
    }

    /// <summary>Whatever the moment of the checkpoint: before or after the log has heard of it.</summary>
    [Theory]
    [InlineData("plain"), InlineData("early stopping")]
    public void Fit_Resumed_CutsTheLogBackAndGoesOn(string name)
    {
        var row = ResumeCase.All[name];
        var files = new List<byte[]>();
        var saving = new Acting { Act = (string moment, in CallbackPass pass) => { if (moment != "end") files.Add(Saved(pass.Trainer)); } };
        row.Fit(row.New(row.Options() with { Callbacks = [saving, .. row.Options().Callbacks, new CsvLog(Log), saving] }));
        string[] whole = [.. Lines().Select(WithoutSeconds)];

        for (int i = 0; i < files.Count; i += 1 + (files.Count / 40))
        {
            int atBegin = -1, heard = -1;
            var looking = new Acting
            {
                Act = (string moment, in CallbackPass pass) =>
                { if (moment == "begin") (atBegin, heard) = (Lines().Length, pass.Epochs.Length); }
            };
            var trainer = Trainer.Resume(new MemoryStream(files[i]),
                row.Options() with { Callbacks = [.. row.Options().Callbacks, new CsvLog(Log), looking], Checks = [] }, ResumeCase.Layers);
            row.Fit(trainer);

            Assert.Equal(whole, Lines().Select(WithoutSeconds));
            Assert.InRange(atBegin, heard == 0 ? 0 : heard, heard + 1);
        }

        static byte[] Saved(Trainer trainer)
        {
            var file = new MemoryStream();
            trainer.Save(file);
            return file.ToArray();
        }

        static string WithoutSeconds(string line) => line[..line.LastIndexOf(',')];
    }

    [Fact]
    public void Fit_PathThatAnotherFitWrites_IsRefused()
    {
        var (x, y) = Blobs.Make(count: 10);
        IOException? thrown = null;
        var log = new CsvLog(Log);
        var inner = new Acting
        {
            Act = (string moment, in CallbackPass _) =>
            { if (moment == "step 1") thrown = Assert.Throws<IOException>(() => new Trainer(Blobs.Model(), new() { Callbacks = [log] }).Fit(x, y)); }
        };

        new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [log, inner] }).Fit(x, y);

        Assert.Equal($"Another Fit is writing {Log}: give each a file of its own.", thrown!.Message);
        Assert.Equal(3, Lines().Length);
        new Trainer(Blobs.Model(), new() { Epochs = 1, Callbacks = [log] }).Fit(x, y); // it is free again
    }

    [Fact]
    public void Fit_TwiceInTheList_IsRefused()
    {
        var (x, y) = Blobs.Make(count: 10);
        var log = new CsvLog(Log);
        var trainer = new Trainer(Blobs.Model(), new() { Callbacks = [log, log] });
        Assert.Equal($"CsvLog({Log}) is listed twice among the callbacks of this trainer: list it once.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y)).Message);
    }

    [Fact]
    public void Constructor_NoPath_Throws() => Assert.Throws<ArgumentException>("path", () => new CsvLog(""));

    private string[] Lines() => File.ReadAllText(Log).TrimEnd('\n').Split('\n');

    private sealed class Quoted() : Metric("a \"quoted\", name")
    {
        public override double Compute(in MetricPass pass) => double.NaN;
    }
}

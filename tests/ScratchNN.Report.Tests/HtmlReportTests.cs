using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ScratchNN.Report.Tests;

public sealed class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_OfAHealthyFit_AccusesNobody_AndNeedsNothingElse()
    {
        var (page, history) = Fits.Run(_folder["report.html"]);

        Assert.DoesNotContain(history.Findings, finding => finding.Severity > Severity.Info);
        Assert.Contains("Training is complete, and no check found anything wrong.", page);
        Assert.DoesNotContain("class=\"finding error\"", page);
        Assert.DoesNotContain("class=\"finding warning\"", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http-equiv", page);
        Assert.Empty(Regex.Matches(page, "(src|href)=\"(?!#|data:)").Select(match => match.Value));
        Assert.DoesNotContain("@import", page);
        Assert.Equal(["report.html"], _folder.Files);
    }

    [Fact]
    public void Page_IsWellFormed_AndEveryLinkLeadsSomewhere()
    {
        var (page, _) = Fits.Run(_folder["report.html"], options => options with { Optimizer = new Sgd(1e6), WhenBroken = WhenBroken.Stop });

        var html = XDocument.Parse(Regex.Replace(page.Replace("<!DOCTYPE html>", ""), "<(meta|img)([^>]*)>", "<$1$2/>"));
        var ids = html.Descendants().Select(element => (string?)element.Attribute("id")).OfType<string>().ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(html.Descendants().Select(element => (string?)element.Attribute("href")).OfType<string>(), link => Assert.Contains(link[1..], ids));
        Assert.All(html.Descendants("svg").Where(svg => (string?)svg.Attribute("role") == "img"), svg =>
            Assert.False(string.IsNullOrEmpty((string?)svg.Attribute("aria-label"))));
        Assert.All(html.Descendants("img"), image => Assert.False(string.IsNullOrEmpty((string?)image.Attribute("alt"))));
    }

    [Fact]
    public void Page_OfABrokenFit_TellsWhenAndWhy()
    {
        var (page, history) = Fits.Run(_folder["report.html"], options => options with { Optimizer = new Sgd(1e6), WhenBroken = WhenBroken.Stop });

        var cause = history.Findings[0];
        Assert.Contains("Training broke.", page);
        Assert.Contains($"<a href=\"#finding-1\">{cause.Code}</a>", page);
        Assert.Contains(new Markup().Add($"{cause.Title}").ToString(), page);
        string breakage = new Markup().Add($"{history.Breakage!}").ToString();
        Assert.Contains(breakage[..breakage.IndexOf("Look for", StringComparison.Ordinal)].Trim(), page);
        Assert.DoesNotContain("Look for NaN or unscaled numbers", page); // the finding knows better
    }

    [Fact]
    public void Page_OfAFitThatWentOnWithBrokenWeights_SaysThatItBroke()
    {
        var (page, history) = Fits.Run(_folder["report.html"], options => options with { Optimizer = new Sgd(1e30), WhenBroken = WhenBroken.Continue });

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Contains("<div class=\"verdict bad\"", page);
        Assert.Contains("Training broke, but continued to the end with meaningless numbers.", page);
        Assert.DoesNotContain("Training is complete", page);
    }

    [Fact]
    public void Page_OfAFitThatMayNotBegin_SaysSo()
    {
        var (x, y) = Fits.Quadrants();
        x[3, 1] = float.NaN;

        var exception = Assert.Throws<TrainingException>(() =>
            new Trainer(Fits.Network(), new() { Callbacks = [new HtmlReport(_folder["report.html"])] }).Fit(x, y));

        string page = File.ReadAllText(_folder["report.html"]);
        Assert.Contains("Training did not begin.", page);
        Assert.Contains($"<a href=\"#finding-1\">{exception.Findings[0].Code}</a>", page);
    }

    [Fact]
    public void Fit_WithAReport_GivesTheSameWeights_AndItsHashIsTheirs()
    {
        var (with, without) = (Fits.Network(), Fits.Network());

        var (page, _) = Fits.Run(_folder["report.html"], model: with);
        var (x, y) = Fits.Quadrants();
        new Trainer(without, new() { Epochs = 30, Optimizer = new Adam(0.01), ValidationSplit = 0.2 }).Fit(x, y);

        Assert.True(with.Parameters.SequenceEqual(without.Parameters));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(with.Parameters))), page);
    }

    [Fact]
    public void Page_WhileTraining_IsWholeAndReloads_AndTheLastOneDoesNot()
    {
        string path = _folder["report.html"];
        string? seen = null;
        var wait = Callback.EachStep(step =>
        {
            if (step.Step < 200) Thread.Sleep(10);
            else if (seen == null && File.Exists(path)) seen = File.ReadAllText(path);
        });

        var (page, _) = Fits.Run(path, options => options with { Callbacks = [.. options.Callbacks, wait] });

        Assert.NotNull(seen);
        Assert.Contains("<meta http-equiv=\"refresh\"", seen);
        Assert.EndsWith("</html>\n", seen);
        Assert.Contains("Training: epoch", seen);
        Assert.DoesNotContain("http-equiv", page);
    }

    [Fact]
    public void Page_OfHostileNames_IsNotBroken()
    {
        const string Evil = "</style><script>alert(1)</script>";
        var (x, y) = Fits.Quadrants();
        var info = new DataInfo { ClassNames = [Evil, "\"'&", "\u0001", "b"], FeatureNames = [Evil, "c"] };
        var check = new Accusation(Evil);

        new Trainer(Fits.Network(), new() { Epochs = 2, Checks = [.. Check.All, check], Callbacks = [new HtmlReport(_folder["report.html"]) { Title = Evil }] })
            .Fit(Dataset.From(x, y, info: info));

        string page = File.ReadAllText(_folder["report.html"]);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain('\u0001', page);
        Assert.Equal(1, Regex.Count(page, "</style>"));
    }

    [Theory]
    [InlineData(false, 8, 8, true)]
    [InlineData(false, 8, 2, false)] // more likely 8 steps of 2 numbers
    [InlineData(true, 8, 8, false)]
    public void Page_OfSamplesOfTwoDimensions_ShowsPicturesUnlessTheyAreSequences(bool isSequence, int height, int width, bool hasPictures)
    {
        float[] x = new float[100 * height * width];
        new RandomStream(3, 0).FillUniform(x, 0, 1);
        int[] y = [.. Enumerable.Range(0, 100).Select(i => i % 3)];
        var data = Dataset.From(new Samples(x, new Shape(height, width)), y);
        Layer first = isSequence ? new Block(new Conv1D(2, 3)) : new Flatten();

        new Trainer(new Sequential(first, new Flatten(), new Dense(3)), new() { Epochs = 1, Callbacks = [new HtmlReport(_folder["report.html"])] }).Fit(data);

        Assert.Equal(hasPictures, File.ReadAllText(_folder["report.html"]).Contains("Mean of all samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_OfImages_ShowsMistakesAndWeightsAsPictures()
    {
        float[] x = new float[200 * 36];
        new RandomStream(3, 0).FillUniform(x, 0, 1);
        int[] y = [.. Enumerable.Range(0, 200).Select(i => i % 3)]; // nothing to learn: mistakes are sure
        var data = Dataset.From(new Samples(x, 36), y);

        new Trainer(new Sequential(new Dense(36, 8), new ReLU(), new Dense(8, 3), new Softmax()),
            new() { Epochs = 1, Callbacks = [new HtmlReport(_folder["report.html"]) { Image = new Shape(6, 6), Test = data }] }).Fit(data);

        string page = File.ReadAllText(_folder["report.html"]);
        Assert.Contains("200 samples", page);
        Assert.Equal(24, Regex.Count(page, "alt=\"Sample [0-9]+\""));
        Assert.Contains("alt=\"The weights of 8 units as pictures.\"", page);
        Assert.Contains("Mean of all samples", page);
    }

    [Fact]
    public void Page_OfNumbers_ShowsPredictionsBesideTargets()
    {
        var (x, _) = Fits.Quadrants();
        float[] y = [.. Enumerable.Range(0, x.GetLength(0)).Select(i => (3 * x[i, 0]) - x[i, 1])];

        new Trainer(new Sequential(new Dense(2, 8), new Tanh(), new Dense(8, 1)), new() { Epochs = 3, Callbacks = [new HtmlReport(_folder["report.html"])] })
            .Fit(x, y);

        Assert.Contains("Predicted and right", File.ReadAllText(_folder["report.html"]));
    }

    [Fact]
    public void Page_OfSeveralAnswers_IsWritten()
    {
        var (x, y) = Fits.Quadrants();
        float[,] answers = new float[y.Length, 2];
        for (int i = 0; i < y.Length; i++) (answers[i, 0], answers[i, 1]) = (y[i] & 1, y[i] >> 1);

        new Trainer(new Sequential(new Dense(2, 8), new Tanh(), new Dense(8, 2), new Sigmoid()),
            new() { Epochs = 2, Loss = new BinaryCrossEntropy(), Callbacks = [new HtmlReport(_folder["report.html"])] }).Fit(x, answers);

        Assert.Contains("id=\"answers\"", File.ReadAllText(_folder["report.html"]));
    }

    [Fact]
    public void Fit_AFileThatIsAFolder_IsRefusedBeforeTheFirstStep()
    {
        var (x, y) = Fits.Quadrants();
        var model = Fits.Network();
        model.Build(2);
        float[] before = model.Parameters.ToArray();

        var exception = Assert.Throws<IOException>(() => new Trainer(model, new() { Callbacks = [new HtmlReport(_folder.Path)] }).Fit(x, y));

        Assert.Contains("is a folder", exception.Message);
        Assert.Equal(before, model.Parameters);
    }

    [Fact]
    public void Fit_TheSameReportTwice_IsRefused_AndTheNextFitWorks()
    {
        var report = new HtmlReport(_folder["report.html"]);

        Assert.Throws<InvalidOperationException>(() => Fits.Run(report.Path, options => options with { Callbacks = [report, report] }));
        Assert.Throws<IOException>(() => Fits.Run(report.Path, options => options with { Callbacks = [report, new HtmlReport(report.Path)] }));

        Assert.Contains("Training is complete", Fits.Run(report.Path, report: report).Page);
    }

    [Fact]
    public void Constructor_WithoutAName_Throws() => Assert.Throws<ArgumentException>(() => new HtmlReport(""));

    private sealed class Accusation(string words) : Check("MY001", CheckMoment.StepEnd)
    {
        public override void Examine(in CheckPass pass) => pass.Report(new Finding
        {
            Code = words, Severity = Severity.Warning, Title = words, Advice = words, Layer = words, RuledOut = [words],
            Evidence = new Dictionary<string, double> { [words] = double.NaN, ["largest logit"] = 1, ["dead"] = 1, ["loss"] = 1, ["norm"] = 1 },
        });
    }
}

using System.Runtime.CompilerServices;

namespace ScratchNN.Reporting;

/// <summary>
/// Writes what happens in a Fit as one HTML file: curves, layers, mistakes, findings with their evidence drawn, and what it takes to do it again.
/// </summary>
/// <remarks>
/// <code>
/// new Trainer(model, new() { Callbacks = [new HtmlReport("report.html") { Test = test }] }).Fit(x, y);
/// </code>
/// <para>The file needs nothing else: no script, no picture from elsewhere. It is readable in dark and light, on paper, on a phone and by keyboard. While
/// the Fit runs, browsers load it again every two seconds; it is written at most once a second, and takes at most one part in two hundred of the time. It is
/// replaced as a whole, so no reader sees half of it.</para>
/// <para>It only looks: the result of the Fit is the same without it. It looks when the checks look, every ten steps, and it keeps a few hundred points of each
/// curve, whatever the length of the Fit. A second Fit of the same trainer replaces the report of the first.</para>
/// <para>If the file cannot be written while training, the Fit continues, and the report is written again at the end.</para>
/// </remarks>
public sealed class HtmlReport : Callback
{
    private readonly ConditionalWeakTable<Model, OpenReport> _open = [];
    private readonly Check[] _watches;

    /// <summary>A report.</summary>
    /// <param name="path">The file, such as report.html. Its folder is created if it does not exist.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public HtmlReport(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        _watches = [new LayerWatch(this, CheckMoment.StepEnd), new LayerWatch(this, CheckMoment.EpochEnd), new LayerWatch(this, CheckMoment.Failure)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The heading of the page. Default "Training report".</summary>
    /// <exception cref="ArgumentException">Null or empty.</exception>
    public string Title
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "Training report";

    /// <summary>
    /// The data whose answers are shown at the end: confusion matrix or errors, and the worst mistakes. Default null: the validation data; without any, up to
    /// 1,000 of the training samples.
    /// </summary>
    public IDataset? Test { get; init; }

    /// <summary>
    /// The shape of a sample as an image, [height × width] or [height × width × channels] with 1 or 3 channels, where samples are rows of pixels. Default null:
    /// that of the samples, if they have three dimensions, or two of at least 4 and no <see cref="Conv1D"/> reads them as sequences.
    /// </summary>
    public Shape? Image { get; init; }

    /// <summary>Those that look at the layers; they find nothing.</summary>
    public override IReadOnlyList<Check> Checks => _watches;

    /// <summary>Makes sure that the file can be written.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot, or another Fit writes it.</exception>
    /// <exception cref="InvalidOperationException">The report is listed twice in the list of callbacks.</exception>
    public override void OnFitBegin(in CallbackPass pass)
    {
        if (_open.TryGetValue(pass.Model, out _))
            throw new InvalidOperationException($"{this} is listed twice among the callbacks of this trainer: list it once.");
        _open.Add(pass.Model, new OpenReport(new FitRecord(pass), new ReportFile(Path)));
    }

    /// <inheritdoc/>
    public override void OnStepEnd(in CallbackPass pass)
    {
        if (!_open.TryGetValue(pass.Model, out var open)) return;
        open.Record.OnStep(pass);
        open.Refresh(record => Page(record, null));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass) => RecordOf(pass.Model)?.OnEpoch(pass.Epoch);

    /// <inheritdoc/>
    public override void OnFinding(in CallbackPass pass, Finding finding) => RecordOf(pass.Model)?.Findings.Add(finding);

    /// <summary>Writes the whole report.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written.</exception>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history)
    {
        if (!_open.TryGetValue(pass.Model, out var open)) return;
        _open.Remove(pass.Model);
        using var file = open.File;
        file.Write(Page(open.Record, new Ending(history, Answers.To(Test, open.Record))));
    }

    /// <summary>The callback and its file.</summary>
    public override string ToString() => $"HtmlReport({Path})";

    /// <summary>What is remembered of the Fit of a model; null if there is none.</summary>
    internal FitRecord? RecordOf(Model model) => _open.TryGetValue(model, out var open) ? open.Record : null;

    private string Page(FitRecord record, Ending? ending) =>
        ReportPage.Write(record, ending, Title, Images.ShapeOf(record.Data.InputShape, Image, HasSequences(record.Model.Layers)));

    private static bool HasSequences(IEnumerable<Layer> layers) =>
        layers.Any(layer => layer is Conv1D || (layer is Container container && HasSequences(container.Inner.Select(inner => inner.Layer))));
}

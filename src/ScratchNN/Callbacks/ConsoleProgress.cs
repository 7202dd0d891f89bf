namespace ScratchNN;

/// <summary>
/// Shows how a Fit goes: a line for each epoch, each finding as it comes, and in a terminal a bar with loss, accuracy, samples per second and the time that is
/// left.
/// </summary>
/// <remarks>
/// <para>The bar is drawn at most ten times a second, as wide as the terminal; a narrow one shows less. If the output is not a terminal, or <c>TERM</c> is
/// <c>dumb</c>, there are only lines. There are no colours and no escape codes, whatever <c>NO_COLOR</c> says. Text that you write to <see cref="Console"/>
/// meanwhile appears above the bar. Of several Fits at once, one has the bar.</para>
/// <para>Ctrl+C ends the Fit after the step, with <see cref="StopReason.Canceled"/>: the model keeps its weights, and Fit returns. A second Ctrl+C ends the
/// process as usual, and so does the first when no Fit is under way.</para>
/// <para>Apart from that it only watches. Loss and accuracy of the bar are means over the steps of the epoch so far. A step allocates nothing, nor does drawing
/// the bar; a line does.</para>
/// </remarks>
/// <param name="output">Where to write the lines, for example to a log. Default null: the console, with the bar if it is a terminal.</param>
public sealed class ConsoleProgress(TextWriter? output = null) : Callback
{
    private readonly FitMemory<ProgressDisplay> _displays = new();

    /// <inheritdoc/>
    public override void OnFitBegin(in CallbackPass pass) => _displays.Begin(this, pass, Open);

    /// <inheritdoc/>
    public override void OnStepEnd(in CallbackPass pass)
    {
        var display = _displays.Of(pass);
        if (display.IsCanceled) pass.Cancel();
        display.Show(pass);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        var display = _displays.Of(pass);
        if (display.IsCanceled) pass.Cancel();
        display.WriteLine($"{pass.Epoch}");
    }

    /// <inheritdoc/>
    public override void OnFinding(in CallbackPass pass, Finding finding) => _displays.Of(pass).WriteLine($"{finding}");

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history) => _displays.End(pass)?.Dispose();

    /// <summary>Where the bar is; null: nowhere.</summary>
    internal Func<StatusLine?> Line { get; init; } = output == null ? StatusLine.Take : () => null;

    private ProgressDisplay Open(in CallbackPass pass) => new(output, Line(), pass);
}

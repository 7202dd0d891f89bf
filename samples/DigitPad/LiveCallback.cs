using ScratchNN;
using ScratchNN.Diagnostics;

namespace DigitPad;

/// <summary>Tells the page how the Fit goes, so slowly that people can watch.</summary>
/// <param name="listeners">Who hears it.</param><param name="show">Gets the model after each epoch.</param><param name="stop">Ends the waiting.</param>
internal sealed class LiveCallback(Listeners listeners, Action<Model> show, CancellationToken stop) : Callback
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(60); // after an epoch

    public override void OnEpochEnd(in CallbackPass pass)
    {
        show(pass.Model);
        var epoch = pass.Epoch;
        listeners.Tell("epoch", new()
        {
            ["epoch"] = epoch.Epoch,
            ["loss"] = Listeners.Number(epoch.Loss),
            ["validationLoss"] = Listeners.Number(epoch.ValidationLoss),
            ["accuracy"] = Listeners.Number(epoch.Accuracy),
            ["validationAccuracy"] = Listeners.Number(epoch.ValidationAccuracy),
        });
        stop.WaitHandle.WaitOne(_pause);
    }

    public override void OnFinding(in CallbackPass pass, Finding finding) => listeners.Tell("finding", new()
    {
        ["code"] = finding.Code,
        ["severity"] = finding.Severity.ToString(),
        ["step"] = finding.Step,
        ["title"] = finding.Title,
        ["advice"] = finding.Advice,
    });
}

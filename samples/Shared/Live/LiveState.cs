using System.Globalization;
using ScratchNN;

namespace Samples;

/// <summary>What a live view shows of a Fit: the step under way, and the losses and accuracies of the last drawings.</summary>
internal sealed class LiveState
{
    private const int MostValues = 400;

    private readonly List<double> _losses = [], _accuracies = [];

    public StepResult Step { get; private set; }

    public int LastEpoch { get; private set; }

    public double SamplesPerSecond { get; private set; }

    /// <summary>Until the end of the Fit; null while nothing is known.</summary>
    public TimeSpan? Left { get; private set; }

    /// <summary>Takes note of what is shown next.</summary>
    /// <param name="step">The last step.</param><param name="epochsDone">Of this Fit.</param><param name="epochs">That are planned.</param>
    /// <param name="loss">The mean of the steps since the last drawing.</param><param name="accuracy">Likewise; null where there are no classes.</param>
    /// <param name="samples">Samples since the Fit began.</param><param name="elapsed">How long ago that was.</param>
    public void Note(StepResult step, int epochsDone, int epochs, double loss, double? accuracy, double samples, TimeSpan elapsed)
    {
        (Step, LastEpoch) = (step, step.Epoch - epochsDone + epochs - 1);
        Add(_losses, loss);
        if (accuracy is { } share) Add(_accuracies, share);
        SamplesPerSecond = samples / Math.Max(elapsed.TotalSeconds, 1e-9);
        double done = ((double)epochsDone * step.StepsPerEpoch) + step.StepInEpoch, planned = (double)epochs * step.StepsPerEpoch;
        double left = elapsed.TotalSeconds * (planned - done) / done;
        Left = left < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(left) : null;
    }

    /// <summary>The lines of the view, each within <paramref name="width"/>.</summary>
    public IEnumerable<string> Lines(int width)
    {
        string left = Left is not { } time ? "" : time.TotalHours >= 1 ? $"  ETA {(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
            : $"  ETA {time.Minutes}:{time.Seconds:00}";
        double share = Step.StepsPerEpoch == 0 ? 0 : (double)Step.StepInEpoch / Step.StepsPerEpoch;
        string head = $"epoch {Step.Epoch}/{LastEpoch}  ",
            tail = string.Create(CultureInfo.InvariantCulture, $"  {100 * share,3:0} %  {SamplesPerSecond:#,0} samples/s{left}");
        int bar = Math.Clamp(width - head.Length - tail.Length, 0, 30), full = (int)(bar * share);
        yield return Cut(head + new string('█', full) + new string('░', bar - full) + tail, width);
        if (_losses.Count > 0) yield return Row("loss", _losses[^1].ToString("G4", CultureInfo.InvariantCulture), _losses, width);
        if (_accuracies.Count > 0) yield return Row("accuracy", _accuracies[^1].ToString("0.0000", CultureInfo.InvariantCulture), _accuracies, width);
    }

    private static string Row(string name, string value, List<double> values, int width)
    {
        string head = $"{name,-9}{value,-11}";
        return Cut(head + Sparkline.Of(values, Math.Min(60, width - head.Length)), width);
    }

    private static string Cut(string line, int width) => line.Length <= width ? line : line[..width];

    /// <summary>Of many values, neighbours become one.</summary>
    private static void Add(List<double> values, double value)
    {
        values.Add(value);
        if (values.Count < MostValues) return;
        for (int i = 0; i < MostValues / 2; i++) values[i] = (values[2 * i] + values[(2 * i) + 1]) / 2;
        values.RemoveRange(MostValues / 2, MostValues / 2);
    }
}

namespace ScratchNN;

/// <summary>What a trial of learning rates says to somebody whose loss stays where it is.</summary>
internal sealed class RateAdvice
{
    private readonly RateTest _test;
    private readonly RateSeries? _rate;

    public RateAdvice(RateTest test, TrainerOptions options)
    {
        _test = test;
        _rate = test.Here.IsWorthTrying ? test.Here : test.IsWorthTryingAnew ? test.Anew : null;
        var shown = _rate ?? (test.IsOfWeights ? test.Anew! : test.Here);
        IsTooHigh = _rate != null && shown.Best.Trial.LearningRate < options.Optimizer.LearningRate;
        (Rate, Before, After) = (_rate == null && test.IsOfWeights ? options.Optimizer.LearningRate
            : shown.Best.Trial.LearningRate, shown.Before.Loss, shown.Best.Loss);
    }

    /// <summary>The rate that came furthest.</summary>
    public double Rate { get; }

    /// <summary>The loss before any step, from the same weights.</summary>
    public double Before { get; }

    /// <summary>The loss that the rate came to.</summary>
    public double After { get; }

    /// <summary>Whether a lower rate than the present one is worth trying.</summary>
    public bool IsTooHigh { get; }

    /// <summary>Whether the present rate learns, if slowly, and another is faster.</summary>
    public bool IsHint => _rate != null && _test.Here.IsMoving;

    /// <summary>A rate, or new weights; null if neither helps.</summary>
    public string? Advice
    {
        get
        {
            if (_rate is { } series)
                return $"{(series == _test.Here ? "Try the learning rate" : "Build a new model and try the learning rate")} {NumberFormat.Text(Rate)}: "
                    + $"on a clone{(series == _test.Here ? "" : " with new weights")}, "
                    + $"{series.Steps} steps of it bring the loss from {NumberFormat.Text(Before)} to {NumberFormat.Text(After)}, "
                    + $"and the present rate of {NumberFormat.Text(series.Present.Trial.LearningRate)} {Reached(series.Present)}.";
            if (!_test.IsOfWeights) return null;
            var fresh = _test.Anew!;
            return $"The weights are the problem: build a new model, with another seed. From new weights {fresh.Steps} steps at the same learning rate bring "
                + $"the loss from {NumberFormat.Text(fresh.Before.Loss)} to "
                + $"{NumberFormat.Text(fresh.Present.Loss)}; from these no rate does better than {NumberFormat.Text(_test.Here.Best.Loss)}.";
        }
    }

    /// <summary>The learning rate, only if none gains more than the present one by more than noise.</summary>
    public IReadOnlyList<string> RuledOut => _rate != null || !_test.RulesOutRate ? []
        : [$"the learning rate: from {NumberFormat.Text(_test.Here.Trials[0].LearningRate)} to {NumberFormat.Text(_test.Here.Trials[^1].LearningRate)} none "
            + $"gains more than noise in {_test.Here.Steps} steps on a clone{(_test.Anew == null ? "" : ", from these weights or new ones")}"];

    private static string Reached(RateRun run) => run.IsFinite ? $"to {NumberFormat.Text(run.Loss)}" : "break it";
}

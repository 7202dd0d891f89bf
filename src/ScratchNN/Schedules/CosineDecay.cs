using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Lowers the learning rate along half a cosine, once over the Fit or again and again.</summary>
/// <remarks>
/// <code>
/// factor = m + (1 − m)·(1 + cos πp)/2      p: the share of the steps that are done, of the Fit or of the period
/// </code>
/// Periods last <see cref="Period"/> epochs, then that times <see cref="PeriodFactor"/>, and so on; after each the rate is the optimizer's again. A Fit that
/// ends with a period ends with the smallest rate: of 10, 20 and 40 epochs, after 70.
/// I. Loshchilov, F. Hutter: SGDR: Stochastic gradient descent with warm restarts, ICLR 2017.
/// </remarks>
public sealed class CosineDecay : LearningRateSchedule
{
    /// <summary>m, the smallest factor: at least 0, below 1. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Minimum { get; init => field = Guard.FromZeroBelowOne(value, nameof(Minimum)); }

    /// <summary>The epochs until the first restart, at least 1. Default null: no restart, one period over the whole Fit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? Period { get; init => field = value is { } epochs ? Guard.AtLeast(1, epochs, nameof(Period)) : null; }

    /// <summary>How many times as long as the one before each period is, at least 1. Default 1: all are alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int PeriodFactor { get; init => field = Guard.AtLeast(1, value, nameof(PeriodFactor)); } = 1;

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass) => Minimum + ((1 - Minimum) * ((1 + Cosine.OfPi(ProgressOf(pass))) / 2));

    /// <summary>The schedule and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"CosineDecay(minimum {Minimum}")
        + (Period is { } period ? FormattableString.Invariant($", period {period}, factor {PeriodFactor})") : ")");

    /// <summary>p: 0 at the beginning of the Fit, or of the period.</summary>
    private double ProgressOf(in SchedulePass pass)
    {
        if (Period is not { } epochs) return pass.Progress;
        long step = pass.Step, period = (long)epochs * pass.StepsPerEpoch;
        if (PeriodFactor == 1) return (double)(step % period) / period;
        for (; step >= period; period *= PeriodFactor) step -= period;
        return (double)step / period;
    }
}

namespace ScratchNN;

/// <summary>SNN017: a loss that stays where it costs to know nothing, or above, or that grows. Tries other learning rates on clones.</summary>
internal sealed class LossPlateau() : Check("SNN017", CheckMoment.StepEnd)
{
    private const double Near = 0.01, Twice = 2;
    private const int Looks = 5, ManyRows = 2000, StepsInDoubt = 200;
    private const double LeastFall = 0.005; // in 100 steps
    private const double LittleDoubt = 1, VeryNear = 0.002; // standard errors; of the way to the best

    public override void Examine(in CheckPass pass)
    {
        double baseline = pass.BaselineLoss, best = double.PositiveInfinity;
        bool isFalling = pass.IsLearning;
        if ((isFalling && !IsFlat(pass)) || pass.Steps.Length < 2 * Looks || IsKnown(pass, isFalling)) return;
        for (int end = Looks; end <= pass.Steps.Length; end++) // one lucky look is not a best
            best = Math.Min(best, LossTrend.Mean(pass.Steps[(end - Looks)..end]));
        double loss = LossTrend.Mean(pass.Steps[^Looks..]);
        bool isDiverging = true;
        foreach (var look in pass.Steps[^Looks..]) isDiverging &= look.Loss > Twice * best;
        if (isDiverging)
            Report(pass, isFalling, $"The loss grows: {NumberFormat.Text(loss)} in the last {Looks} checks, {NumberFormat.Text(best)} at best.", ("loss", loss),
                ("best loss", best));
        else if (loss > pass.Data.LossAt(1 - Near) && IsStuck(pass, loss))
            Report(pass, isFalling, $"The loss stays at {NumberFormat.Text(loss)}, after {pass.StepsDone} steps; "
                + $"the best constant answer costs {NumberFormat.Text(baseline)}.", ("loss", loss), ("baseline loss", baseline));
    }

    /// <summary>Whether it was said: once, for what follows takes 350 steps or more; and once again, if a slow start is none.</summary>
    private static bool IsKnown(in CheckPass pass, bool isFalling)
    {
        foreach (var finding in pass.Findings)
            if (finding is { Code: "SNN017", Tensor: "loss" } && (isFalling || finding.Severity > Severity.Info || finding.Step * 2 > pass.Step)) return true;
        return false;
    }

    /// <summary>Whether the loss came down to what it costs to know nothing, and no further: that is not a learning.</summary>
    private static bool IsFlat(in CheckPass pass)
    {
        if (pass.StepsDone < StepsInDoubt || pass.Epochs.Count == 0 || pass.Steps.Length < 4 * Looks) return false;
        double now = LossTrend.Mean(pass.Steps[^(2 * Looks)..]), before = LossTrend.Mean(pass.Steps[^(4 * Looks)..^(2 * Looks)]);
        return now > (1 - LeastFall) * before && now > pass.Data.LossAt(1 - Near) && now < (1 + Near) * pass.BaselineLoss;
    }

    /// <summary>
    /// Whether no answer depends on its row, as far as a test row by row can tell; or if it does, whether the loss is above that of a constant answer. A model
    /// of many parameters fits noise, too: with thousands of rows, of which near ones have nothing in common, that counts for nothing.
    /// </summary>
    private static bool IsStuck(in CheckPass pass, double loss)
    {
        if (loss > (1 + Near) * pass.BaselineLoss) return true;
        var test = DependenceTest.Of(pass);
        if (loss < pass.Data.LossAt(1 - VeryNear) && test.Score > LittleDoubt) return false; // where nothing is to be learned, a loss stays above
        return !test.IsSure || (pass.TrainingRows.Length >= ManyRows && NeighbourAgreement.Of(pass) is { TellsNothing: true });
    }

    private static bool IsLinear(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
            if (!layer.Layer.IsLinear) return false;
        return true;
    }

    private void Report(in CheckPass pass, bool isFalling, string title, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var neighbours = NeighbourAgreement.Of(pass);
        var test = RateTest.Of(pass.Model, pass.OptimizerMemory, pass.Options, pass.Problem, pass.Source, pass.TrainingRows, isTrained: true, isThorough: true,
            pass.Workers);
        var rates = new RateAdvice(test, pass.Options);
        var evidence = new Dictionary<string, double>
        {
            ["steps"] = pass.StepsDone, ["best rate"] = rates.Rate, ["loss before"] = rates.Before, ["best loss of a rate"] = rates.After,
        };
        foreach (var (name, value) in numbers) evidence[name] = value;
        if (neighbours != null) evidence["neighbours"] = neighbours.Score;
        bool isInX = neighbours is not { TellsNothing: true }; // else classes of different sizes are not the cause
        // SNN012 is a symptom too, and so is what a rate leaves behind that is shown to be too high
        string[] causes = [.. pass.Findings.Where(finding => finding.Severity > Severity.Info && finding.Code != "SNN012" && (isInX || finding.Tensor != "y")
            && !(rates.IsTooHigh && LargeSteps.Leave(finding))).Select(finding => finding.Code).Distinct()];
        string because = causes.Length > 0 ? $"The most likely cause is {string.Join(", then ", causes)}. " : "";
        string advice = because
            + (rates.Advice
                ?? (because.Length > 0 ? isInX ? "See that finding." : $"If not: {neighbours!.Advice}" : neighbours?.Advice
                    ?? "Nothing was learned that depends on the input."));
        if (rates.Advice == null && neighbours is { TellsOfY: true } && IsLinear(pass))
            advice = $"{because}{neighbours.Advice.Replace(" See the other findings.", "", StringComparison.Ordinal)} But all layers of this model are "
                + "linear, and together no more than one of them: put a hidden layer in front, such as Dense(32) and ReLU.";
        if (rates.IsTooHigh || evidence.ContainsKey("best loss")) advice = Momentum.Or(pass.Options, advice, evidence);
        // a weak signal looks like noise
        bool isWeak = neighbours is { TellsOfY: false } && causes.Length == 0 && rates.Advice == null && DependenceTest.Of(pass).Score > LittleDoubt;
        bool isSlow = isFalling || (rates.IsHint && !(pass.Steps[^1].Loss > (1 + Near) * pass.BaselineLoss));
        var uneven = neighbours is { TellsOfY: true } ? UnevenColumns.Of(pass, isSlow || isWeak ? Severity.Info : Severity.Warning) : null;
        if (uneven != null) pass.Report(uneven);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = isSlow || isWeak ? Severity.Info : Severity.Warning,
            Title = title,
            Advice = advice,
            Tensor = "loss",
            FollowsFrom = causes.Length > 0 ? causes[0] : uneven?.Code,
            BlamesLargeSteps = rates.IsTooHigh && !isSlow && !isWeak && causes.Length == 0,
            Evidence = evidence,
            RuledOut = [.. rates.RuledOut, .. neighbours?.RuledOut ?? []],
        });
    }
}

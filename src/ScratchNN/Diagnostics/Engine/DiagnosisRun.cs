namespace ScratchNN;

/// <summary>Examines clones of a model: everything that is too slow to do in each Fit.</summary>
internal readonly ref struct DiagnosisRun(DiagnosisPass pass)
{
    private const double LittleGain = 0.1;

    private readonly DiagnosisPass _pass = pass;

    public Diagnosis Run()
    {
        foreach (var finding in FindBeforeTraining()) _pass.Findings.Add(finding);
        CompareWithTraining();
        BackwardTest.Run(_pass);
        InputTest.Run(_pass);
        int? overfit = OverfitTest.Run(_pass);
        var rates = TryRates();
        return new Diagnosis { Findings = _pass.Findings.Findings, Rates = rates.Trials, BestRate = rates.Best.Trial.LearningRate, OverfitSteps = overfit };
    }

    /// <summary>What the checks find before a first step, which is not taken.</summary>
    private IReadOnlyList<Finding> FindBeforeTraining()
    {
        var (model, options) = (_pass.Model.Clone(), _pass.Options);
        var how = options with { Checks = options.AllChecks, Metrics = [], Callbacks = [], WhenBroken = WhenBroken.Continue };
        var split = new RowSplit(_pass.Rows(int.MaxValue), []);
        var state = new TrainingState(model, options);
        return new TrainingRun(model, how, state, _pass.Problem, _pass.Data, _pass.Data, split, _pass.Workers, CheckRunner.Of).Examine().Findings;
    }

    /// <summary>SNN030: of a model that was trained before, what is unlike its training inputs.</summary>
    private void CompareWithTraining()
    {
        if (_pass.Model.NewComparison() is not { } columns) return;
        var data = _pass.Data;
        int[] rows = _pass.Rows(data.IsOnDemand ? CheckProbe.RowsOf(_pass.Model) : DataProfile.MostRows);
        if (data.IsOnDemand) columns.Add(data.Copied(rows, _pass.Workers, out _).Inputs, default, _pass.Workers);
        else columns.Add(data.Inputs, rows, _pass.Workers);
        foreach (var finding in _pass.Model.FindingsOf(columns)) _pass.Findings.Add(finding);
    }

    /// <summary>SNN015: whether another learning rate comes much further.</summary>
    private RateSeries TryRates()
    {
        var options = _pass.Options;
        var test = RateTest.Of(_pass.Model, null, options, _pass.Problem, _pass.Data, _pass.Rows(int.MaxValue), isTrained: !_pass.Model.Built.IsDrawn,
            isThorough: false, _pass.Workers).Better;
        var best = test.Best;
        double before = test.Before.Loss, present = test.Present.Loss;
        if (!(before - present > LittleGain * (before - best.Loss)) && best.Loss < before && best.Beats(test.Before))
            _pass.Findings.Add(new Finding
            {
                Code = "SNN015",
                Severity = Severity.Info,
                Title = $"In {test.Steps} steps a learning rate of {NumberFormat.Text(options.Optimizer.LearningRate)} brings the loss from "
                    + $"{NumberFormat.Text(before)} to {NumberFormat.Text(present)}, and {NumberFormat.Text(best.Trial.LearningRate)} brings it to "
                        + $"{NumberFormat.Text(best.Loss)}.",
                Advice = $"Try {NumberFormat.Text(best.Trial.LearningRate)}, or somewhat less.",
                Evidence = new Dictionary<string, double>
                {
                    ["loss before"] = before, ["loss"] = present, ["best rate"] = best.Trial.LearningRate, ["best loss"] = best.Loss,
                },
            });
        return test;
    }
}

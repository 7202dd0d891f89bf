using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Examines clones of a model: everything that is too slow to do in each Fit.</summary>
internal readonly ref struct DiagnosisRun(Model model, TrainerOptions options, Problem problem, RowSource data, Workers workers)
{
    private const int OverfitSamples = 16, OverfitSteps = 1000, StepsBetweenTries = 50;
    private const double Learned = 0.95;          // of 16 samples: all, but for one in a pinch
    private const double WrongGradient = 1e-3;    // a backward that is wrong by 1 % measures 5e-3
    private const int CheckedEntries = 100;       // of each tensor
    private const int CheckedRows = 8;
    private const double SameLoss = 0.02;
    private const double LittleGain = 0.1;

    private readonly RowSource _data = data;
    private readonly TrainingHistory _findings = new();

    public Diagnosis Run()
    {
        var start = Train(model.Clone(), options with { Checks = options.AllChecks, Metrics = [], Callbacks = [], WhenBroken = WhenBroken.Continue },
            Rows(int.MaxValue)).Examine();
        foreach (var finding in start.Findings) _findings.Add(finding);
        CompareWithTraining();
        CheckGradients();
        CheckInputIsUsed();
        int? overfit = Overfit();
        var rates = TryRates();
        return new Diagnosis { Findings = _findings.Findings, Rates = rates.Trials, BestRate = rates.Best.Trial.LearningRate, OverfitSteps = overfit };
    }

    /// <summary>SNN030: of a model that was trained before, what is unlike its training inputs.</summary>
    private void CompareWithTraining()
    {
        if (model.NewComparison() is not { } columns) return;
        int[] rows = Rows(_data.IsOnDemand ? CheckRunner.ProbeRowsOf(model) : DataProfile.MostRows);
        if (_data.IsOnDemand) columns.Add(new SampleSpan(Inputs(rows).X, _data.InputShape), default, workers);
        else columns.Add(_data.Inputs, rows, workers);
        foreach (var finding in model.FindingsOf(columns)) _findings.Add(finding);
    }

    /// <summary>SNN006: every layer's Backward against the slope of its Forward, for what some samples make of its input.</summary>
    private void CheckGradients()
    {
        int n = Math.Min(CheckedRows, _data.Count);
        float[] x = Inputs(Rows(n)).X, y = new float[n * model.OutputShape.Size], cache = new float[model.Root.CacheSize(model.InputShape, n)];
        model.Root.Forward(
            new ForwardPass { Parameters = model.Parameters, Input = x, Output = y, Cache = cache, BatchSize = n, InputShape = model.InputShape });
        var trace = new LayerTrace(model.Root, model.InputShape);
        var wrong = new List<string>();
        for (int i = 0; i < trace.Layers.Count; i++)
        {
            var layer = trace.Layers[i];
            var (input, output) = trace.Offsets(i, n);
            var inputs = input == LayerTrace.BlockInput ? x : cache.AsSpan(input, n * layer.Input.Size);
            var outputs = output == LayerTrace.BlockOutput ? y : cache.AsSpan(output, n * layer.Output.Size);
            if (!Finite.Are(inputs) || !Finite.Are(outputs)) continue; // it has no slope there: see what the checks before training found
            if (wrong.Any(path => path.StartsWith($"{layer.Path}.", StringComparison.Ordinal))) continue; // a container of a layer that is wrong
            try
            {
                if (!IsRight(layer, new LayerSlopes(layer.Layer, layer.Input, inputs, n).Compare(CheckedEntries))) wrong.Add(layer.Path);
            }
            catch (InvalidOperationException exception)
            {
                _findings.Add(new Finding
                {
                    Code = "SNN006",
                    Severity = Severity.Info,
                    Title = $"The gradient of {layer.Name} could not be checked: {exception.Message}",
                    Advice = "This is not an error if the layer never gets such numbers. "
                        + "Run GradientCheck.Run(layer, x) with samples that can be moved a little.",
                    Layer = layer.Name,
                });
            }
        }
    }

    private bool IsRight(TracedLayer layer, GradientCheckResult result)
    {
        if (result.MaxRelativeError <= WrongGradient) return true;
        _findings.Add(new Finding
        {
            Code = "SNN006",
            Severity = Severity.Error,
            Title = $"Backward of {layer.Name} disagrees with the slope of Forward by {NumberFormat.Text(result.MaxRelativeError)} of the largest gradient, "
                + $"worst at entry {result.Index} of {result.Tensor}.",
            Advice = double.IsPositiveInfinity(result.MaxRelativeError) ? "Backward leaves an entry unassigned, or adds where it should assign."
                : "Compare Backward with its equation: a missing factor, 1/N or transpose?",
            Layer = layer.Name,
            Tensor = result.Tensor,
            Evidence = new Dictionary<string, double> { ["relative error"] = result.MaxRelativeError, ["index"] = result.Index },
        });
        return false;
    }

    /// <summary>SNN009: the loss with zeros for inputs against the real one.</summary>
    private void CheckInputIsUsed()
    {
        int[] rows = Rows(CheckRunner.ProbeRowsOf(model));
        Objective with = ObjectiveOf(model, rows.Length), without = ObjectiveOf(model, rows.Length);
        double real = with.Evaluate(_data, rows).Loss, zeroed, difference = 0;
        try
        {
            zeroed = EvaluateZeros(without, rows).Loss;
        }
        catch (Exception) // of a layer that does not take zeros: then it does not ignore its input
        {
            return;
        }
        // the means of fresh weights are alike
        for (int i = 0; i < rows.Length; i++) difference += Math.Abs(with.LastMicroBatch.RowLosses[i] - without.LastMicroBatch.RowLosses[i]) / rows.Length;
        if (!(difference < SameLoss * real)) return;
        _findings.Add(new Finding
        {
            Code = "SNN009",
            Severity = Severity.Warning,
            Title = $"The loss is {NumberFormat.Text(real)} on {rows.Length} samples, and {NumberFormat.Text(zeroed)} with zeros in their place: "
                + "the model ignores its input.",
            Advice = "No signal reaches the outputs: look for dead or saturated layers, or inputs so small that the bias drowns them.",
            Evidence = new Dictionary<string, double> { ["loss"] = real, ["loss with zeros"] = zeroed },
        });
    }

    /// <summary>SNN008: the steps in which 16 samples are memorised, or null.</summary>
    private int? Overfit()
    {
        int[] rows = Rows(OverfitSamples);
        var clone = model.Clone();
        var state = new TrainingState(clone, options);
        var before = Evaluate(clone, rows);
        if (before.LossWeight == 0) return null; // none of them counts
        var now = before;
        var answers = DataSummary.Of(_data, rows, problem.Outputs, problem.Classes, problem.Loss, problem.ClassWeights, options.Seed, workers);
        double floor = double.IsFinite(answers.FloorLoss) ? answers.FloorLoss : 0;
        for (int steps = StepsBetweenTries; steps <= OverfitSteps; steps += StepsBetweenTries)
        {
            bool isBroken;
            try
            {
                isBroken = new TrainingRun(clone, RateTest.Quiet(options) with { Epochs = StepsBetweenTries, BatchSize = rows.Length }, state, problem, _data,
                    _data, new RowSplit(rows, []), workers)
                    .Run(default).StopReason == StopReason.Broken;
                now = Evaluate(clone, rows);
            }
            catch (Exception exception) // of a layer, the loss or the dataset
            {
                _findings.Add(new Finding
                {
                    Code = "SNN008",
                    Severity = Severity.Warning,
                    Title = $"It is not known whether {rows.Length} samples can be memorised: {exception.GetType().Name} after {state.Step} steps of them. "
                        + $"{exception.Message}",
                    Advice = "Diagnose took these steps on a clone. Check what threw, and for which numbers.",
                });
                return null;
            }
            if (HasClasses ? now.Accuracy >= Learned : now.Loss - floor <= (1 - Learned) * (before.Loss - floor)) return steps;
            if (isBroken) break;
        }
        // how low it can get is its own business
        if (!HasClasses && double.IsNaN(answers.BaselineLoss) && now.Loss <= before.Loss - (LittleGain * Math.Abs(before.Loss))) return null;
        string reached = HasClasses ? $"{NumberFormat.Percent(now.Accuracy)} of them are right"
            : $"the loss went from {NumberFormat.Text(before.Loss)} to {NumberFormat.Text(now.Loss)}";
        _findings.Add(new Finding
        {
            Code = "SNN008",
            Severity = Severity.Error,
            Title = $"{rows.Length} samples cannot be memorised in {OverfitSteps} steps: {reached}.",
            Advice = "The amount of data is not the cause. Suspect a layer or a loss (see the other findings), equal rows with different y, or the "
                + "learning rate: see the table.",
            Evidence = new Dictionary<string, double>
            {
                ["accuracy"] = HasClasses ? now.Accuracy : double.NaN, ["loss before"] = before.Loss, ["loss"] = now.Loss,
            },
        });
        return null;
    }

    /// <summary>SNN015: whether another learning rate comes much further.</summary>
    private RateSeries TryRates()
    {
        var test = RateTest.Of(model, null, options, problem, _data, Rows(int.MaxValue), isTrained: !model.Built.IsDrawn, isThorough: false, workers).Better;
        var best = test.Best;
        double before = test.Before.Loss, present = test.Present.Loss;
        if (!(before - present > LittleGain * (before - best.Loss)) && best.Loss < before && best.Beats(test.Before))
            _findings.Add(new Finding
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

    private bool HasClasses => problem.Meaning == OutputKind.OneClass;

    private TrainingRun Train(Model clone, TrainerOptions how, int[] rows) =>
        new(clone, how, new TrainingState(clone, options), problem, _data, _data, new RowSplit(rows, []), workers, CheckRunner.Of);

    private Objective ObjectiveOf(Model measured, int rows) => new(measured, problem, rows, rows, options.Seed, workers);

    private BatchResult Evaluate(Model measured, int[] rows) => ObjectiveOf(measured, rows.Length).Evaluate(_data, rows);

    private BatchResult EvaluateZeros(Objective objective, int[] rows)
    {
        var (x, labels, targets) = Inputs(rows);
        Array.Clear(x);
        var zeros = new RowSource(new SampleSpan(x, _data.InputShape), _data.TargetShape is { } target ? new Samples(targets, target) : labels);
        return objective.Evaluate(zeros, [.. Enumerable.Range(0, rows.Length)]);
    }

    /// <summary>Some rows, copied.</summary>
    private (float[] X, int[] Labels, float[] Targets) Inputs(int[] rows)
    {
        int[] labels = new int[_data.TargetShape == null ? rows.Length : 0];
        float[] x = new float[rows.Length * _data.InputShape.Size], targets = new float[rows.Length * (_data.TargetShape?.Size ?? 0)];
        _data.Read(rows, x, labels, targets, default, workers);
        return (x, labels, targets);
    }

    /// <summary>That many rows from all over the data, or all.</summary>
    private int[] Rows(int count) => RowSample.Of([.. Enumerable.Range(0, _data.Count)], count, options.Seed);
}

namespace ScratchNN;

/// <summary>Asks the checks of one Fit at their moments, and remembers what they look back on. Between the looks it adds up a loss, no more.</summary>
internal sealed class Watch
{
    private const int StepsBetweenLooks = 10;   // looks are at steps 1, 11, 21, …
    private const int StepsBetweenCopies = 100; // of the parameters: one costs a tenth of a step; and between epochs' moments
    private const int StepsInDoubt = 200;       // so long it may look as if nothing were learned
    private const int KeptLooks = 64;
    private const int ProbeRows = 512;
    private const int ProbeFloats = 1 << 22;    // 16 MB of activations: a probe of a large model has fewer rows
    private const int Window = 500;             // predictions from which on their histogram tells something

    private readonly Check[] _start, _look, _epoch, _break;
    private readonly TrainingState _state;
    private readonly TrainingHistory _history;
    private readonly Objective _objective;
    private readonly Objective? _probe;
    private readonly Workers _workers;
    private readonly int[] _rows, _probeRows;
    private readonly float[] _before;
    private readonly Look[] _looks = new Look[KeptLooks];
    private int _lookCount, _lossCount, _stepsAtEpoch;
    private double _lossSum, _firstLoss;
    private bool _isBroken;

    public Watch(Sequential model, TrainerOptions options, TrainingState state, Loss loss, Objective objective, TrainingHistory history, in RowSource data, int[] rows, Workers workers)
    {
        (Model, Options, Loss, _state, _objective, _history, _rows, _workers) = (model, options, loss, state, objective, history, rows, workers);
        (_start, _look, _epoch, _break) = (At(Moment.Start), At(Moment.Look), At(Moment.Epoch), At(Moment.Break));
        _before = new float[_look.Length > 0 ? state.Gradient.Length : 0];
        _probeRows = [];
        if (options.Checks.Count == 0 || options.Epochs == 0) return;
        int perRow = model.Root.CacheSize(model.InputShape, 1) + model.InputShape.Size;
        int n = Math.Min(rows.Length, Math.Clamp(ProbeFloats / perRow, 8, ProbeRows));
        _probeRows = RowSample.Of(rows, n, options.Seed);
        _probe = new Objective(model, loss, data.TargetShape, n, n, options.Seed, workers);
        Data = DataSummary.Of(data, rows, model.OutputShape.Size, loss, options.Seed, workers);
    }

    public Sequential Model { get; }
    public TrainerOptions Options { get; }
    public Loss Loss { get; }
    public DataSummary Data { get; } = DataSummary.None;
    public long Step { get; private set; }
    public int StepsDone { get; private set; }
    public int StepsSinceBefore => ((StepsDone - 1) % StepsBetweenCopies) + 1;
    public float LearningRate { get; private set; }
    public ReadOnlySpan<Look> Looks => _looks.AsSpan(0, _lookCount);
    public IReadOnlyList<EpochResult> Epochs => _history.Epochs;
    public bool IsLearning { get; private set; } = true;
    public ReadOnlySpan<int> Predictions => HasWindow ? _objective.Predictions : default;
    public ReadOnlySpan<int> LabelCounts => HasWindow ? _objective.LabelCounts : default;

    private bool HasWindow { get; set; }

    /// <summary>The numbers of the training rows.</summary>
    public ReadOnlySpan<int> TrainingRows => _rows;

    public Workers Workers => _workers;

    /// <summary>Before the first step.</summary>
    public void Start(scoped in RowSource data, scoped in RowSource validation, ReadOnlySpan<int> validationRows)
    {
        if (_probe == null) return;
        Step = _state.Step;
        _probe.Gradient(data, _probeRows, _state.Step, _state.Gradient);
        Ask(_start, Moment.Start, new Observation(_probe, data, _probeRows) { Parameters = Model.Parameters, Gradient = _state.Gradient, Validation = validation, ValidationRows = validationRows });
    }

    /// <summary>Between the gradient of a step and its update.</summary>
    public void BeforeUpdate()
    {
        if (StepsDone % StepsBetweenCopies == 0 && _before.Length > 0) Model.Parameters.CopyTo(_before);
    }

    /// <summary>After a step.</summary>
    public void AfterUpdate(scoped in RowSource data, ReadOnlySpan<int> batch, double loss, float learningRate)
    {
        if (_look.Length == 0) return;
        StepsDone++;
        _lossSum += loss;
        _lossCount++;
        if (StepsDone % StepsBetweenLooks != 1 && !_isBroken) return;

        (Step, LearningRate) = (_state.Step, learningRate);
        Remember(new Look(Step, _lossSum / _lossCount, Numbers.Largest(_objective.Logits)));
        (_lossSum, _lossCount) = (0, 0);
        HasWindow = Total(_objective.Predictions) >= Window || _isBroken;
        Ask(_look, Moment.Look, new Observation(_objective, data, batch) { Parameters = Model.Parameters, Gradient = _state.Gradient, Before = _before });
        if (HasWindow) ClearWindow();
    }

    /// <summary>After an epoch.</summary>
    public void AfterEpoch(scoped in RowSource data, bool isLast)
    {
        if (_epoch.Length == 0 || _probe == null || _isBroken || (StepsDone - _stepsAtEpoch < StepsBetweenCopies && !isLast)) return;
        _stepsAtEpoch = StepsDone;
        Step = _state.Step;
        _probe.Measure(data, _probeRows);
        Ask(_epoch, Moment.Epoch, new Observation(_probe, data, _probeRows) { Parameters = Model.Parameters });
    }

    /// <summary>When a step broke: the objective has stopped in the micro-batch that did.</summary>
    public void Broken(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate)
    {
        (Step, LearningRate) = (step, learningRate);
        Ask(_break, Moment.Break, new Observation(_objective, data, batch) { Parameters = Model.Parameters, Gradient = _state.Gradient });
    }

    /// <summary>Training goes on after it broke: what was counted before is of no use, and every step is looked at.</summary>
    public void GoOn()
    {
        (_isBroken, IsLearning) = (true, true);
        ClearWindow();
    }

    /// <summary>Notes a finding, unless it is known, and tells of it.</summary>
    public void Report(Finding finding, long? step)
    {
        if (finding.Step == null && step != null) finding = finding with { Step = step };
        if (_history.Add(finding)) Options.OnFinding?.Invoke(finding);
    }

    private Check[] At(Moment moment) => Options.Epochs == 0 ? [] : [.. Options.Checks.Where(check => check.Moment == moment)];

    private void Ask(Check[] checks, Moment moment, Observation observation)
    {
        var pass = new CheckPass(this, observation) { Moment = moment };
        foreach (var check in checks) check.Examine(pass);
    }

    private void Remember(Look look)
    {
        if (_lookCount == KeptLooks) _looks.AsSpan(1).CopyTo(_looks);
        else _lookCount++;
        _looks[_lookCount - 1] = look;
        if (StepsDone == 1) _firstLoss = look.Loss;

        int quarter = _lookCount / 4;
        if (StepsDone < StepsInDoubt || Epochs.Count == 0 || _isBroken) return;
        double now = Mean(Looks[^quarter..]), then = Mean(Looks[..quarter]), baseline = Data.BaselineLoss;
        double noise = 2 * StandardError(Looks[^quarter..], now);
        IsLearning = now < then - Math.Max(0.005 * then, noise) || now < 0.9 * (double.IsNaN(baseline) ? _firstLoss : baseline);
    }

    private void ClearWindow()
    {
        Array.Clear(_objective.Predictions);
        Array.Clear(_objective.LabelCounts);
    }

    private static int Total(int[] counts)
    {
        int total = 0;
        foreach (int count in counts) total += count;
        return total;
    }

    private static double StandardError(ReadOnlySpan<Look> looks, double mean)
    {
        double squares = 0;
        foreach (var look in looks) squares += (look.Loss - mean) * (look.Loss - mean);
        return Math.Sqrt(squares) / looks.Length;
    }

    private static double Mean(ReadOnlySpan<Look> looks)
    {
        double sum = 0;
        foreach (var look in looks) sum += look.Loss;
        return sum / looks.Length;
    }
}

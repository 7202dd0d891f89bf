using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Asks the checks of one Fit at their moments, and remembers what they look back on. Between the looks it adds up a loss, no more.</summary>
internal sealed class CheckRunner
{
    private const int StepsBetweenLooks = 10;   // looks are at steps 1, 11, 21, …
    private const int StepsBetweenCopies = 100; // of the parameters: one costs a tenth of a step; and between epochs' moments
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
    private readonly LossTrend _trend;
    private readonly UnitActivity _activity;
    private int _lossCount, _stepsAtEpoch;
    private double _lossSum;
    private bool _isBroken;

    public CheckRunner(Sequential model, TrainerOptions options, TrainingState state, Loss loss, Objective objective, TrainingHistory history, in RowSource data, int[] rows, Workers workers)
    {
        (Model, Options, Loss, _state, _objective, _history, _rows, _workers) = (model, options, loss, state, objective, history, rows, workers);
        (_start, _look, _epoch, _break) = (At(CheckMoment.TrainingStart), At(CheckMoment.StepEnd), At(CheckMoment.EpochEnd), At(CheckMoment.Failure));
        _before = new float[_look.Length > 0 ? state.Gradient.Length : 0];
        _probeRows = [];
        _activity = new UnitActivity(objective.LastMicroBatch.Trace);
        _trend = new LossTrend(double.NaN, null);
        if (options.Checks.Count == 0 || options.Epochs == 0) return;
        int perRow = model.Root.CacheSize(model.InputShape, 1) + model.InputShape.Size;
        int n = Math.Min(rows.Length, Math.Clamp(ProbeFloats / perRow, 8, ProbeRows));
        _probeRows = RowSample.Of(rows, n, options.Seed);
        _probe = new Objective(model, loss, data.TargetShape, n, n, options.Seed, workers);
        Data = DataSummary.Of(data, rows, model.OutputShape.Size, loss, options.Seed, workers);
        _trend = new LossTrend(Data.BaselineLoss, state.Epochs.Count > 0 ? state.Epochs[0].Loss : null);
    }

    public Sequential Model { get; }
    public TrainerOptions Options { get; }
    public Loss Loss { get; }
    public DataSummary Data { get; } = DataSummary.None;
    public long Step { get; private set; }
    public int StepsDone { get; private set; }
    public int StepsSinceBefore { get; private set; }
    public float LearningRate { get; private set; }
    public ReadOnlySpan<StepSummary> Steps => _trend.Steps;
    public IReadOnlyList<EpochResult> Epochs => _history.Epochs;
    public IReadOnlyList<Finding> Findings => _history.Findings;
    public bool IsLearning => _trend.IsLearning;
    public UnitActivity Activity => _activity;
    public ReadOnlySpan<int> Predictions => HasWindow ? _objective.Predictions : default;
    public ReadOnlySpan<int> LabelCounts => HasWindow ? _objective.LabelCounts : default;

    private bool HasWindow { get; set; }

    /// <summary>The numbers of the training rows.</summary>
    public ReadOnlySpan<int> TrainingRows => _rows;

    public Workers Workers => _workers;

    /// <inheritdoc cref="TrainingState.BrokenOptimizer"/>
    public (string Tensor, int Index, float Now, float Before)? BrokenOptimizer { get; private set; }

    /// <summary>Before the first step.</summary>
    public void Start(scoped in RowSource data, scoped in RowSource validation, ReadOnlySpan<int> validationRows)
    {
        if (_probe == null) return;
        Step = _state.Step;
        _probe.Gradient(data, _probeRows, _state.Step, _state.Gradient);
        var seen = new Observation(_probe.LastMicroBatch, data, _probeRows) { Parameters = Model.Parameters, Gradient = _state.Gradient, Validation = validation, ValidationRows = validationRows };
        _activity.Note(seen, Step);
        Ask(_start, CheckMoment.TrainingStart, seen);
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

        (Step, LearningRate, StepsSinceBefore) = (_state.Step, learningRate, ((StepsDone - 1) % StepsBetweenCopies) + 1);
        _trend.Add(new StepSummary(Step, _lossSum / _lossCount, Magnitude.Largest(_objective.LastMicroBatch.Logits)), StepsDone, isEarly: Epochs.Count == 0 || _isBroken);
        (_lossSum, _lossCount) = (0, 0);
        HasWindow = Total(_objective.Predictions) >= Window || _isBroken;
        var seen = new Observation(_objective.LastMicroBatch, data, batch) { Parameters = Model.Parameters, Gradient = _state.Gradient, Before = _before };
        _activity.Note(seen, Step);
        Ask(_look, CheckMoment.StepEnd, seen);
        if (HasWindow) ClearWindow();
    }

    /// <summary>After an epoch.</summary>
    public void AfterEpoch(scoped in RowSource data, bool isLast)
    {
        if (_epoch.Length == 0 || _probe == null || _isBroken || (StepsDone - _stepsAtEpoch < StepsBetweenCopies && !isLast)) return;
        _stepsAtEpoch = StepsDone;
        Step = _state.Step;
        _probe.Evaluate(data, _probeRows);
        var seen = new Observation(_probe.LastMicroBatch, data, _probeRows) { Parameters = Model.Parameters };
        _activity.Note(seen, Step);
        Ask(_epoch, CheckMoment.EpochEnd, seen);
    }

    /// <summary>When a step broke: the objective has stopped in the micro-batch that did.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param>
    /// <param name="step">The number of the step.</param><param name="learningRate">Its learning rate.</param>
    /// <param name="earlier">The weights before those that the model has now.</param>
    public void Broken(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate, Snapshot earlier)
    {
        if (_break.Length == 0) return;
        (Step, LearningRate, StepsSinceBefore) = (step, learningRate, (int)(_state.Step - earlier.Step));
        BrokenOptimizer = _state.BrokenOptimizer(earlier);
        var model = Model.Clone();
        earlier.Parameters.CopyTo(model.Parameters);
        var objective = new Objective(model, Loss, data.TargetShape, batch.Length, Options.MicroBatchSize, Options.Seed, _workers);
        float[] gradient = new float[_state.Gradient.Length];
        objective.Gradient(data, batch, earlier.Step, gradient, upTo: _objective.LastMicroBatch.RowsSeen);
        Ask(
            _break, CheckMoment.Failure, new Observation(_objective.LastMicroBatch, data, batch) { Parameters = Model.Parameters, Gradient = _state.Gradient, Before = earlier.Parameters },
            new Observation(objective.LastMicroBatch, data, batch) { Parameters = model.Parameters, Gradient = gradient });
    }

    /// <summary>Training goes on after it broke: what was counted before is of no use, and every step is looked at.</summary>
    public void GoOn()
    {
        _isBroken = true;
        _trend.GiveUp();
        ClearWindow();
    }

    /// <summary>Notes a finding, unless it is known, and tells of it.</summary>
    public void Report(Finding finding, long? step)
    {
        if (finding.Step == null && step != null) finding = finding with { Step = step };
        if (_history.Add(finding)) Options.OnFinding?.Invoke(finding);
    }

    private Check[] At(CheckMoment moment) => Options.Epochs == 0 ? [] : [.. Options.Checks.Where(check => check.Moment == moment)];

    private void Ask(Check[] checks, CheckMoment moment, Observation observation, Observation earlier = default)
    {
        var pass = new CheckPass(this, observation, earlier) { Moment = moment };
        foreach (var check in checks) check.Examine(pass);
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
}

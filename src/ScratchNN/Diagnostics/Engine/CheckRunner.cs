using System.Numerics;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Asks the checks of one Fit at their moments. Between these it adds up a loss, no more.</summary>
internal sealed class CheckRunner : ITrainingObserver
{
    private const int StepsBetweenLooks = 10;   // at steps 1, 11, 21, …
    private const int StepsBetweenCopies = 100; // of the parameters: one costs a tenth of a step; and between epochs' moments
    private const int ProbeRows = 512;
    private const int ProbeFloats = 1 << 22;    // 16 MB of activations and outputs: a probe of a large model has fewer rows
    private const int Window = 500;             // predictions from which on their histogram tells something

    private readonly Check[] _start, _step, _epoch, _end, _failure;
    private readonly CheckMemory _memory;
    private readonly TrainingState _state;
    private readonly Objective _objective;
    private readonly Objective? _probe;
    private readonly int[] _probeRows = [], _validationRows;
    private readonly float[] _before;
    private readonly bool _hasChecks, _asksEachEpoch;
    private readonly CheckChain? _chain;
    private readonly FitPosition _position;
    private int _lossCount, _stepsAtEpoch, _stepsAtCopy = -1;
    private double _lossSum;
    private bool _isBroken, _isEpochUnseen;

    private CheckRunner(scoped in RunPass run)
    {
        var (model, options, rows) = (run.Model, run.Options, run.TrainingRows);
        (_state, _objective, _position, _validationRows) = (run.State, run.Objective, run.Position, run.ValidationRows);
        var checks = options.AllChecks;
        _hasChecks = checks.Count > 0;
        (_start, _step, _epoch, _end, _failure) =
            (At(CheckMoment.TrainingStart), At(CheckMoment.StepEnd), At(CheckMoment.EpochEnd), At(CheckMoment.TrainingEnd), At(CheckMoment.Failure));
        _asksEachEpoch = _validationRows.Length > 0 || Array.Exists(_epoch, check => check.GetType().Assembly != typeof(CheckRunner).Assembly);
        _before = new float[_step.Length > 0 ? _state.Gradient.Length : 0];
        var activity = new UnitActivity(_objective.LastMicroBatch.Trace);
        if (!_hasChecks || options.Epochs == 0)
        {
            _memory = new CheckMemory(model, options, run.Problem, run.History, rows, activity, run.Workers);
            return;
        }
        _probeRows = RowSample.Of(rows, ProbeRowsOf(model), options.Seed);
        int n = _probeRows.Length;
        _probe = new Objective(model, run.Problem, n, n, options.Seed, run.Workers);
        var data = DataSummary.Of(run.Data, rows, model.OutputShape.Size, run.Problem.Classes, run.Problem.Loss, run.Problem.ClassWeights, options.Seed,
            run.Workers);
        if (model.WantsProfile && data.Columns is { AreFinite: true } columns) model.Describe(columns.Profile);
        var trend = new LossTrend(data.LossAt(LossTrend.Learned), data.BaselineLoss, _state.Epochs.Count > 0 ? _state.Epochs[0].Loss : null);
        if (CheckChain.Suits(options.Epochs, (long)options.Epochs * run.StepsPerEpoch))
            _chain = _state.Chain is { } known && known.Rows == rows.Length ? known : new CheckChain(rows.Length, trend);
        _memory = new CheckMemory(model, options, run.Problem, run.History, rows, activity, run.Workers)
        {
            Data = data,
            Trend = _chain?.Trend ?? trend,
            StepsDone = _stepsAtEpoch = _chain?.Steps ?? 0,
            StepsPerEpoch = run.StepsPerEpoch,
            IsContinued = _chain is { Steps: > 0 },
            OptimizerMemory = () => _state.Optimizer.ToArray(),
        };

        Check[] At(CheckMoment moment) => options.Epochs == 0 ? [] : [.. checks.Where(check => check.Moment == moment)];
    }

    /// <summary>The most rows of a probe of a built model.</summary>
    public static int ProbeRowsOf(Model model)
    {
        long perRow = (long)model.Root.CacheSize(model.InputShape, 1) + model.InputShape.Size + (2L * model.OutputShape.Size);
        return (int)Math.Clamp(ProbeFloats / perRow, 8, ProbeRows);
    }

    /// <summary>The observer of a run that asks the checks of its options.</summary>
    public static ITrainingObserver Of(scoped in RunPass run) => new CheckRunner(run);

    public void OnTrainingStart(scoped in RunPass run)
    {
        _state.Chain = null; // until this Fit has ended well
        if (_probe == null) return;
        _memory.Step = _state.Step;
        foreach (var finding in _chain?.Findings ?? []) run.History.Carry(finding);
        _memory.FirstLoss = _probe.Gradient(run.Data, _probeRows, _state.Step, _state.Gradient).Loss;
        var seen = new Observation(_probe.LastMicroBatch, run.Data, _probeRows)
        {
            Parameters = run.Model.Parameters,
            Gradient = _state.Gradient,
            Validation = run.Validation,
            ValidationRows = run.ValidationRows,
        };
        _memory.Activity.Note(seen, _memory.Step);
        Ask(_start, seen);
    }

    public void OnUpdateBegin()
    {
        if (_before.Length == 0 || (_stepsAtCopy >= 0 && _memory.StepsDone % StepsBetweenCopies != 0)) return;
        _stepsAtCopy = _memory.StepsDone;
        _memory.Model.Parameters.CopyTo(_before);
    }

    public void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, StepResult step)
    {
        if (_probe == null) return;
        int done = ++_memory.StepsDone;
        _lossSum += step.Loss;
        _lossCount++;
        if (done % StepsBetweenLooks != 1 && !_isBroken) return;

        (_memory.Step, _memory.LearningRate, _memory.StepsSinceBefore) = (_state.Step, (float)step.LearningRate, done - _stepsAtCopy);
        var summary = new StepSummary
        {
            Step = _state.Step,
            Loss = _lossSum / _lossCount,
            LargestLogit = Magnitude.Largest(_objective.LastMicroBatch.Logits),
        };
        _memory.Trend.Add(summary, done, isEarly: _memory.History.Epochs.Count + (_chain?.Epochs ?? 0) == 0 || _isBroken);
        (_lossSum, _lossCount) = (0, 0);
        bool hasWindow = Total(_objective.Predictions) >= Window || _isBroken;
        (_memory.Predictions, _memory.LabelCounts) = hasWindow ? (_objective.Predictions, _objective.LabelCounts) : (Array.Empty<int>(), Array.Empty<int>());
        var seen = new Observation(_objective.LastMicroBatch, data, batch)
        {
            Parameters = _memory.Model.Parameters, Gradient = _state.Gradient,
            Before = _before
        };
        _memory.Activity.Note(seen, _memory.Step);
        Ask(_step, seen);
        if (hasWindow) ClearWindow();
    }

    public void OnEpochEnd(scoped in RowSource data, scoped in RowSource validation)
    {
        _isEpochUnseen = true;
        if (_memory.StepsDone - _stepsAtEpoch >= StepsBetweenCopies && IsEpochOfInterest) LookAtEpoch(data, validation);
    }

    /// <summary>
    /// A model that learns, and is not validated, is looked at after epochs 1, 2, 4, 8, … and the last; any other, and for checks of the user's, after each.
    /// </summary>
    private bool IsEpochOfInterest => _asksEachEpoch || !_memory.Trend.IsLearning || BitOperations.IsPow2(_memory.History.Epochs.Count);

    public void OnTrainingEnd(scoped in RowSource data, scoped in RowSource validation)
    {
        if (_probe == null || _isBroken) return;
        _memory.IsStopped = _position.Stops;
        Look(data, validation, _isEpochUnseen ? _epoch : [], _end); // one probe for both
        if (_memory.Trend.HasLearned) _memory.History.TakeBackDoubts();
        if (_chain == null) return;
        (_chain.Steps, _chain.Epochs) = (_memory.StepsDone, _chain.Epochs + _memory.Options.Epochs);
        _chain.Findings = [.. _memory.History.Doubts];
        _state.Chain = _chain;
    }

    private void LookAtEpoch(scoped in RowSource data, scoped in RowSource validation)
    {
        _isEpochUnseen = false;
        if (_epoch.Length == 0 || _probe == null || _isBroken) return;
        _stepsAtEpoch = _memory.StepsDone;
        Look(data, validation, _epoch, []);
    }

    private void Look(scoped in RowSource data, scoped in RowSource validation, Check[] checks, Check[] others)
    {
        if (checks.Length + others.Length == 0) return;
        _memory.Step = _state.Step;
        _probe!.Evaluate(data, _probeRows);
        var seen = new Observation(_probe.LastMicroBatch, data, _probeRows)
        {
            Parameters = _memory.Model.Parameters, Validation = validation,
            ValidationRows = _validationRows
        };
        _memory.Activity.Note(seen, _memory.Step);
        Ask(checks, seen);
        Ask(others, seen);
    }

    public void OnFailure(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate, Snapshot earlier)
    {
        if (_failure.Length == 0) return;
        (_memory.Step, _memory.LearningRate, _memory.StepsSinceBefore) = (step, learningRate, (int)(_state.Step - earlier.Step));
        _memory.BrokenOptimizer = _state.BrokenOptimizer(earlier);
        var model = _memory.Model.Clone();
        earlier.Parameters.CopyTo(model.Parameters);
        var objective = new Objective( // in the same micro-batches, so that what broke stands in the same place
            model, _memory.Problem, batch.Length, _objective.MicroBatchRows, _memory.Options.Seed, _memory.Workers);
        float[] gradient = new float[_state.Gradient.Length];
        objective.Gradient(data, batch, earlier.Step, gradient, upTo: _objective.LastMicroBatch.RowsSeen);
        Ask(
            _failure,
            new Observation(_objective.LastMicroBatch, data, batch)
            {
                Parameters = _memory.Model.Parameters, Gradient = _state.Gradient,
                Before = earlier.Parameters
            },
            new Observation(objective.LastMicroBatch, data, batch) { Parameters = model.Parameters, Gradient = gradient });
    }

    public void OnOutsideChange(long step, string tensor, int index, float was, float became)
    {
        if (_hasChecks) _memory.Report(OutsideChange.Before(step, tensor, index, was, became), step);
    }

    /// <summary>What was counted before is of no use, and every step is looked at from now on.</summary>
    public void OnContinued()
    {
        _isBroken = true;
        _memory.Trend.GiveUp();
        ClearWindow();
    }

    private void Ask(Check[] checks, Observation observation, Observation earlier = default)
    {
        foreach (var check in checks) check.Examine(new CheckPass(check, _memory, observation, earlier));
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

namespace ScratchNN;

/// <summary>The memory of the checks of one Fit: a check itself has none.</summary>
internal sealed partial class CheckMemory(Model model, TrainerOptions options, Problem problem, TrainingHistory history, int[] trainingRows,
    UnitActivity activity, Workers workers)
{
    public Model Model { get; } = model;
    public TrainerOptions Options { get; } = options;
    public Problem Problem { get; } = problem;
    public TrainingHistory History { get; } = history;

    /// <summary>The numbers of the training rows.</summary>
    public int[] TrainingRows { get; } = trainingRows;

    public UnitActivity Activity { get; } = activity;
    public Workers Workers { get; } = workers;
    public DataSummary Data { get; init; } = DataSummary.None;
    public LossTrend Trend { get; init; } = new(double.NaN, double.NaN, null);

    /// <summary>What short Fits in a row share; null where the Fit is long enough to be judged alone.</summary>
    public CheckChain? Chain { get; init; }

    public long Step { get; set; }

    /// <summary>A copy of the optimizer state.</summary>
    public Func<float[]> OptimizerMemory { get; init; } = () => [];

    /// <summary>The steps of an epoch.</summary>
    public int StepsPerEpoch { get; init; }

    /// <summary>The loss of the probe before the first step.</summary>
    public double FirstLoss { get; set; } = double.NaN;

    /// <summary>Whether short Fits before it count as the same Fit.</summary>
    public bool IsContinued => Chain is { Steps: > 0 };

    /// <summary>Whether somebody has ended the Fit before its last epoch.</summary>
    public bool IsStopped { get; set; }
    public int StepsDone { get; set; }
    public int StepsSinceBefore { get; set; }
    public float LearningRate { get; set; }

    /// <summary>How often each class was predicted, and was right to predict, in enough steps to tell something; empty until then.</summary>
    public ReadOnlyMemory<int> Predictions { get; set; }

    /// <inheritdoc cref="Predictions"/>
    public ReadOnlyMemory<int> LabelCounts { get; set; }

    /// <summary>At a failure: the first number of the optimizer state that is not finite, by the parameter it belongs to; null if all are.</summary>
    public (string Tensor, int Index, float Now, float Before)? BrokenOptimizer { get; set; }

    /// <summary>What checks have found out of the data and share, by its type.</summary>
    public Dictionary<Type, object?> Facts { get; } = [];

    /// <summary>Notes a finding, unless it is known, and tells of it.</summary>
    public void Report(Finding finding, long? step)
    {
        if (finding.Step == null && step != null) finding = finding with { Step = step };
        History.Add(finding, isDoubt: step != null && !Trend.IsLearning);
    }
}

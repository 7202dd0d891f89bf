namespace ScratchNN.Diagnostics;

/// <summary>The data available to a <see cref="Check"/>. Everything is a view: reading it costs nothing, and nothing may be kept.</summary>
public readonly ref struct CheckPass
{
    private readonly CheckMemory _memory;
    private readonly Check _check;
    private readonly Observation _observation, _earlier;

    internal CheckPass(Check check, CheckMemory memory, Observation observation, Observation earlier)
    {
        _check = check;
        _memory = memory;
        _observation = observation;
        _earlier = earlier;
    }

    /// <summary>When this is.</summary>
    public CheckMoment Moment => _check.Moment;

    /// <summary>The model.</summary>
    public Model Model => _memory.Model;

    /// <summary>How it is trained.</summary>
    public TrainerOptions Options => _memory.Options;

    /// <summary>The loss to minimise.</summary>
    public Loss Loss => _memory.Problem.Loss;

    /// <summary>The number of the last step, from 1; at <see cref="CheckMoment.Failure"/> of the step that broke.</summary>
    public long Step => _memory.Step;

    /// <summary>The steps of this Fit, so far, and of the short Fits before it: a loop of Fits of one epoch is judged as one Fit.</summary>
    public int StepsDone => _memory.StepsDone;

    /// <summary>The learning rate of the step.</summary>
    public float LearningRate => _memory.LearningRate;

    /// <summary>The layers at work, in the order of the forward pass. A last layer that the loss absorbs is not among them.</summary>
    public LayerViews Layers => new(_observation);

    /// <summary>Which rows of the data the layers show.</summary>
    public ReadOnlySpan<int> Rows => _observation.Rows;

    /// <summary>The labels of these rows; empty if there are targets.</summary>
    public ReadOnlySpan<int> Labels => _observation.MicroBatch.Labels;

    /// <summary>The targets of these rows, row after row; empty if there are labels.</summary>
    public ReadOnlySpan<float> Targets => _observation.MicroBatch.Targets;

    /// <summary>How much each of these samples counts; without weights all 1.</summary>
    public ReadOnlySpan<float> Weights => _observation.MicroBatch.Weights;

    /// <summary>The meaning of the outputs.</summary>
    public OutputKind Meaning => _memory.Problem.Meaning;

    /// <summary>
    /// The outputs of these rows, row after row, in the unit of y: where the model has a <see cref="Model.TargetScale"/>, the last layer's output is not in it.
    /// Where the loss absorbs the last layer, the input of that: logits.
    /// </summary>
    public ReadOnlySpan<float> Outputs => _observation.MicroBatch.Outputs;

    /// <summary>The loss of each of these rows.</summary>
    public ReadOnlySpan<float> Losses => _observation.MicroBatch.RowLosses;

    /// <summary>
    /// The gradient of the mean loss with respect to the output of the last layer, row after row. Stale at <see cref="CheckMoment.EpochEnd"/> and
    /// <see cref="CheckMoment.TrainingEnd"/>.
    /// </summary>
    public ReadOnlySpan<float> OutputGradient => _observation.MicroBatch.OutputGradient;

    /// <summary>The last step summaries, at most 64, the newest last.</summary>
    public ReadOnlySpan<StepSummary> Steps => _memory.Trend.Steps;

    /// <summary>The findings so far in this Fit, the most likely cause first.</summary>
    public IReadOnlyList<Finding> Findings => _memory.History.Findings;

    /// <summary>The epochs that are done.</summary>
    public IReadOnlyList<EpochResult> Epochs => _memory.History.Epochs;

    /// <summary>
    /// How often each class was predicted, or no and yes of one output, in the latest steps that make 500 samples or more. Empty until there are as many, and
    /// without classes.
    /// </summary>
    public ReadOnlySpan<int> Predictions => _memory.Predictions.Span;

    /// <summary>How often each class was right in the same steps.</summary>
    public ReadOnlySpan<int> LabelCounts => _memory.LabelCounts.Span;

    /// <summary>
    /// How many steps <see cref="LayerView.Before"/> lies back: 1, 11, … 91, and again; at <see cref="CheckMoment.Failure"/> as a rule 1, and 0 in the first
    /// step.
    /// </summary>
    public int StepsSinceBefore => _memory.StepsSinceBefore;

    /// <summary>
    /// The mean loss of the best constant answer to the training data, from <see cref="Loss.Baseline"/>; NaN if the loss does not know.
    /// </summary>
    public double BaselineLoss => _memory.Data.BaselineLoss;

    /// <summary>The least mean loss that the training data allows, from <see cref="Loss.Floor"/>.</summary>
    public double FloorLoss => _memory.Data.FloorLoss;

    /// <summary>
    /// Whether the loss falls, or has fallen below 0.9 of what it costs to know nothing. True for the benefit of the doubt in the first 200 steps,
    /// in the first epoch, and once training broke. A rule about a symptom asks this first.
    /// </summary>
    public bool IsLearning => _memory.Trend.IsLearning;

    /// <summary>Reports a finding to the user. After the start, a code is reported once for each layer and tensor, and again only if it gets more
    /// severe.</summary>
    /// <param name="finding">The finding.</param>
    public void Report(Finding finding) => _memory.Report(finding, Moment == CheckMoment.TrainingStart ? null : Step);

    /// <summary>Tells the user, under the code of the check.</summary>
    /// <param name="severity">How bad it is. An error before the first step ends the Fit.</param>
    /// <param name="title">The fault, with its numbers: one sentence.</param>
    /// <param name="advice">The remedy.</param>
    /// <param name="layer">The <see cref="LayerView.Name"/> of the layer it is about. Default null: none.</param>
    public void Report(Severity severity, string title, string advice, string? layer = null) =>
        Report(new Finding { Code = _check.Code, Severity = severity, Title = title, Advice = advice, Layer = layer });

    internal Problem Problem => _memory.Problem;

    /// <summary>Whether the loss is trained on standardised targets.</summary>
    internal bool Standardizes => _observation.MicroBatch.Standardizes;

    internal RowSource Source => _observation.Data;

    internal RowSource Validation => _observation.Validation;

    internal ReadOnlySpan<int> ValidationRows => _observation.ValidationRows;

    internal float[] OptimizerMemory => _memory.OptimizerMemory();

    internal ReadOnlySpan<EpochResult> EpochSpan => _memory.History.EpochSpan;

    internal int StepsPerEpoch => _memory.StepsPerEpoch;

    /// <summary>The loss of the probe before the first step.</summary>
    internal double FirstLoss => _memory.FirstLoss;

    /// <summary>Whether short Fits before it count as the same Fit.</summary>
    internal bool IsContinued => _memory.IsContinued;

    /// <summary>Whether somebody has ended the Fit before its last epoch.</summary>
    internal bool IsStopped => _memory.IsStopped;

    internal DataSummary Data => _memory.Data;

    internal ReadOnlySpan<int> TrainingRows => _memory.TrainingRows;

    internal Workers Workers => _memory.Workers;

    internal Dictionary<Type, object?> Facts => _memory.Facts;

    /// <summary>At <see cref="CheckMoment.Failure"/>: the same samples, with the parameters <see cref="StepsSinceBefore"/> steps ago.</summary>
    internal Observation Earlier => _earlier;

    internal (string Tensor, int Index, float Now, float Before)? BrokenOptimizer => _memory.BrokenOptimizer;

    internal UnitActivity Activity => _memory.Activity;
}

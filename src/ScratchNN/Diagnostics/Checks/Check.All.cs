namespace ScratchNN.Diagnostics;

public abstract partial class Check
{
    /// <summary>
    /// All that come with the package, and the default: <c>[.. Check.All, new MyCheck()]</c> adds one, a <c>Where</c> on <see cref="Code"/> drops one.
    /// </summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        new UnusedOutputs(), new BadNumbers(), new MissingValues(), new Outliers(), new TruncatedInputs(), new CoarseInputs(), new CategoryCodes(),
            new InputScale(), new ConstantInputs(), new Contradictions(), new TellingColumn(), new SkewedTargets(), new ClassBalance(), new BatchOrder(),
            new ChannelOrder(), new TargetSums(), new UnreachableTargets(), new ClassesAsNumbers(), new NarrowLayer(), new ProbabilitiesAsLogits(),
            new DroppedUnits(), new DrowningNoise(), new RestrainedSteps(), new LowSchedule(), new LayerOrder(), new InitialLoss(),
        new UnwrittenOutputs(), new RandomInUse(), new BatchMixing(), new BatchOfOne(), new LossMixing(), new LossGradient(), new InitialWeights(),
            new ValidationShift(), new ValidationLeak(), new NearCopies(),
        new NonFinite(), new GrowingLogits(), new ClassCollapse(), new DeadUnits(), new Saturation(), new RateAtZero(), new StepSize(), new FrozenLayer(),
            new GradientScale(), new LossPlateau(), new LastValue(), new OutputFit(), new Overfitting(), new SlippedRows(), new UnsettledLoss(),
            new LostSteps(), new EndedEarly(),
    ];
}

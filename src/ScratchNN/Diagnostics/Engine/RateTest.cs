namespace ScratchNN;

/// <summary>
/// Tries learning rates on clones: from the current weights and optimizer state, and from newly drawn ones, since a rate may have killed
/// those that are there.
/// </summary>
/// <remarks>They are measured on rows that the clones do not train on, where there are enough: a rate that only memorises gains nothing.</remarks>
internal sealed class RateTest
{
    public const int Steps = 50;

    private const int LongSteps = 200;
    private const int FewestApart = 128;  // rows from which on some are kept to measure on
    private const double GainOfFew = 0.1; // of the loss, where all rows are trained on
    private const double MostWork = 4e10; // parameters × rows of all steps: beyond, one short round from the weights as they are
    private const double Much = 0.05;     // of the loss

    private RateTest(in RateBench here, in RateBench anew, double leastGain, bool isThorough, bool isTrained)
    {
        int longer = isThorough ? LongSteps : 0;
        Here = new RateSeries(here, leastGain, longer);
        if (isTrained) Anew = new RateSeries(anew, leastGain, longer);
    }

    /// <summary>From the weights as they are.</summary>
    public RateSeries Here { get; }

    /// <summary>From newly drawn weights; null where that was not tried.</summary>
    public RateSeries? Anew { get; }

    /// <summary>That of which the best rate gains more.</summary>
    public RateSeries Better => Anew is { } anew && anew.Gain > Here.Gain && anew.Best.Loss < Here.Best.Loss ? anew : Here;

    /// <summary>Whether no rate gains more than the present one, by more than noise.</summary>
    public bool RulesOutRate => !Here.HasBetter && Anew?.HasBetter != true;

    /// <summary>
    /// Whether a rate is worth trying on newly drawn weights: it comes well below where the loss is stuck. That it brings first weights down to there is no
    /// gain.
    /// </summary>
    public bool IsWorthTryingAnew => Anew is { IsWorthTrying: true } anew && anew.Best.Beats(Here.Before)
        && Here.Before.Loss - anew.Best.Loss > Much * Math.Abs(Here.Before.Loss);

    /// <summary>Whether the present rate learns from newly drawn weights and no rate does from these.</summary>
    public bool IsOfWeights => Anew is { } anew && anew.Present.IsFinite && anew.Present.Beats(anew.Before)
        && anew.Before.Loss - anew.Present.Loss > Much * Math.Abs(anew.Before.Loss)
        && Here.Before.Loss - anew.Present.Loss > Much * Math.Abs(Here.Before.Loss) && anew.Present.Loss < Here.Best.Loss && anew.Present.Beats(Here.Best);

    /// <param name="model">A built model.</param>
    /// <param name="optimizer">The optimizer state; null if there is none yet.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="problem">What is asked of it.</param><param name="data">The data.</param><param name="rows">Those to train on.</param>
    /// <param name="isTrained">Whether its weights are no longer those that were drawn.</param>
    /// <param name="isThorough">Whether the loss is stuck: then the best rates take <see cref="LongSteps"/>.</param><param name="workers">The threads.</param>
    public static RateTest Of(
        Model model, float[]? optimizer, TrainerOptions options, Problem problem, RowSource data, ReadOnlySpan<int> rows, bool isTrained, bool isThorough,
            Workers workers)
    {
        bool areApart = rows.Length >= FewestApart;
        int[] measured = RowSample.Of(rows, Math.Min(CheckProbe.RowsOf(model), areApart ? rows.Length / 4 : rows.Length), options.Seed);
        int[] trained = areApart ? Without(rows, measured) : rows.ToArray();
        bool isCheap = (double)model.Parameters.Length * Math.Min(options.BatchSize, rows.Length) * 20 * Steps < MostWork;
        var here = new RateBench
        {
            Model = model, Optimizer = optimizer, Options = options, Problem = problem, Data = data, Rows = trained, Measured = measured, Workers = workers,
        };
        var anew = new RateBench
        {
            Model = Drawn(model, options.Seed + 1), Optimizer = null, Options = options, Problem = problem, Data = data, Rows = trained, Measured = measured,
            Workers = workers,
        };
        return new RateTest(here, anew, areApart ? 0 : GainOfFew, isThorough && isCheap, isTrained && isCheap);
    }

    /// <summary>Options for a run that nobody watches.</summary>
    public static TrainerOptions Quiet(TrainerOptions options) => options with
    {
        Checks = [],
        Metrics = [],
        Callbacks = [],
        ValidationSplit = null,
        Schedule = new ConstantSchedule(),
        WhenBroken = WhenBroken.Stop,
    };

    /// <summary>A clone with newly drawn weights; what is frozen, and what a layer learned from the data before training, stays.</summary>
    public static Model Drawn(Model model, ulong seed)
    {
        var clone = model.Clone();
        float[] drawn = new float[clone.Parameters.Length];
        var random = new RandomStream(seed, RandomStreams.Initialization);
        clone.Root.Initialize(drawn, clone.InputShape, ref random);
        var places = clone.BuiltPlan.Layout.Places;
        for (int i = 0; i < places.Length; i++)
            if (places[i].Info.Role != ParameterRole.Adapted && !clone.Built.IsFrozen(i)) places[i].Of(drawn.AsSpan()).CopyTo(places[i].Of(clone.Parameters));
        return clone;
    }

    /// <summary>Rows in order, but for some of them, which are in the same order.</summary>
    public static int[] Without(ReadOnlySpan<int> rows, int[] some)
    {
        int[] others = new int[rows.Length - some.Length];
        int left = 0, next = 0;
        foreach (int row in rows)
        {
            if (next < some.Length && row == some[next]) next++;
            else others[left++] = row;
        }
        return others;
    }
}

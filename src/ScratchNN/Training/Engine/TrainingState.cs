using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What a trainer carries from step to step, and from one Fit to the next.</summary>
internal sealed partial class TrainingState(Model model, TrainerOptions options)
{
    private readonly AlignedBuffer _parameters = model.ParameterBuffer;
    private readonly int _count = model.Parameters.Length;
    private AlignedBuffer _gradient = new(model.Parameters.Length);
    private readonly AlignedBuffer _optimizer = new(FloatsOf(options.Optimizer, model.Parameters.Length));

    /// <summary>The optimizer state: slot after slot, each from a cache line on.</summary>
    public Span<float> Optimizer => _optimizer.Span;

    /// <summary>One slot of the optimizer state, parameter after parameter.</summary>
    public Memory<float> Slot(int slot) => Slot(slot, _optimizer.Memory);

    /// <summary>The part of one slot of a copy of <see cref="Optimizer"/>.</summary>
    public Memory<float> Slot(int slot, Memory<float> optimizer) => optimizer.Slice(slot * AlignedBuffer.RoundUp(_count), _count);

    /// <summary>The mean gradient of the batch.</summary>
    public Span<float> Gradient => _gradient.Span[.._count];

    /// <summary>Takes memory for the gradient that others write to: of that length, or longer.</summary>
    public void UseGradient(AlignedBuffer buffer) => _gradient = buffer;

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>The number of the epoch under way, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>The completed epochs, through every Fit.</summary>
    public List<EpochResult> Epochs { get; } = [];

    /// <summary>The memory of each callback in the order of their list: of the Fit under way, or the last one.</summary>
    public float[][] CallbackState { get; set; } = [];

    /// <summary>The weights that each callback has kept, null where it kept none; while a Fit is under way.</summary>
    public Snapshot?[] Kept { get; set; } = [];

    /// <summary>What the checks of the short Fits before remember; null for nothing.</summary>
    public CheckChain? Chain { get; set; }

    /// <summary>Where the Fit is that is under way, or that was interrupted; null between two Fits.</summary>
    public FitPosition? Fit { get; set; }

    /// <summary>What was there before a step of FitBatch; null before the first.</summary>
    public Snapshot? BeforeBatch { get; set; }

    /// <summary>Whether the next Fit has to end that one.</summary>
    public bool IsResumed { get; set; }

    /// <summary>Whether steps are being taken, so that a checkpoint would be torn; false while callbacks hear.</summary>
    public bool IsMoving { get; set; }

    /// <summary>Whether the model still has the parameters that this state belongs to, and was not built again.</summary>
    public bool Fits => ReferenceEquals(_parameters, model.ParameterBuffer);

    /// <summary>Whether all parameters and the optimizer state are finite numbers.</summary>
    public bool IsFinite => Finite.Are(_parameters.Span) && Finite.Are(Optimizer);

    /// <summary>Whether the gradient is finite.</summary>
    public bool HasFiniteGradient => Finite.Are(Gradient);

    /// <summary>One step of the optimizer along the gradient, which is clipped first if that is asked for.</summary>
    public void Update(float learningRate, Workers workers)
    {
        MoveStatistics();
        if (options.ClipValue is { } largest) Elementwise.Clip(Gradient, (float)largest);
        if (options.ClipNorm is { } limit)
        {
            double norm = Math.Sqrt(Sums.OfSquares(Gradient));
            if (norm > limit) Scale(limit / norm);
        }
        Step++;
        var update = new ParameterUpdate(options.Optimizer, model.BuiltPlan.Layout, model.Built.Frozen, _parameters.Span, Gradient, Optimizer, Step,
            learningRate);
        workers.For(update.Blocks, update);
        UpdateAverage();
    }

    /// <summary>
    /// Adds to statistics what Backward assigned for them, and leaves zeros of all that the optimizer does not move: it does not count in the gradient's norm.
    /// </summary>
    private void MoveStatistics()
    {
        var weights = model.Built;
        foreach (int i in weights.Untrained)
        {
            var place = weights.Plan.Layout.Places[i];
            Span<float> statistic = place.Of(_parameters.Span), change = place.Of(Gradient);
            if (place.Info.Role == ParameterRole.Statistic && !weights.IsFrozen(i)) TensorPrimitives.Add(statistic, change, statistic);
            change.Clear();
        }
    }

    /// <summary>Scales the gradient down. What is not a normal float takes two factors.</summary>
    private void Scale(double factor)
    {
        const float SmallestNormal = 1.17549435e-38f; // 2⁻¹²⁶
        if (factor < SmallestNormal)
        {
            TensorPrimitives.Multiply(Gradient, SmallestNormal, Gradient);
            factor /= SmallestNormal;
        }
        TensorPrimitives.Multiply(Gradient, (float)factor, Gradient);
    }

    private static int FloatsOf(Optimizer optimizer, int parameters)
    {
        long floats = (long)optimizer.StateSlots * AlignedBuffer.RoundUp(parameters);
        return floats <= AlignedBuffer.MaxLength ? (int)floats : throw new ArgumentException(
            $"{optimizer} keeps {optimizer.StateSlots} numbers for each of {parameters} parameters, in {floats} floats: "
            + $"one piece holds at most {AlignedBuffer.MaxLength}. Choose an optimizer with fewer StateSlots, or a smaller model.");
    }

    public void Save(Snapshot snapshot, int batch)
    {
        NoticeChanges();
        snapshot.Save(Raw, Optimizer, HasAverage && Step == 0 ? Raw : Averaged, Step, batch);
    }

    public long Restore(Snapshot snapshot)
    {
        Step = snapshot.Restore(Raw, Optimizer, Averaged);
        if (_showsAverage) Averaged.CopyTo(_shown);
        return Step;
    }

    /// <summary>
    /// Where the parameters of a snapshot differ from those here: at the first that is not a finite number there but is one here, else at the largest relative
    /// difference; null if they are the same.
    /// </summary>
    public (string Tensor, int Index, float Here, float There)? Difference(Snapshot snapshot)
    {
        ReadOnlySpan<float> here = _parameters.Span, there = snapshot.Parameters;
        int worst = -1;
        double largest = 0;
        for (int i = 0; i < here.Length; i++)
        {
            if (!float.IsFinite(here[i])) continue;
            double difference = float.IsFinite(there[i]) ? Math.Abs((double)there[i] - here[i]) / (Math.Abs(here[i]) + 1e-3) : double.PositiveInfinity;
            if (difference > largest) (worst, largest) = (i, difference);
        }
        if (worst < 0) return null;
        var (tensor, index) = model.BuiltPlan.Layout.Entry(worst);
        return (tensor, index, here[worst], there[worst]);
    }

    /// <summary>
    /// The first number of the optimizer state that is not finite, by the parameter it belongs to, and what a snapshot has there; null if all are.
    /// </summary>
    public (string Tensor, int Index, float Now, float Before)? BrokenOptimizer(Snapshot before)
    {
        for (int slot = 0; slot < options.Optimizer.StateSlots; slot++)
        {
            var now = Slot(slot).Span;
            int at = Finite.IndexOfFirstNot(now);
            if (at < 0) continue;
            var (tensor, index) = model.BuiltPlan.Layout.Entry(at);
            return (tensor, index, now[at], before.Optimizer[(slot * AlignedBuffer.RoundUp(now.Length)) + at]);
        }
        return null;
    }
}

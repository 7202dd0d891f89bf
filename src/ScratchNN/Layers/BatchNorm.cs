using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Batch normalisation: each feature, or channel, gets the mean and the deviation that the layer learns, whatever those of its inputs are.</summary>
/// <remarks>
/// <code>
/// μ  = Σ x / M    σ² = Σ (x − μ)² / M
/// x̂  = (x − μ) / √(σ² + ε)
/// y  = γ·x̂ + β
///
/// dβ = Σ dy    dγ = Σ dy·x̂
/// dx = γ / √(σ² + ε) · (dy − (dβ + x̂·dγ) / M)
///
/// X, Y [N × C]          M = N            weight γ [C]   bias β [C]
/// X, Y [N × … × C]      M = N · positions   running_mean [C]   running_var [C]
/// </code>
/// Sums are over the rows of the batch and, where a sample has more dimensions, over all positions: the last axis is the channel. γ starts at 1, β at 0.
/// <para>Each step moves running_mean by <see cref="Momentum"/> of the way to μ, running_var to σ²·M / (M − 1). They take the places of μ and σ² in prediction,
/// and in a layer that is frozen, which then has dx = γ / √(σ² + ε) · dy. A batch with one number per channel is treated the same: it has no variance and does
/// not move them.</para>
/// <para>The samples of a batch see one another (<see cref="MixesBatch"/>), so the micro-batch is the whole batch. A
/// <see cref="TrainerOptions.MicroBatchSize"/> that you set makes each micro-batch a batch of its own, "ghost batch normalisation": running statistics follow
/// the mean of those of the micro-batches. Sample weights do not count in μ and σ².</para>
/// <para>A Dense before it needs no bias: it is subtracted again. NaN in a channel makes NaN of the channel, and so do numbers beyond 1e19, whose squares no
/// float holds.</para>
/// Names and layout in files are those of PyTorch's BatchNorm1d and BatchNorm2d.
/// S. Ioffe, C. Szegedy: Batch normalization: accelerating deep network training by reducing internal covariate shift, ICML 2015.
/// </remarks>
public sealed class BatchNorm : Layer
{
    /// <summary>
    /// The share that a batch has in the running statistics: running = (1 − momentum)·running + momentum·batch, as PyTorch has it. Above 0, at most 1. Default
    /// 0.1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public double Momentum { get; init => field = Guard.Share(value, nameof(Momentum)); } = 0.1;

    /// <summary>ε, which is added to the variance: above 0. Default 1e-5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or no float.</exception>
    public double Epsilon { get; init => field = Guard.PositiveFinite(value, nameof(Epsilon)); } = 1e-5;

    /// <summary>True: by mean and variance.</summary>
    public override bool MixesBatch => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
    [
        new() { Name = "weight", Shape = input.Channels, Role = ParameterRole.Undecayed },
        new() { Name = "bias", Shape = input.Channels, Role = ParameterRole.Undecayed },
        new() { Name = "running_mean", Shape = input.Channels, Role = ParameterRole.Statistic },
        new() { Name = "running_var", Shape = input.Channels, Role = ParameterRole.Statistic },
    ];

    /// <summary>What <see cref="BatchStatistics"/> holds.</summary>
    public override int CacheSize(Shape input, int batchSize) => BatchStatistics.Size(input, batchSize);

    /// <summary>γ = 1, β = 0; running mean 0 and variance 1.</summary>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        int c = input.Channels;
        parameters.Clear();
        parameters[..c].Fill(1);
        parameters[(3 * c)..].Fill(1);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int c = pass.InputShape.Channels;
        ReadOnlySpan<float> x = pass.Input, gamma = pass.Parameters[..c], beta = pass.Parameters[c..(2 * c)];
        var batch = new BatchStatistics(pass.Cache, x, pass.Parameters[(2 * c)..], pass.IsTraining);

        // μ = Σ x / M    σ² = Σ (x − μ)² / M, and 1 / √(σ² + ε)
        batch.Compute(Epsilon, pass.Workers);

        // y = γ·(x − μ) / √(σ² + ε) + β
        BatchNormalization.Normalize(x, pass.Output, batch.Origin, batch.Shift, batch.InverseRoot, gamma, beta, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        int c = pass.InputShape.Channels;
        ReadOnlySpan<float> x = pass.Input, dy = pass.OutputGradient, gamma = pass.Parameters[..c];
        Span<float> dgamma = pass.ParameterGradient[..c], dbeta = pass.ParameterGradient[c..(2 * c)];
        var batch = new BatchStatistics(pass.Cache, x, pass.Parameters[(2 * c)..], pass.IsTraining);

        // dβ = Σ dy    dγ = Σ dy·x̂
        BatchNormalization.ParameterGradients(x, dy, dgamma, dbeta, batch.Origin, batch.Shift, batch.InverseRoot, batch.Scratch, pass.Workers);

        // running += momentum·(batch − running)
        batch.ChangeOfRunning(pass.ParameterGradient[(2 * c)..], (float)Momentum * pass.BatchShare);

        // dx = γ / √(σ² + ε) · (dy − (dβ + x̂·dγ) / M)
        if (pass.InputGradient.IsEmpty) return;
        if (batch.IsUsed)
            BatchNormalization.InputGradient(x, dy, pass.InputGradient, batch.Origin, batch.Shift, batch.InverseRoot, gamma, dgamma, dbeta, pass.Workers);
        else BatchNormalization.FrozenInputGradient(dy, pass.InputGradient, batch.InverseRoot, gamma, pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("momentum", Momentum);
        json.WriteNumber("epsilon", Epsilon);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        int rank = pass.InputShape.Rank;
        string[] parameters = [pass.Parameter("weight"), pass.Parameter("bias"), pass.Parameter("running_mean"), pass.Parameter("running_var")];
        if (rank == 1) return pass.Node("BatchNormalization", [pass.Input, .. parameters], ("epsilon", (float)Epsilon));

        // ONNX has channels first
        long[] positions = [.. Enumerable.Range(1, rank - 1)];
        string first = pass.Node("Transpose", [pass.Input], ("perm", (long[])[0, rank, .. positions]));
        string y = pass.Node("BatchNormalization", [first, .. parameters], ("epsilon", (float)Epsilon));
        return pass.Node("Transpose", [y], ("perm", (long[])[0, .. positions.Select(axis => axis + 1), 1]));
    }

    internal static BatchNorm Read(JsonElement json) => new() { Momentum = json.Get("momentum").GetDouble(), Epsilon = json.Get("epsilon").GetDouble() };
}

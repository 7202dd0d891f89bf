using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <remarks>
/// What the ranks of a collective agree on. All have the same weights, data and options, so most of a Fit is the same on each without a word. Callbacks hear on
/// rank 0 alone; what they ask for, and a cancellation on any rank, the others hear with the next step, which then counts for nobody, or at the end of an
/// epoch.
/// </remarks>
internal ref partial struct TrainingRun
{
    private const int FloatsAtOnce = 1 << 20; // of a broadcast
    private const int SampledRows = 64;       // that tell whether two ranks have the same data

    /// <summary>Makes sure that all ranks train the same model on the same data in the same way, and gives them the weights of rank 0.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    private readonly void BeginTogether()
    {
        if (_objective.Exchange == null) return;
        var collective = _options.Collective;
        var told = Told();
        float[] own = new float[collective.Size * told.Length * 2], all = new float[own.Length];
        for (int i = 0; i < told.Length; i++)
        {
            int hash = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(told[i].Text)));
            int at = ((collective.Rank * told.Length) + i) * 2;
            (own[at], own[at + 1]) = ((ushort)hash, (ushort)(hash >> 16));
        }
        collective.Sum(own, all);
        int length = told.Length * 2;
        for (int rank = 1; rank < collective.Size; rank++)
            for (int i = 0; i < length; i++)
                if (all[(rank * length) + i] != all[i])
                    throw new InvalidOperationException(
                        $"Rank {rank} differs from rank 0 in the {told[i / 2].What}; rank {collective.Rank} has: {told[i / 2].Text}. "
                            + "All ranks must run the same program, with the same arguments and files.");
        ShareState();
    }

    /// <summary>What must be the same on all ranks.</summary>
    private readonly (string What, string Text)[] Told() =>
    [
        ("version of the library", $"{typeof(Trainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}"),
        ("instructions of the CPU", Simd.Fuses ? "fused multiply-add" : "no fused multiply-add"),
        ("model", $"{_model}"),
        ("options", $"{_options with { Threads = 1, Callbacks = [], Checks = [] }}; {_position.Conditions}"),
        ("place in the training",
            FormattableString.Invariant(
                $"step {_state.Step}, epoch {_state.Epoch}, {_position.EpochsDone} epochs and {_position.BatchesDone} batches of this Fit done")),
        ("data", $"{_rows.Length} rows to train on, {_validationRows.Length} to validate on, {HashOf(_data, _rows)}, "
            + $"{(_validationRows.Length > 0 ? HashOf(_validation, _validationRows) : "")}"),
    ];

    /// <summary>A hash of some rows from all over.</summary>
    private readonly string HashOf(in RowSource data, int[] rows)
    {
        int n = Math.Min(SampledRows, rows.Length), targets = data.TargetShape?.Size ?? 0;
        int[] some = new int[n], labels = new int[targets == 0 ? n : 0];
        for (int i = 0; i < n; i++) some[i] = rows[(int)((long)i * rows.Length / n)];
        float[] x = new float[Guard.FloatsOf(n, data.InputShape.Size)], y = new float[Guard.FloatsOf(n, targets)], w = new float[n];
        data.Read(some, x, labels, y, w, _workers);
        byte[] bytes = [.. MemoryMarshal.AsBytes<float>(x), .. MemoryMarshal.AsBytes<float>(y), .. MemoryMarshal.AsBytes<float>(w),
            .. MemoryMarshal.AsBytes<int>(labels)];
        return Convert.ToHexString(SHA256.HashData(bytes), 0, 8);
    }

    /// <summary>
    /// Gives all ranks what rank 0 has: weights, optimizer state, the average, and the number of the step, which goes back with restored weights.
    /// </summary>
    private readonly void ShareState()
    {
        Share(_state.Raw);
        Share(_state.Optimizer);
        Share(_state.Averaged);
        long step = _state.Step;
        _options.Collective.Broadcast(MemoryMarshal.AsBytes(new Span<long>(ref step)));
        _state.Step = step;
        _state.NoticeShared();
    }

    private readonly void Share(Span<float> values)
    {
        for (int first = 0; first < values.Length; first += FloatsAtOnce)
            _options.Collective.Broadcast(MemoryMarshal.AsBytes(values[first..Math.Min(values.Length, first + FloatsAtOnce)]));
    }

    /// <summary>Between two epochs: lets all ranks know what one was asked, and gives them weights that were restored.</summary>
    private readonly void Agree(int nextBatch, CancellationToken cancellationToken)
    {
        if (_objective.Exchange is not { } exchange) return;
        Ask(exchange, cancellationToken);
        Heed(exchange.Agree(), nextBatch);
    }

    /// <summary>The gradient of a batch; null if it was asked to end before it.</summary>
    private readonly BatchResult? NextGradient(int batch, CancellationToken cancellationToken)
    {
        if (_objective.Exchange is not { } exchange) return Asked(cancellationToken) == null ? Gradient(batch) : null;
        Ask(exchange, cancellationToken);
        var result = Gradient(batch);
        if (exchange.All == Signals.None) return result;
        Heed(exchange.All, batch);
        return Asked(CancellationToken.None) == null ? Gradient(batch) : null; // of the weights that were restored
    }

    private readonly void Ask(Exchange exchange, CancellationToken cancellationToken)
    {
        if (_position.Stops) exchange.Own |= Signals.Stop;
        if (_position.IsCanceled || cancellationToken.IsCancellationRequested) exchange.Own |= Signals.Cancel;
    }

    private readonly void Heed(Signals signals, int nextBatch)
    {
        _position.Stops |= signals.HasFlag(Signals.Stop);
        _position.IsCanceled |= signals.HasFlag(Signals.Cancel);
        if (!signals.HasFlag(Signals.Restored)) return;
        ShareState();
        SaveBoth(nextBatch);
    }
}

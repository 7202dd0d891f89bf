namespace ScratchNN;

/// <summary>
/// Several processes that train one model together, each on its share of every batch: the ranks 0 to Size − 1. Every rank runs the same program and can read
/// all data.
/// </summary>
/// <remarks>
/// <para><see cref="TrainerOptions.Collective"/> says how a Fit uses it. ScratchNN.Mpi has one over MPI. Each rank makes the same calls in the same order; a
/// call ends when all have made it.</para>
/// <para>One Fit at a time uses a collective, on one thread.</para>
/// </remarks>
public abstract class Collective
{
    /// <summary>One process, the default.</summary>
    public static Collective None { get; } = new OneProcess();

    /// <summary>The number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are, at least 1.</summary>
    public abstract int Size { get; }

    /// <summary>The number of threads a trainer uses by default: the cores of the machine, divided among its ranks. By default one per core.</summary>
    public virtual int Threads => Environment.ProcessorCount;

    /// <summary>
    /// Adds the parts of all ranks, entry by entry, rank after rank and part after part, so that the sum is the same bit for bit however the parts are shared
    /// out.
    /// </summary>
    /// <param name="parts">Of this rank, one after another; each rank has as many.</param>
    /// <param name="sum">Assigned, the same on each rank: as long as a part.</param>
    public abstract void Sum(ReadOnlySpan<float> parts, Span<float> sum);

    /// <summary>Gives the values of one rank to all others.</summary>
    /// <param name="values">Read on the root, assigned elsewhere; of the same length.</param>
    /// <param name="root">The rank that has them. Default 0.</param>
    public abstract void Broadcast(Span<byte> values, int root = 0);

    /// <summary>Called when a Fit of this rank ended with an exception, so that the others may wait for it in vain. By default it does nothing.</summary>
    public virtual void Abandon()
    {
    }
}

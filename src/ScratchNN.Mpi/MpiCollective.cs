using System.Security.Cryptography;
using System.Text;

namespace ScratchNN.Mpi;

/// <summary>The processes of an MPI job, which train one model together.</summary>
/// <remarks>
/// <code>
/// using var mpi = new MpiCollective();
/// new Trainer(model, new() { Collective = mpi }).Fit(x, y);   // mpirun --bind-to none -n 4 dotnet Program.dll
/// </code>
/// <para>It uses the MPI that is installed: Open MPI, or MPICH and those that share its interface. Without a launcher it is one rank, and no MPI is
/// needed.</para>
/// <para>A process has one at a time. Any thread may use it, one at a time. When a rank dies, the launcher ends the others.</para>
/// </remarks>
public sealed partial class MpiCollective : Collective, IDisposable
{
    private const int FloatsAtOnce = 1 << 22;     // of each part: what is exchanged in one call
    private const int FloatsAtOnceHere = 1 << 16; // where all ranks are on one machine: they stay in a cache
    private const int BytesAtOnce = 1 << 30;

    private static int _instances;
    private static bool _isOver; // MPI begins once in a process

    private readonly MpiLibrary? _mpi; // null: one rank
    private readonly Lock _turn = new();
    private readonly int _atOnce = FloatsAtOnce;
    private bool _hasFailed, _isDisposed;

    /// <summary>Joins the job that this process is part of.</summary>
    /// <exception cref="InvalidOperationException">
    /// No MPI library is installed, it is not that of the launcher, it cannot be called from .NET's threads, or the process has or had another collective.
    /// </exception>
    public MpiCollective()
    {
        if (Interlocked.Exchange(ref _instances, 1) != 0)
            throw new InvalidOperationException("This process already has an MpiCollective: create one, and share it.");
        try
        {
            (Rank, Size, Threads) = (0, 1, Environment.ProcessorCount);
            if (Launcher.Find() is not { } launcher) return;
            if (_isOver)
                throw new InvalidOperationException(
                    "The MpiCollective of this process was disposed, and MPI can start only once per process: keep it until the end.");
            _mpi = MpiLibrary.Load(launcher);
            (Rank, Size) = Join(_mpi, launcher);
            int here = RanksHere();
            Threads = Math.Max(1, Environment.ProcessorCount / here);
            _atOnce = (((here == Size ? FloatsAtOnceHere : FloatsAtOnce) / Line / Size) + 1) * Line * Size; // whole slices
        }
        catch
        {
            Volatile.Write(ref _instances, 0);
            throw;
        }
    }

    /// <summary>
    /// Whether parts are added in their order, so that the sum is the same for any number of ranks, bit for bit. Default true. With false MPI adds them as it
    /// likes, which takes less time for many ranks: the weights then depend on their number, and on the library.
    /// </summary>
    public bool Ordered { get; init; } = true;

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>
    /// The cores that this process may use, shared out among the ranks on its machine; at least 1. Start ranks with <c>--bind-to none</c>, else a process may
    /// use one core only.
    /// </summary>
    public override int Threads { get; }

    /// <inheritdoc/>
    public override void Sum(ReadOnlySpan<float> parts, Span<float> sum)
    {
        if (sum.IsEmpty || parts.IsEmpty || parts.Length % sum.Length != 0)
            throw new ArgumentException($"{parts.Length} numbers are not one or more parts of {sum.Length} numbers each.",
                nameof(parts));
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            for (int first = 0; first < sum.Length; first += _atOnce)
            {
                var piece = sum.Slice(first, Math.Min(_atOnce, sum.Length - first));
                if (_mpi == null || !Ordered) SumHere(parts, sum.Length, first, piece);
                if (_mpi != null && Ordered) SumInOrder(_mpi, parts, sum.Length, first, piece);
                else if (_mpi != null) Reduce(_mpi, piece);
            }
        }
    }

    /// <inheritdoc/>
    public override unsafe void Broadcast(Span<byte> values, int root = 0)
    {
        if ((uint)root >= (uint)Size) throw new ArgumentOutOfRangeException(nameof(root), root, $"The ranks are 0 to {Size - 1}, got {root}.");
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            for (int first = 0; first < values.Length && _mpi != null; first += BytesAtOnce)
            {
                var piece = values.Slice(first, Math.Min(BytesAtOnce, values.Length - first));
                fixed (byte* to = piece) Require(NativeMethods.Broadcast(to, piece.Length, _mpi.Byte, root, _mpi.World));
            }
        }
    }

    /// <inheritdoc/>
    public override void Abandon() => _hasFailed = true;

    /// <summary>
    /// Leaves the job; waits until all ranks do. After a Fit that ended with an exception on this rank it ends the job, for which others may be waiting.
    /// </summary>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (_mpi != null)
            {
                if (_hasFailed) _ = NativeMethods.Abort(_mpi.World, 1);
                _ = NativeMethods.FinalizeAll();
                _isOver = true;
            }
            Volatile.Write(ref _instances, 0);
        }
    }

    /// <summary>The way in which it adds; the same for any number of ranks.</summary>
    public override string ToString() => $"{(Ordered ? "" : "unordered ")}MPI";

    private static (int Rank, int Size) Join(MpiLibrary mpi, Launcher launcher)
    {
        Require(NativeMethods.IsInitialized(out int flag));
        if (flag != 0) throw new InvalidOperationException("Other code has already initialized MPI in this process: ScratchNN.Mpi must initialize it.");
        Require(NativeMethods.Initialize(0, 0, NativeMethods.Serialized, out int provided));
        if (provided < NativeMethods.Serialized)
            throw new InvalidOperationException(
                $"{mpi.Name} lets only one thread call it (level {provided}), but .NET threads take turns (level {NativeMethods.Serialized}, "
                    + "MPI_THREAD_SERIALIZED): install a build with thread support.");
        Require(NativeMethods.Rank(mpi.World, out int rank));
        Require(NativeMethods.Size(mpi.World, out int size));
        if (launcher.Size is { } started && started != size)
            throw new InvalidOperationException(
                $"{launcher} started {started} processes, and {mpi.Name} sees {size}: launcher and library do not match. "
                    + $"Name the library of the launcher in {MpiLibrary.Variable}.");
        return (rank, size);
    }

    /// <summary>The ranks on this machine.</summary>
    private unsafe int RanksHere()
    {
        int own = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName))), count = 0;
        int[] all = new int[Size];
        fixed (int* to = all) Require(NativeMethods.AllGather(&own, sizeof(int), _mpi!.Byte, to, sizeof(int), _mpi.Byte, _mpi.World));
        foreach (int machine in all) count += machine == own ? 1 : 0;
        return count;
    }

    /// <summary>MPI itself ends the job with its message where a call goes wrong; this is for one that was told otherwise.</summary>
    private static void Require(int code)
    {
        if (code != 0) throw new InvalidOperationException($"An MPI call failed with error {code}.");
    }
}

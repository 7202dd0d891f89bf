using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ScratchNN.Numerics;

/// <summary>A small pool of threads that splits rows: a fork and a join cost a few microseconds and allocate nothing.</summary>
/// <remarks>
/// Which thread computes a row must not matter, and does not as long as each row is written by its own kernel run alone.
/// The caller works too, and takes over the share of a thread that has not begun by the time its own is done, so more workers
/// than cores do no harm. Threads spin between calls and park after some idle milliseconds. Calls from several threads at once, or from
/// within a kernel, are answered serially by their callers.
/// </remarks>
public sealed unsafe class Workers : IDisposable
{
    private const int IdleMillisecondsBeforeParking = 20; // waking a parked thread takes up to 1.5 ms, so not between steps
    private const int SpinsBeforeYielding = 2000;         // about 20 µs: the serial pieces of a step are shorter

    private const int LateMillisecondsBeforeParking = 50; // the scheduler moves a ready thread to an idle core within some ticks; one that sleeps, never
    private const int LongestRest = 4096;                 // forks: with fewer cores than workers, waking in vain costs under 1 %

    private readonly Thread[] _threads;   // all but the caller
    private readonly int[] _claims;       // per chunk, the last fork in which it was taken
    private readonly Exception?[] _exceptions; // per chunk, what its kernel threw
    private readonly AutoResetEvent[] _wake;
    private readonly bool[] _parked;
    private readonly int[] _restUntil;    // the fork before which a parked thread is left alone
    private int _fork;                    // number of the current fork
    private int _pending;                 // chunks of it not yet finished
    private int _busy;                    // 1 while a fork is under way
    private volatile bool _stopped;
    private void* _kernel;
    private delegate*<void*, int, int, void> _run;
    private int _rows, _chunks;
    private long _threadsUsed = 1;        // a bit for each of the first 64 threads that ever ran a chunk

    /// <summary>Starts <paramref name="count"/> − 1 threads; the caller is the last of them.</summary>
    /// <param name="count">1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside that range.</exception>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1024);
        (Count, Active) = (count, count);
        _claims = new int[count];
        _exceptions = new Exception[count];
        _parked = new bool[count];
        _restUntil = new int[count];
        _wake = new AutoResetEvent[count];
        _threads = new Thread[count - 1];
        for (int i = 1; i < count; i++)
        {
            int index = i;
            _wake[i] = new AutoResetEvent(false);
            _threads[i - 1] = new Thread(() => Work(index)) { IsBackground = true, Name = $"ScratchNN worker {i}" };
            _threads[i - 1].Start();
        }
    }

    /// <summary>No other threads: everything runs on the caller's.</summary>
    public static Workers None { get; } = new(1);

    /// <summary>The number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>How many of them are used, the caller's included; all, unless somebody knows better. Read at each call.</summary>
    internal int Active { get; set; }

    /// <summary>How many of the first 64 threads ever computed something.</summary>
    internal int ThreadsUsed => System.Numerics.BitOperations.PopCount((ulong)Interlocked.Read(ref _threadsUsed));

    /// <summary>Runs <paramref name="kernel"/> on rows 0 to <paramref name="rows"/> − 1, split in contiguous ranges, and returns when all are done.</summary>
    /// <typeparam name="TKernel">Usually a <c>ref struct</c> of spans.</typeparam>
    /// <param name="rows">Number of rows; 0 does nothing.</param>
    /// <param name="kernel">A copy of it is called once per range, from several threads at once.</param>
    /// <param name="minimumRows">The fewest rows worth another thread, at least 1: choose about 5 µs of work.</param>
    /// <remarks>An exception from a kernel reaches the caller after every range has ended; of several, that of the first rows.</remarks>
    public void For<TKernel>(int rows, scoped in TKernel kernel, int minimumRows = 1) where TKernel : IRowKernel, allows ref struct
    {
        if (rows <= 0) return;
        int chunks = Math.Min(Active, rows / Math.Max(1, minimumRows));
        if (chunks <= 1 || _stopped || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            TKernel own = kernel;
            own.Run(0, rows);
            return;
        }

        // A copy in this frame: the garbage collector keeps its spans up to date while other threads read it, and never moves it.
        TKernel local = kernel;
        _kernel = Unsafe.AsPointer(ref local);
        _run = &Invoke<TKernel>;
        Fork(rows, chunks);
    }

    /// <summary>
    /// Runs the kernel in chunks, here and on the threads that are free, until all have ended. Not generic: there is one of it, not one for each kernel.
    /// </summary>
    private void Fork(int rows, int chunks)
    {
        (_rows, _chunks) = (rows, chunks);
        int fork = _fork + 1;
        for (int i = chunks; i < Count; i++) _claims[i] = fork; // not needed this time
        _claims[0] = fork;
        Volatile.Write(ref _pending, chunks);
        Volatile.Write(ref _fork, fork);
        Interlocked.MemoryBarrier(); // either we see a thread parked, or it sees the new fork
        for (int i = 1; i < chunks; i++)
            if (Volatile.Read(ref _parked[i]) && fork - _restUntil[i] >= 0) _wake[i].Set();

        RunChunk(0);
        for (int i = chunks - 1; i > 0; i--)
            if (TryClaim(i, fork)) RunChunk(i);
        for (int spins = 0; Volatile.Read(ref _pending) > 0; spins++)
            Pause(spins);

        Exception? first = null;
        for (int i = chunks - 1; i >= 0; i--)
        {
            first = _exceptions[i] ?? first;
            _exceptions[i] = null;
        }
        Volatile.Write(ref _busy, 0);
        if (first != null) ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>Each thread runs a copy: a struct may write to its fields, and a span that two threads write may be half of one and half of another.</summary>
    private static void Invoke<TKernel>(void* kernel, int firstRow, int endRow) where TKernel : IRowKernel, allows ref struct
    {
        TKernel own = Unsafe.AsRef<TKernel>(kernel);
        own.Run(firstRow, endRow);
    }

    private bool TryClaim(int chunk, int fork) => Interlocked.CompareExchange(ref _claims[chunk], fork, fork - 1) == fork - 1;

    private void RunChunk(int chunk)
    {
        try
        {
            _run(_kernel, (int)((long)_rows * chunk / _chunks), (int)((long)_rows * (chunk + 1) / _chunks));
        }
        catch (Exception exception)
        {
            _exceptions[chunk] = exception; // no lock: whoever is interrupted while it waits for one would leave the kernel's frame to the others
        }
        Interlocked.Decrement(ref _pending);
    }

    private void Work(int index)
    {
        int seen = 0, rest = 1;
        long idleSince = Environment.TickCount64, inTime = idleSince;
        for (int spins = 0; !_stopped; spins++)
        {
            int fork = Volatile.Read(ref _fork);
            if (fork != seen)
            {
                seen = fork;
                spins = 0;
                if (TryClaim(index, fork))
                {
                    if (index < 64) Interlocked.Or(ref _threadsUsed, 1L << index);
                    RunChunk(index);
                    (inTime, rest) = (Environment.TickCount64, 1);
                }
                else if (index < _chunks)
                {
                    // Too late: most likely on the caller's core, so it goes on at once, and this thread stays ready to be moved.
                    spins = SpinsBeforeYielding;
                    if (Environment.TickCount64 - inTime > LateMillisecondsBeforeParking)
                    {
                        Park(index, seen, rest);
                        (inTime, rest) = (Environment.TickCount64, Math.Min(2 * rest, LongestRest));
                    }
                }
                idleSince = Environment.TickCount64;
            }
            else if (spins > SpinsBeforeYielding && Environment.TickCount64 - idleSince > IdleMillisecondsBeforeParking)
            {
                Park(index, seen, rest: 0);
                inTime = Environment.TickCount64;
            }
            else
                Pause(spins);
        }
    }

    private void Park(int index, int seen, int rest)
    {
        _restUntil[index] = seen + rest;
        Volatile.Write(ref _parked[index], true);
        Interlocked.MemoryBarrier();
        try
        {
            if (rest > 0 || Volatile.Read(ref _fork) == seen) _wake[index].WaitOne(); // at once, if Dispose was first
        }
        catch (ThreadInterruptedException) // a kernel had interrupted its thread: it is awake, no more
        {
        }
        Volatile.Write(ref _parked[index], false);
    }

    private static void Pause(int spins)
    {
        if (spins > SpinsBeforeYielding) Thread.Yield();
        else Thread.SpinWait(1);
    }

    /// <summary>Ends the threads. Calls that come later are answered by their callers alone.</summary>
    /// <exception cref="InvalidOperationException">Called by one of the threads, from within a kernel.</exception>
    public void Dispose()
    {
        if (_threads.Contains(Thread.CurrentThread))
            throw new InvalidOperationException("A kernel can't end the threads that run it: dispose Workers where they were made.");
        _stopped = true;
        for (int i = 1; i < Count; i++) _wake[i].Set(); // never disposed: a For that has begun may still set them
        foreach (var thread in _threads) thread.Join();
    }
}

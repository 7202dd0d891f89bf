using CsCheck;

namespace ScratchNN.Tests.Training;

public sealed class WorkersTests
{
    /// <summary>In a process of its own, which an exception on a thread would end.</summary>
    [Fact]
    public void For_KernelThatInterruptsItsThread_HarmsNothing()
    {
        using var process = Child.Start("Guard", "interrupts");

        Assert.Equal("alive", process.StandardOutput.ReadToEnd().Trim());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void For_AnyRowsAndWorkers_RunsEachRowOnce()
    {
        for (int count = 1; count <= 7; count++)
        {
            using var workers = new Workers(count);
            for (int rows = 0; rows <= 50; rows++)
            {
                int[] runs = new int[rows];
                workers.For(rows, new Increments(runs));
                Assert.All(runs, run => Assert.Equal(1, run));
            }
        }
    }

    [Theory]
    [InlineData(1, 60), InlineData(2, 30), InlineData(3, 20)]
    public void For_FewerActive_SplitsRowsAmongThose(int active, int smallestRange)
    {
        using var workers = new Workers(3) { Active = active };
        int[] runs = new int[60], smallest = [int.MaxValue];

        workers.For(60, new Ranges(runs, smallest));

        Assert.All(runs, run => Assert.Equal(1, run));
        Assert.Equal(smallestRange, smallest[0]);
    }

    [Fact]
    public void For_NoRows_RunsNothing()
    {
        using var workers = new Workers(2);
        int[] smallest = [int.MaxValue];

        workers.For(0, new Ranges([], smallest));

        Assert.Equal(int.MaxValue, smallest[0]);
    }

    [Fact]
    public void For_DrawnMinimum_RunsEachRowOnceInRangesThatLarge()
    {
        using var workers = new Workers(5);
        Gen.Select(Gen.Int[0, 2000], Gen.Int[1, 600]).Sample(
            (rows, minimum) =>
            {
                int[] runs = new int[rows], smallest = [int.MaxValue];
                workers.For(rows, new Ranges(runs, smallest), minimum);
                Assert.All(runs, run => Assert.Equal(1, run));
                if (rows > 0) Assert.InRange(smallest[0], Math.Min(rows, minimum), rows);
            },
            threads: 1,
            iter: 500);
    }

    [Fact]
    public void For_WithinAFor_RunsOnItsCaller()
    {
        using var workers = new Workers(3);
        int[] runs = new int[30 * 20];
        for (int i = 1; i <= 50; i++)
        {
            workers.For(30, new Nested(workers, runs));
            Assert.All(runs, run => Assert.Equal(i, run));
        }
    }

    [Fact]
    public void For_FromSeveralThreads_RunsEachRowOnce()
    {
        using var workers = new Workers(3);
        int[][] runs = [.. Enumerable.Range(0, 4).Select(_ => new int[37])];
        Thread[] threads = [.. runs.Select(own => new Thread(() =>
        {
            for (int i = 0; i < 2000; i++) workers.For(own.Length, new Increments(own));
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.All(runs, own => Assert.All(own, run => Assert.Equal(2000, run)));
    }

    [Theory]
    [InlineData(0), InlineData(13), InlineData(29)]
    public void For_KernelThrows_ReachesTheCallerAfterAllRangesEnded(int failing)
    {
        using var workers = new Workers(4);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            int[] runs = new int[30];
            var exception = Assert.Throws<InvalidOperationException>(() => workers.For(30, new Failing(runs, failing)));
            Assert.Equal($"row {failing}", exception.Message);
            Assert.Contains(nameof(Failing), exception.StackTrace, StringComparison.Ordinal);

            int ended = runs.Sum(); // nobody works on after the exception is out
            Thread.Sleep(1);
            Assert.Equal(ended, runs.Sum());
            Assert.InRange(ended, 30 - 8, 29); // a range holds 8 rows at most

            workers.For(30, new Increments(runs = new int[30])); // the pool survives
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Fact]
    public void For_AllRangesThrow_TheFirstRowsReachTheCaller()
    {
        using var workers = new Workers(4);
        var exception = Assert.Throws<InvalidOperationException>(() => workers.For(30, new Failing(new int[30], -1)));
        Assert.Equal("row 0", exception.Message); // whoever was first
    }

    /// <summary>A kernel may be a struct that writes to its own fields: shared by threads, a span there could be half of one and half of another.</summary>
    [Theory]
    [InlineData(1), InlineData(2)]
    public void For_KernelThatWritesToItself_EachRangeHasACopy(int count)
    {
        using var workers = new Workers(count);
        int[] starts = [-1, -1];
        var kernel = new Forgetful(starts, count == 1 ? null : new CountdownEvent(2));

        workers.For(2, in kernel);

        Assert.Equal(count == 1 ? [0, -1] : [0, 1], starts);
        Assert.Equal(-1, kernel.Start);
    }

    [Fact]
    public void For_AfterDispose_RunsOnTheCaller()
    {
        var workers = new Workers(3);
        workers.Dispose();
        workers.Dispose();
        int[] threads = new int[30];
        workers.For(30, new ThreadIds(threads));
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Dispose_ByOneOfItsThreads_ThrowsRatherThanWaitingForItself()
    {
        using var workers = new Workers(2);
        InvalidOperationException? refused = null;
        for (int attempt = 0; refused == null && attempt < 1000; attempt++) // until the other thread takes its range
            try
            {
                workers.For(2, new Disposal(workers, Environment.CurrentManagedThreadId));
            }
            catch (InvalidOperationException exception)
            {
                refused = exception;
            }
        Assert.Contains("dispose Workers where they were made", refused?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_NoOtherThreads_RunsInOneRangeOnTheCaller()
    {
        int[] runs = new int[30], smallest = [int.MaxValue];
        Workers.None.For(30, new Ranges(runs, smallest));
        Assert.Equal(30, smallest[0]);
        Assert.Equal(1, Workers.None.Count);

        Workers.None.Dispose(); // shared by all: changes nothing
        Workers.None.For(30, new Increments(runs));
        Assert.All(runs, run => Assert.Equal(2, run));
    }

    [Fact]
    public void For_RangesThatWaitForEachOther_ReachOtherThreads()
    {
        using var workers = new Workers(2);
        using var barrier = new Barrier(2);
        workers.For(2, new Meeting(barrier));
        Assert.Equal(2, workers.ThreadsUsed);
    }

    [Fact]
    public void For_AfterAPause_WakesParkedThreads()
    {
        using var workers = new Workers(2);
        using var barrier = new Barrier(2);
        for (int i = 0; i < 3; i++)
        {
            Thread.Sleep(60); // parked after 20 ms
            workers.For(2, new Meeting(barrier));
        }
        Assert.Equal(3, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void Threads_WithNothingToDo_SleepAndEndWithThePool()
    {
        var threads = new Thread[2];
        using var barrier = new Barrier(2);
        var workers = new Workers(2);
        workers.For(2, new Introduction(barrier, threads));

        var other = Assert.Single(threads, thread => thread != Thread.CurrentThread);
        Assert.Equal("ScratchNN worker 1", other.Name);
        Assert.True(other.IsBackground); // a pool that was forgotten keeps no program alive
        SpinWait.SpinUntil(() => other.ThreadState.HasFlag(ThreadState.WaitSleepJoin)); // after 20 ms; one that never sleeps hangs here

        workers.Dispose();
        Assert.False(other.IsAlive);
    }

    [Fact]
    public void For_AllocatesNothing()
    {
        using var workers = new Workers(3);
        int[] runs = new int[100];
        Assert.Equal(0, Allocations.Of(() => workers.For(100, new Increments(runs))));
    }

    [Fact]
    public void For_WhileCollectionsMoveTheArrays_KeepsItsSpansValid()
    {
        const int Forks = 3000, Collections = 100, Rows = 2048;
        using var workers = new Workers(3);
        int begun = 0, collections = 0;
        bool stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                // One collection for a fork at most: a thread that does nothing else can keep all others from getting on for minutes.
                int seen = Volatile.Read(ref begun);
                SpinWait.SpinUntil(() => Volatile.Read(ref begun) != seen || Volatile.Read(ref stop));
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                Interlocked.Increment(ref collections);
            }
        });
        collector.Start();
        try
        {
            for (int i = 0; i < Forks || Volatile.Read(ref collections) < Collections; i++)
            {
                byte[] gap = new byte[(i * 37 % 512) + 1]; // leaves a hole, so that what comes next moves
                int[] source = new int[Rows], destination = new int[Rows];
                Array.Fill(source, i);
                Interlocked.Increment(ref begun);
                workers.For(Rows, new Copies(source, destination));
                Assert.True(destination.AsSpan().SequenceEqual(source), $"fork {i}");
                GC.KeepAlive(gap);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(1025)]
    public void Constructor_CountOutOfRange_ThrowsAndNamesIt(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Workers(value));

    private readonly ref struct Increments(Span<int> runs) : IRowKernel
    {
        private readonly Span<int> _runs = runs;

        public void Run(int firstRow, int endRow)
        {
            foreach (ref int run in _runs[firstRow..endRow]) Interlocked.Increment(ref run);
        }
    }

    private readonly ref struct Ranges(Span<int> runs, Span<int> smallest) : IRowKernel
    {
        private readonly Span<int> _runs = runs, _smallest = smallest;

        public void Run(int firstRow, int endRow)
        {
            foreach (ref int run in _runs[firstRow..endRow]) Interlocked.Increment(ref run);
            int size = endRow - firstRow, seen;
            while ((seen = Volatile.Read(ref _smallest[0])) > size && Interlocked.CompareExchange(ref _smallest[0], size, seen) != seen)
            {
            }
        }
    }

    private readonly struct Nested(Workers workers, int[] runs) : IRowKernel
    {
        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
                workers.For(20, new Increments(runs.AsSpan(row * 20, 20)));
        }
    }

    private readonly struct Failing(int[] runs, int failing) : IRowKernel
    {
        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                if (row == failing || failing < 0) throw new InvalidOperationException($"row {row}");
                Interlocked.Increment(ref runs[row]);
            }
        }
    }

    private readonly struct ThreadIds(int[] threads) : IRowKernel
    {
        public void Run(int firstRow, int endRow) => threads.AsSpan(firstRow..endRow).Fill(Environment.CurrentManagedThreadId);
    }

    private readonly struct Meeting(Barrier barrier) : IRowKernel
    {
        public void Run(int firstRow, int endRow) => barrier.SignalAndWait();
    }

    private readonly struct Introduction(Barrier barrier, Thread[] threads) : IRowKernel
    {
        public void Run(int firstRow, int endRow)
        {
            threads[firstRow] = Thread.CurrentThread;
            barrier.SignalAndWait();
        }
    }

    private readonly ref struct Copies(ReadOnlySpan<int> source, Span<int> destination) : IRowKernel
    {
        private readonly ReadOnlySpan<int> _source = source;
        private readonly Span<int> _destination = destination;

        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
                _destination[row] = _source[row];
        }
    }

    private readonly struct Disposal(Workers workers, int caller) : IRowKernel
    {
        public void Run(int firstRow, int endRow)
        {
            if (Environment.CurrentManagedThreadId == caller) Thread.Sleep(1);
            else workers.Dispose();
        }
    }

    /// <summary>Notes in a field of its own where its range starts, and believes it once the other range has done so too, if that comes in time.</summary>
    private struct Forgetful(int[] starts, CountdownEvent? all) : IRowKernel
    {
        public int Start { get; private set; } = -1;

        public void Run(int firstRow, int endRow)
        {
            Start = firstRow;
            if (all is { IsSet: false }) all.Signal();
            all?.Wait(TimeSpan.FromSeconds(1));
            starts[firstRow] = Start;
        }
    }
}

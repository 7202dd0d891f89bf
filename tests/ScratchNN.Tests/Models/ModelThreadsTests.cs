using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ScratchNN.Tests;

public class ModelThreadsTests
{
    private const int Rows = 5000;
    private static readonly Samples _x = new(Draw.Normal(Rows * 40, 3), 40);

    [Fact]
    public void Predict_AnyNumberOfThreads_HasTheSameBits()
    {
        var model = NewModel(new ReLU());
        model.Threads = 1;
        uint[] expected = Bits.Of(model.Predict(_x));
        float[][] jagged = [.. Enumerable.Range(0, Rows).Select(row => _x[row].ToArray())];
        var data = new OnDemand(Dataset.From(_x, new int[Rows]));

        foreach (int threads in (int[])[2, 3, 7])
        {
            model.Threads = threads;
            Assert.Equal(threads, model.Threads);
            Assert.Equal(expected, Bits.Of(model.Predict(_x)));
            Assert.Equal(expected, Bits.Of(model.Predict(jagged)));
            Assert.Equal(expected, Bits.Of(model.Predict(data)));
            Assert.Equal(threads, model.Clone().Threads);
        }
    }

    [Fact]
    public void Predict_ManyRows_SharesThemOut()
    {
        var seen = new Witness();
        var model = NewModel(seen);
        model.Threads = 4;

        model.Predict(_x);
        Assert.True(seen.Calls.Count >= 4, $"{seen.Calls.Count} calls");
        Assert.Equal(Rows, seen.Calls.Sum(call => call.Rows));

        seen.Calls.Clear();
        model.Predict(Enumerable.Repeat(1f, Rows * 40).ToArray(), new float[Rows * 10]);
        Assert.True(seen.Calls.Count >= 4, $"{seen.Calls.Count} calls");

        seen.Calls.Clear();
        model.PredictOne(_x[0]);
        model.PredictClasses(new Samples(_x[0].ToArray(), 40));
        Assert.All(seen.Calls, call => Assert.Equal(Environment.CurrentManagedThreadId, call.Thread));
    }

    /// <summary>One row through a layer of four million weights is work for two; through a small one it is not.</summary>
    [Theory]
    [InlineData(2100, 3), InlineData(64, 1)]
    public void PredictOne_LargeLayer_IsSharedOut(int units, int threads)
    {
        var seen = new Witness();
        var model = new Sequential(seen, new Dense(units), new Dense(3)) { Threads = 3 };
        model.Build(2048);
        float[] x = Draw.Normal(2048, 3), y = new float[3];

        float[] one = model.PredictOne(x);
        model.Predict(x, y);

        Assert.All(seen.Calls, call => Assert.Equal(threads, call.Workers));
        Assert.Equal(2, seen.Calls.Count);
        model.Threads = 1;
        Assert.Equal(Bits.Of(model.PredictOne(x)), Bits.Of(one));
        Assert.Equal(Bits.Of(one), Bits.Of(y));
    }

    [Fact]
    public void Predict_SeveralCallersAtOnce_HaveTheSameBits()
    {
        var model = NewModel(new ReLU());
        model.Threads = 3;
        uint[] expected = Bits.Of(model.Predict(_x));

        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Equal(expected, Bits.Of(model.Predict(_x))));
    }

    [Fact]
    public void Predict_BadRowsInSeveralParts_NamesTheFirst()
    {
        var model = NewModel(new ReLU());
        model.Threads = 4;
        float[] x = Draw.Normal(Rows * 40, 3);
        x[(4900 * 40) + 7] = x[(2000 * 40) + 3] = float.NaN;

        Assert.StartsWith("x holds NaN in row 2000, column 3:", Assert.Throws<ArgumentException>(() => model.Predict(new Samples(x, 40))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(1025)]
    public void Threads_OutsideTheRange_Throw(int threads)
    {
        var model = NewModel(new ReLU());
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Threads = threads);
        Assert.InRange(model.Threads, 1, 1024);
    }

    /// <summary>Threads that idle would keep a model alive, or be left over, if nobody ended them.</summary>
    [Fact]
    public void Threads_OfAModelThatIsGone_End()
    {
        var seen = new Witness { KeepsThreads = true };
        PredictAndForget(seen);

        Assert.NotEmpty(seen.Threads);
        for (int time = 0; time < 100 && seen.Threads.Any(thread => thread.IsAlive && thread != Thread.CurrentThread); time++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }
        Assert.DoesNotContain(seen.Threads, thread => thread.IsAlive && thread != Thread.CurrentThread);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PredictAndForget(Witness seen)
    {
        var model = NewModel(seen);
        model.Threads = 4;
        for (int time = 0; time < 20; time++) model.Predict(_x);
    }

    private static Sequential NewModel(Layer between)
    {
        var model = new Sequential(new Dense(40, 64), between, new Dense(10));
        model.Build(40);
        return model;
    }

    /// <summary>The identity, which notes who calls.</summary>
    private sealed class Witness : Layer
    {
        public ConcurrentBag<(int Thread, int Rows, int Workers)> Calls { get; } = [];

        public ConcurrentBag<Thread> Threads { get; } = [];

        public bool KeepsThreads { get; init; }

        public override void Forward(in ForwardPass pass)
        {
            Calls.Add((Environment.CurrentManagedThreadId, pass.BatchSize, pass.Workers.Count));
            if (KeepsThreads) Threads.Add(Thread.CurrentThread);
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }
}

using System.Diagnostics;
using System.Globalization;
using ScratchNN;

namespace MnistMpi;

/// <summary>Measures the constants of the cost model, and what it says beside what is true.</summary>
internal sealed class CostTrial(Collective mpi, Func<Model> make, ScratchNN.Samples x, int[] y, TextWriter output)
{
    private const int Steps = 200, Rounds = 3, Exchanges = 300;

    /// <summary>One rank of one thread, then all of one thread each, in turns.</summary>
    public void Run(int batch)
    {
        if (mpi.Size == 1) throw new ArgumentException("--cost compares one rank with several: start it under mpirun -n 2.");
        double alone = double.MaxValue, half = double.MaxValue, together = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            if (mpi.Rank == 0) (alone, half) = (Math.Min(alone, StepTime(Collective.None, batch)), Math.Min(half, StepTime(Collective.None, batch / 2)));
            Meet();
            together = Math.Min(together, StepTime(mpi, batch));
            Meet();
        }
        int floats = Floats();
        double small = ExchangeTime(16 * mpi.Size), whole = ExchangeTime(floats);
        if (mpi.Rank != 0) return;
        double sample = (alone - half) / (batch - (batch / 2)), update = alone - (sample * batch), predicted = update + (sample * batch / mpi.Size) + whole;
        var model = new CostModel(update, sample, batch, floats)
        {
            Latency = small / (2 * (mpi.Size - 1)),
            Byte = (whole - small) / (8.0 * floats * (mpi.Size - 1) / mpi.Size),
            Added = 0, // is in what was measured
        };
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"batch {batch}, {floats} floats exchanged: u {update:0} µs, c {sample:0.00} µs a sample; exchange of {mpi.Size} ranks {whole:0} µs, "
                    + $"{small:0.0} µs of a few floats"));
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"one rank {alone:0} µs a step, {mpi.Size} ranks {together:0} µs: {alone / together:0.00} times as fast; the model says {predicted:0} µs, "
                    + $"{predicted / together:0.00} of what is true"));
        output.WriteLine(FormattableString.Invariant($"a {model.Latency:0.00} µs, b {model.Byte * 1e6:0.0} ns a kB ({1e-3 / model.Byte:0.0} GB/s)"));
        foreach (var (name, network) in ((string, CostModel)[])[
            ("this machine", model),
            ("10 Gbit Ethernet: 25 µs, 1.1 GB/s", model with { Latency = 25, Byte = 1 / 1100.0, Added = 1e-4 }),
            ("InfiniBand: 2 µs, 12 GB/s", model with { Latency = 2, Byte = 1 / 12000.0, Added = 1e-4 })])
        {
            output.WriteLine($"\n{name}\n");
            foreach (string line in network.Table()) output.WriteLine(line);
        }
    }

    /// <summary>Microseconds of a step: the median.</summary>
    private double StepTime(Collective ranks, int batch)
    {
        var clock = new StepClock(Steps);
        new Trainer(make(),
            new()
            {
                Collective = ranks, Epochs = 100, BatchSize = batch, MicroBatchSize = batch / mpi.Size, Optimizer = new Adam(0.001), Threads = 1,
                Checks = [], Callbacks = [clock]
            }).Fit(x, y);
        return clock.MillisecondsPerStep * 1000;
    }

    /// <summary>Microseconds of a sum of so many floats: the median.</summary>
    private double ExchangeTime(int floats)
    {
        float[] part = new float[floats], sum = new float[floats];
        var times = new List<double>();
        for (int i = 0; i < Exchanges; i++)
        {
            long started = Stopwatch.GetTimestamp();
            mpi.Sum(part, sum);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private void Meet() => mpi.Sum([0], new float[1]);

    /// <summary>The floats of a gradient, and of what goes with it.</summary>
    private int Floats()
    {
        const int OfAMicroBatch = 20, Besides = 4 + 20; // results, signals and counts of ten classes
        var model = make();
        model.Build(x.Shape);
        return model.Parameters.Length + (OfAMicroBatch * mpi.Size) + Besides;
    }
}

using System.Diagnostics;
using System.Globalization;
using ScratchNN.Files;
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>Trains on records that memory could not hold, and on a gigabyte of them that it can, beside the same rows in memory.</summary>
internal static class RecordsTrial
{
    private const int Features = 784, MostMegabytes = 500;
    private const double FewestOfMemory = 0.9;
    private static readonly RecordLayout _layout = new() { Input = Features };

    /// <returns>0 if memory and speed are as promised.</returns>
    public static int Run(int gigabytes, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("scratchnn-records-").FullName;
        try
        {
            bool isSmall = TrainLarge(Path.Combine(folder, "large.rec"), gigabytes, output);
            return TrainCached(Path.Combine(folder, "cached.rec"), output) && isSmall ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An epoch over a file with a hole in it, which reads as zeros: as many bytes as of a whole file go by.</summary>
    private static bool TrainLarge(string path, int gigabytes, TextWriter output)
    {
        const int RecordBytes = (Features * sizeof(float)) + sizeof(int);
        long rows = (long)gigabytes * 1_000_000_000 / RecordBytes;
        using (var file = File.Create(path)) file.SetLength(rows * RecordBytes);
        using var records = RecordFile.Open(path, _layout);
        var started = Stopwatch.StartNew();
        new Trainer(Model(), Options(Shuffle.Blocks(4096))).Fit(records.ReadAhead());
        double seconds = started.Elapsed.TotalSeconds;
        long peak = long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        output.WriteLine(
            $"{gigabytes} GB, {rows} records: {seconds:0.0} s an epoch, {rows / seconds:0} a second, peak resident {peak} MB ({MostMegabytes} at most)");
        return peak <= MostMegabytes;
    }

    private static bool TrainCached(string path, TextWriter output)
    {
        const int Rows = 1_000_000_000 / (Features * sizeof(float));
        float[] x = new float[Rows * Features];
        int[] y = new int[Rows];
        var random = new RandomStream(1, 0);
        for (int row = 0; row < Rows; row++)
        {
            y[row] = row % 10;
            var sample = x.AsSpan(row * Features, Features);
            for (int i = 0; i < Features; i += 4) sample[i] = random.NextSingle() + (i / 80 == y[row] ? 0.5f : 0);
        }
        var memory = Dataset.From(new Samples(x, Features), y);
        RecordFile.Write(path, memory, _layout);
        using var records = RecordFile.Open(path, _layout);
        var shuffle = Shuffle.Blocks(4096);
        bool isFast = true;
        foreach (int threads in (int[])[.. new[] { Environment.ProcessorCount - 1, Environment.ProcessorCount }.Where(count => count > 0)])
        {
            double best = 0, bestInMemory = 0;
            for (int round = 0; round < 3; round++) // in turns: the machine may slow down meanwhile
            {
                bestInMemory = Math.Max(bestInMemory, Speed(memory, shuffle, threads));
                best = Math.Max(best, Speed(records.ReadAhead(), shuffle, threads));
            }
            bool hasCore = threads < Environment.ProcessorCount; // left to copy out of the system's cache
            string bound = hasCore ? $" ({FewestOfMemory} at least)" : "";
            output.WriteLine(
                $"1 GB, cached, {threads} of {Environment.ProcessorCount} cores train: {best:0} records a second, {bestInMemory:0} in memory: "
                    + $"{best / bestInMemory:0.00}{bound}");
            isFast &= !hasCore || best >= FewestOfMemory * bestInMemory;
        }
        return isFast;
    }

    private static double Speed(IDataset data, Shuffle shuffle, int threads) =>
        new Trainer(Model(), Options(shuffle) with { Threads = threads }).Fit(data).Epochs[0].SamplesPerSecond;

    private static Sequential Model() => new(new Dense(128), new ReLU(), new Dense(10));

    private static TrainerOptions Options(Shuffle shuffle) => new() { Epochs = 1, BatchSize = 128, Shuffle = shuffle, Checks = [] };
}

using System.Diagnostics;
using System.Globalization;
using nietras.SeparatedValues;
using ScratchNN.Numerics;
using ScratchNN.Tables;

namespace ScratchNN.Benchmarks;

/// <summary>Reads a file of numbers in turns: into a table, and by Sep alone, which parses each field to a float and keeps none.</summary>
internal sealed class CsvRun(int megabytes)
{
    private const int Columns = 20, Turns = 3;
    private const double BytesPerCell = 12, BytesBesides = 100e6; // promised

    public void Run(TextWriter output)
    {
        string path = Path.Combine(Path.GetTempPath(), $"scratchnn-numbers-{megabytes}.csv");
        try
        {
            long rows = Write(path, megabytes * 1_000_000L);
            long before = Peak(); // before any table
            List<double> ours = [], theirs = [];
            for (int turn = 0; turn < Turns; turn++)
            {
                ours.Add(Seconds(() => Table.ReadCsv(path)));
                theirs.Add(Seconds(() => Parse(path)));
            }
            long peak = Peak() - before;
            double cells = (double)rows * Columns, bytes = new FileInfo(path).Length;
            var table = new MarkdownTable(output, firstWidth: 34, "file", "Sep alone", "Table.ReadCsv", "ratio");
            table.Add($"{bytes / 1e6:0} MB, {rows} × {Columns}", $"{bytes / 1e6 / theirs.Min():0} MB/s", $"{bytes / 1e6 / ours.Min():0} MB/s",
                $"{theirs.Min() / ours.Min():0.00}");
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"\nPeak of the process, less what it was before: {peak / 1e6:0} MB, {peak / cells:0.0} bytes a cell; "
                        + $"promised {((BytesPerCell * cells) + BytesBesides) / 1e6:0} MB."));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Seconds<T>(Func<T> work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        GC.KeepAlive(work());
        return clock.Elapsed.TotalSeconds;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static float Parse(string path)
    {
        float sum = 0;
        using var reader = Sep.New(',').Reader(options => options with { HasHeader = true }).FromFile(path);
        foreach (var row in reader)
            for (int i = 0; i < Columns; i++) sum += row[i].Parse<float>();
        return sum;
    }

    private static long Write(string path, long bytes)
    {
        using var file = new StreamWriter(path);
        file.Write(string.Join(',', Enumerable.Range(1, Columns).Select(i => $"column{i}")) + "\n");
        var random = new RandomStream(1, 0);
        float[] values = new float[Columns];
        char[] digits = new char[32];
        long rows = 0;
        for (; file.BaseStream.Position < bytes; rows++)
        {
            random.FillNormal(values, 100);
            for (int i = 0; i < Columns; i++)
            {
                values[i].TryFormat(digits, out int length, i % 4 == 0 ? "0" : "0.#####", CultureInfo.InvariantCulture);
                file.Write(digits, 0, length);
                file.Write(i == Columns - 1 ? '\n' : ',');
            }
        }
        return rows;
    }
}

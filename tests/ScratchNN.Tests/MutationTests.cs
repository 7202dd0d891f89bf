using System.Buffers.Binary;
using System.Text;
using CsCheck;
using ScratchNN.Tests.Data;
using ScratchNN.Tests.Serialization;

namespace ScratchNN.Tests;

/// <summary>
/// Damaged files of every format: each gives a result or InvalidDataException, and costs little. By default a second for each;
/// SCRATCHNN_FUZZ_SECONDS=60 says otherwise.
/// </summary>
public class MutationTests
{
    private static readonly int _seconds = int.TryParse(Environment.GetEnvironmentVariable("SCRATCHNN_FUZZ_SECONDS"), out int seconds) ? seconds : 1;

    // 0, 1, 2, 2⁷, 2⁸, 2¹⁵, … and their neighbours
    private static readonly ulong[] _edges =
        [.. ((int[])[0, 1, 7, 8, 15, 16, 31, 32, 62, 63]).SelectMany(bit => (ulong[])[(1ul << bit) - 1, 1ul << bit, (1ul << bit) + 1]), 100_000_000, ulong.MaxValue - 1, ulong.MaxValue];

    public static TheoryData<string> Formats => ["model", "weights", "checkpoint", "npy", "csv", "labels", "idx", "idx.gz"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_MutatedFile_GivesAResultOrInvalidData(string format)
    {
        var (file, other, read) = Reader(format);
        read(new MemoryStream(file)); // whole it is fine
        var mutation = Gen.Select(Gen.Int[0, 6], Gen.Int[0, file.Length], Gen.Int[0, file.Length], Gen.Int[0, _edges.Length - 1], Gen.Byte);
        mutation.Array[1, 4].Sample(
            mutations =>
            {
                byte[] damaged = [.. file];
                foreach (var (kind, at, to, edge, value) in mutations) damaged = Mutate(damaged, other, kind, at, to, _edges[edge], value);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    read(new MemoryStream(damaged));
                }
                catch (InvalidDataException)
                {
                }
                return GC.GetAllocatedBytesForCurrentThread() - before < Hostile.MaximumAllocation;
            },
            time: _seconds, threads: 1, print: mutations => string.Join("; ", mutations));
    }

    private static byte[] Mutate(byte[] file, byte[] other, int kind, int at, int to, ulong edge, byte value)
    {
        if (file.Length == 0) return file;
        (at, to) = (Math.Min(at, file.Length - 1), Math.Min(to, file.Length - 1));
        switch (kind)
        {
            case 0: file[at] ^= value; return file;
            case 1: file[at] ^= (byte)(1 << (value & 7)); return file;
            case 2: return file[..at];
            case 3: return [.. file[..at], .. file[to..]]; // a piece moved or taken out
            case 4: return [.. file[..at], .. other[Math.Min(to, other.Length - 1)..]]; // the end of another file
            case 5: return Number(file, at, edge);
            default:
                byte[] bytes = new byte[8];
                if ((value & 1) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes, edge);
                else BinaryPrimitives.WriteUInt64BigEndian(bytes, edge << (64 - (8 * Width(value))));
                bytes.AsSpan(0, Math.Min(Width(value), file.Length - at)).CopyTo(file.AsSpan((value & 8) == 0 ? Math.Min(8, file.Length - Math.Min(Width(value), file.Length)) : at));
                return file;
        }

        static int Width(byte value) => 1 << (value >> 1 & 3);
    }

    /// <summary>Puts a number in the place of the next one in the text.</summary>
    private static byte[] Number(byte[] file, int at, ulong number)
    {
        int begin = at;
        while (begin < file.Length && !char.IsAsciiDigit((char)file[begin])) begin++;
        int end = begin;
        while (end < file.Length && char.IsAsciiDigit((char)file[end])) end++;
        return [.. file[..begin], .. Encoding.ASCII.GetBytes($"{number}"), .. file[end..]];
    }

    private static (byte[] File, byte[] Other, Action<Stream> Read) Reader(string format)
    {
        byte[] bytes = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))];
        switch (format)
        {
            case "model": return (Model(5), Model(6), file => Sequential.FromFile(file));
            case "weights":
                var model = new Sequential(new Dense(5, 3), new Block(new ReLU(), new Dense(3, 2)));
                return (Model(5), Model(6), model.Load);
            case "checkpoint": return (Checkpoint(new Adam()), Checkpoint(new Sgd()), file => Resume(file));
            case "npy": return (NpyTests.Make(NpyTests.Dict("<f4", "(5, 3)"), 1, bytes), NpyTests.Make(NpyTests.Dict("|u1", "(60,)"), 2, bytes), file => Npy.Read<float>(file));
            case "csv": return ("1,2.5,-3e2\r\n\"4\",5,6\r\n7,8,9\n"u8.ToArray(), "a;b\n1;2\n"u8.ToArray(), file => Csv.Read(file));
            case "labels": return ("1,2.5,1\r\n\"4\",5,6\r\n7,8,9\n"u8.ToArray(), "a;b\n1;2\n"u8.ToArray(), file => Csv.ReadDataset(file, ^1));
            case "idx": return (IdxFile.Make(0x0D, [5, 3], bytes), IdxFile.Make(0x08, [60], bytes), file => Idx.Read<float>(file));
            default: return (IdxFile.Gzip(IdxFile.Make(0x0D, [5, 3], bytes)), IdxFile.Gzip(IdxFile.Make(0x08, [60], bytes)), file => Idx.Read<float>(file));
        }
    }

    private static byte[] Model(int inputs)
    {
        var model = new Sequential(new Dense(inputs, 3), new Block(new ReLU(), new Dense(3, 2)));
        model.Build(inputs);
        return SafeTensorsFile.Save(model);
    }

    private static byte[] Checkpoint(Optimizer optimizer)
    {
        var trainer = new Trainer(Blobs.Model(3), new() { Epochs = 2, Optimizer = optimizer });
        var (x, y) = Blobs.Make();
        trainer.Fit(x, y);
        var file = new MemoryStream();
        trainer.Save(file);
        return file.ToArray();
    }

    private static void Resume(Stream file)
    {
        try
        {
            Trainer.Resume(file);
        }
        catch (ArgumentException exception) when (exception.ParamName == "options") // a checkpoint of other options is no damaged file
        {
        }
    }
}

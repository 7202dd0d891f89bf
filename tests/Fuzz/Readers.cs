using System.IO.Compression;

namespace ScratchNN.Tests;

/// <summary>
/// The readers of files, and what each owes to any bytes: a result or <see cref="InvalidDataException"/>, and memory for the bytes that are there.
/// </summary>
internal static class Readers
{
    private const int AllocationPerByte = 50; // a value takes 8 times its byte at most; 6 times that at once if it is compressed, 4 times while the array grows
    private const int Allocation = 1_000_000; // of a reader of nothing

    private static readonly TrainerOptions _options = new() { Seed = 5, BatchSize = 100, ValidationSplit = 0.25f }; // those of the seeds

    /// <summary>By name, which is also that of a folder in Seeds.</summary>
    public static IReadOnlyDictionary<string, Action<MemoryStream>> All { get; } = new Dictionary<string, Action<MemoryStream>>
    {
        ["model"] = ReadModel,
        ["checkpoint"] = ReadCheckpoint,
        ["npy"] = file => Npy.Read<double>(file),
        ["csv"] = file => Tables.Table.ReadCsv(file),
        ["idx"] = file => Idx.Read<double>(file),
        ["idx.gz"] = file => Idx.Read<double>(file),
    };

    /// <summary>Whether the reader takes the file. Throws what it must not throw, and if it allocates too much.</summary>
    public static bool Takes(string reader, byte[] file)
    {
        long limit = Allocation + (AllocationPerByte * Length(file)), before = GC.GetAllocatedBytesForCurrentThread();
        bool isTaken = true;
        try
        {
            All[reader](new MemoryStream(file));
        }
        catch (InvalidDataException)
        {
            isTaken = false;
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= limit ? isTaken
            : throw new InvalidOperationException($"{file.Length} bytes made the reader of {reader} allocate {allocated}: at most {limit} are expected.");
    }

    /// <summary>A file with its architecture, else weights for a model.</summary>
    private static void ReadModel(MemoryStream file)
    {
        try
        {
            Model.Load(file);
        }
        catch (InvalidDataException)
        {
            file.Position = 0;
            new Sequential(new Dense(5, 3), new Block(new ReLU(), new Dense(3, 2))).LoadWeights(file);
        }
    }

    private static void ReadCheckpoint(MemoryStream file)
    {
        try
        {
            Trainer.Resume(file, _options);
        }
        catch (ArgumentException exception) when (exception.ParamName == "options") // a checkpoint of other options is not a damaged file
        {
        }
    }

    /// <summary>The bytes that are there, once they are decompressed.</summary>
    private static long Length(byte[] file)
    {
        if (file is not [0x1F, 0x8B, ..]) return file.Length;
        byte[] piece = new byte[1 << 12];
        long length = file.Length;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            while (gzip.Read(piece) is var read and > 0) length += read;
        }
        catch (InvalidDataException)
        {
        }
        return length;
    }
}

namespace ScratchNN.Tests;

/// <summary>What every reader owes a hostile file: InvalidDataException, and less than a megabyte.</summary>
internal static class Hostile
{
    public const long MaximumAllocation = 1_000_000;

    /// <summary>Reads the bytes as a file and as a network would give them; returns what was said.</summary>
    public static string Refused(byte[] file, Action<Stream> read)
    {
        string message = Refused(() => read(new MemoryStream(file)));
        Refused(() => read(new Unseekable(file)));
        return message;
    }

    private static string Refused(Action read)
    {
        Assert.Throws<InvalidDataException>(read); // the first call compiles
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumAllocation);
        return Assert.IsType<InvalidDataException>(exception).Message;
    }
}

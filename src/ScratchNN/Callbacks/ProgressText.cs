using System.Globalization;

namespace ScratchNN;

/// <summary>The state of a Fit in the characters of one line: <c>epoch 3/10 [####------] loss 0.1234 accuracy 0.9571 12345 samples/s ETA 0:12</c>.</summary>
internal readonly record struct ProgressText
{
    private const int ShortestBar = 10, LongestBar = 40;

    public required int Epoch { get; init; }
    public required int LastEpoch { get; init; }

    /// <summary>Of the epoch, 0 to 1.</summary>
    public required double Share { get; init; }

    public required double Loss { get; init; }
    public double? Accuracy { get; init; }
    public required double SamplesPerSecond { get; init; }

    /// <summary>Until the end of the Fit; null while nothing is known.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Writes what fits, the most important first, without allocating. Returns the number of characters.</summary>
    public int Format(Span<char> line)
    {
        Span<char> tail = stackalloc char[160];
        for (int missing = 0; missing <= 4; missing++)
        {
            if (!line.TryWrite(CultureInfo.InvariantCulture, $"epoch {Epoch}/{LastEpoch}", out int length)) break;
            int end = FormatTail(tail, missing), room = line.Length - length - end;
            bool hasBar = missing < 3;
            if (room < (hasBar ? ShortestBar + 3 : 0)) continue;
            if (hasBar) length += FormatBar(line[length..], Math.Min(LongestBar, room - 3));
            tail[..end].CopyTo(line[length..]);
            return length + end;
        }
        return line.TryWrite(CultureInfo.InvariantCulture, $"{Share:0 %}", out int last) ? last : 0;
    }

    private int FormatTail(Span<char> tail, int missing)
    {
        int length = 0;
        if (missing >= 3) length += Write(tail, $" {Share:0 %}");
        double loss = Loss;
        if (missing < 4) length += NumberFormat.Rounded(ref loss) ? Write(tail[length..], $" loss {loss:#,0}") : Write(tail[length..], $" loss {loss:G4}");
        if (missing < 2 && Accuracy is { } accuracy) length += Write(tail[length..], $" accuracy {accuracy:0.0000}");
        if (missing < 1) length += Write(tail[length..], $" {SamplesPerSecond:0} samples/s");
        if (Left is not { } left) return length;
        return length
            + (left.TotalHours >= 1 ? Write(tail[length..], $" ETA {(long)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}")
                : Write(tail[length..], $" ETA {left.Minutes}:{left.Seconds:00}"));
    }

    private int FormatBar(Span<char> line, int width)
    {
        int done = (int)(Share * width);
        " [".CopyTo(line);
        line.Slice(2, done).Fill('#');
        line.Slice(2 + done, width - done).Fill('-');
        line[2 + width] = ']';
        return width + 3;
    }

    private static int Write(Span<char> to,
        [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument(nameof(to))] MemoryExtensions.TryWriteInterpolatedStringHandler text) =>
            to.TryWrite(ref text, out int written) ? written : 0;
}

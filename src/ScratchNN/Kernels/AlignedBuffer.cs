using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>
/// Floats, zero at first, that begin at a cache line. Elsewhere every store of 64 bytes falls into two lines, which costs much where another core has just read
/// them: an Adam step of two threads took 85 µs so, 33 from a line on.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int LineBytes = 64;
    private readonly float[] _floats; // pinned: it must not move off its line
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        _floats = GC.AllocateArray<float>(MostFor(length), pinned: true);
        Length = length;
        _start = length == 0 ? 0 : StartOf(ref _floats[0]);
    }

    /// <summary>The floats of a cache line.</summary>
    public const int LineFloats = LineBytes / sizeof(float);

    /// <summary>The most floats of a buffer: what an array holds, but for those before the line.</summary>
    public static int MaxLength => Array.MaxLength - (LineFloats - 1);

    public int Length { get; }

    public Span<float> Span => _floats.AsSpan(_start, Length);

    public Memory<float> Memory => _floats.AsMemory(_start, Length);

    /// <summary>The next multiple of <see cref="LineFloats"/>: where another vector may begin.</summary>
    public static int RoundUp(int length) => checked(length + LineFloats - 1) & -LineFloats;

    /// <summary>How many floats to rent for so many that begin at a line.</summary>
    public static int MostFor(int length) => length == 0 ? 0 : checked(length + LineFloats - 1);

    /// <summary>What begins at a line, of floats that are not pinned: if they are moved meanwhile, that costs time, no more.</summary>
    public static Span<float> Within(Span<float> floats) => floats.IsEmpty ? floats : floats[StartOf(ref floats[0])..];

    private static unsafe int StartOf(ref float first) => (int)(-(nint)Unsafe.AsPointer(ref first) & (LineBytes - 1)) / sizeof(float);
}

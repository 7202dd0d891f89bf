using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class AlignedBufferTests
{
    private const int LineBytes = 64;

    [Theory]
    [InlineData(1), InlineData(16), InlineData(17), InlineData(1000)]
    public void Within_AnyStart_BeginsAtALineAndHoldsWhatWasRentedFor(int length)
    {
        float[] rented = GC.AllocateArray<float>(AlignedBuffer.MostFor(length) + 15, pinned: true);
        for (int start = 0; start < 16; start++)
        {
            var within = AlignedBuffer.Within(rented.AsSpan(start, AlignedBuffer.MostFor(length)));
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref within[0]) % LineBytes);
            Assert.InRange(within.Length, length, int.MaxValue);
        }
    }

    [Fact]
    public void Within_Nothing_IsNothing()
    {
        Assert.Equal(0, AlignedBuffer.MostFor(0));
        Assert.True(AlignedBuffer.Within([]).IsEmpty);
        Assert.Equal(0, new AlignedBuffer(0).Span.Length);
    }
}

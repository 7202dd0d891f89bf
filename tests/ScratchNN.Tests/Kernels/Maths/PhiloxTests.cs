using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class PhiloxTests
{
    // the known answers that Random123 publishes for philox4x32-10
    [Theory]
    [InlineData(0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Block_KnownCounterAndKey_GivesTheKnownAnswer(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Fill_AnyLengthAndBlock_GivesTheNumbersOfTheStream()
    {
        const ulong Seed = 0x123456789ABCDEF0, Stream = 0xFEDCBA9876543210;
        for (int length = 0; length <= 70; length++)
            foreach (ulong first in (ulong[])[0, 3, uint.MaxValue - 1ul])
            {
                uint[] words = new uint[length + 1];
                words[^1] = 7;
                Philox.Fill(words.AsSpan(0, length), Seed, Stream, first);

                for (int i = 0; i < length; i++) Assert.Equal(Word(Seed, Stream, (4 * first) + (ulong)i), words[i]);
                Assert.Equal(7u, words[^1]);
            }
    }

    [Fact]
    public void FillUniform_IsNextSingle()
    {
        float[] u = new float[101];
        Philox.FillUniform(u, 5, 6);
        var random = new RandomStream(5, 6);

        Bits.AssertEqual([.. u.Select(_ => random.NextSingle())], u);
    }

    private static uint Word(ulong seed, ulong stream, ulong i)
    {
        ulong block = i / 4;
        var (x0, x1, x2, x3) = Philox.Block((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32), (uint)seed, (uint)(seed >> 32));
        return (i % 4) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    [Fact]
    public void Mix_SeedsAndIndexes_AllDiffer()
    {
        var mixed = from seed in Enumerable.Range(0, 100) from index in Enumerable.Range(0, 100) select Philox.Mix((ulong)seed, (ulong)index);
        Assert.Equal(10_000, mixed.Distinct().Count());
    }

    [Fact]
    public void Mix_HighBits_Count()
    {
        Assert.NotEqual(Philox.Mix(1, 0), Philox.Mix(1 | (1ul << 40), 0));
        Assert.NotEqual(Philox.Mix(1, 1), Philox.Mix(1, 1 | (1ul << 40)));
    }
}

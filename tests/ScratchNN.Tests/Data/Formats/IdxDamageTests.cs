using CsCheck;

namespace ScratchNN.Tests.Data;

/// <summary>Hostile files: each is refused with a word on what is wrong, and none costs more memory than it has bytes.</summary>
public class IdxDamageTests
{
    private const int Values = 1200;

    private static readonly byte[] _whole = IdxFile.Make(0x08, [30, 40], [.. Enumerable.Range(0, Values).Select(i => (byte)(i * i >> 4))]);
    private static readonly byte[] _gzip = IdxFile.Gzip(_whole);

    [Fact]
    public void Read_CutAnywhere_Throws()
    {
        for (int length = 0; length < _whole.Length; length++) Refused(_whole[..length]);
        for (int length = 0; length < _gzip.Length; length++) Refused(_gzip[..length]);
        Assert.Contains("ends after 1199", Refused(_whole[..^1]), StringComparison.Ordinal);
        Assert.Contains("within its header", Refused(_whole[..11]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refused(_gzip[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesBehind_Throws()
    {
        Assert.Contains("continues past the 1200 values", Refused([.. _whole, 0]), StringComparison.Ordinal);
        Refused([.. _gzip, 0]);
        Refused([.. _gzip, .. new byte[100]]);
        Refused([.. _gzip, .. IdxFile.Gzip([0])]);
        Refused(IdxFile.Gzip([.. _whole, 0]));
        Refused(IdxFile.Gzip(_gzip));
    }

    [Fact]
    public void Read_SeveralGzipMembers_AreOneFile() =>
        Assert.Equal(Values, IdxTests.Read<int>([.. IdxFile.Gzip(_whole[..500]), .. IdxFile.Gzip(_whole[500..]), .. IdxFile.Gzip([])]).FlattenedLength);

    [Fact]
    public void Read_FlippedGzipChecksumOrLength_Throws()
    {
        for (int fromEnd = 1; fromEnd <= 8; fromEnd++)
        {
            byte[] damaged = [.. _gzip];
            damaged[^fromEnd] ^= 1;
            Assert.Contains("gzip data is damaged", Refused(damaged), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 1, "two zero bytes")]
    [InlineData(1, 8, "two zero bytes")]
    [InlineData(2, 0x00, "Unknown IDX type 0x00")]
    [InlineData(2, 0x0A, "Unknown IDX type 0x0A")]
    [InlineData(2, 0x0F, "Unknown IDX type 0x0F")]
    [InlineData(3, 0, "declares 0")]
    [InlineData(3, 9, "declares 9")]
    [InlineData(3, 255, "declares 255")]
    public void Read_WrongHeader_SaysWhat(int at, byte value, string message)
    {
        byte[] damaged = [.. _whole];
        damaged[at] = value;

        Assert.Contains(message, Refused(damaged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0x80000000u, 2u)]
    [InlineData(65536u, 65536u)]
    [InlineData(65536u, 65536u, 65536u, 65536u)]
    [InlineData(0u, 65536u, 65536u, 65536u, 65536u)]
    [InlineData(1u << 31, 1u << 31, 1u << 31, 1u << 31, 1u << 31, 1u << 31, 1u << 31, 1u << 31)]
    public void Read_TooManyValues_Throws(params uint[] lengths) =>
        Assert.Contains("more than", Refused(IdxFile.Make(0x0E, lengths, new byte[64])), StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_HugeDeclaredSize_AllocatesLittle(bool gzip)
    {
        byte[] file = IdxFile.Make(0x0E, [1 << 30], new byte[1000]);
        if (gzip) file = IdxFile.Gzip(file);
        Refused(file);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(256)] // hardly compressed
    [InlineData(1)] // a bomb
    public void Read_GzipThatDeclaresMore_AllocatesForWhatIsThere(int differentBytes)
    {
        const int Times = 32; // a float for a byte, 6 at once for a compressed one, 4 while the array grows
        byte[] body = new byte[1_000_000];
        for (uint i = 0, state = 1; i < body.Length; i++) body[i] = (byte)(((state = (state * 1664525) + 1013904223) >> 16) % differentBytes);
        byte[] file = IdxFile.Gzip(IdxFile.Make(0x08, [1 << 28], body));

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("ends after", Refused(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Times * (long)body.Length);
    }

    [Fact]
    public void Read_RandomDamage_GivesTensorOrInvalidData()
    {
        var dimensions = Gen.UInt[0, 6].Array[1, 4];
        var damage = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Byte);
        byte[] types = [8, 9, 11, 12, 13, 14];
        Gen.Select(Gen.Int[0, 5].Select(i => types[i]), dimensions, Gen.Bool, damage.Array[0, 3], Gen.Int[0, 255])
            .Sample((type, lengths, gzip, damages, start) =>
        {
            int size = type switch { 8 or 9 => 1, 11 => 2, 14 => 8, _ => 4 };
            byte[] body = new byte[lengths.Aggregate(1u, (a, b) => a * b) * size];
            for (int i = 0; i < body.Length; i++) body[i] = (byte)(start + (i * 7));
            byte[] file = IdxFile.Make(type, lengths, body);
            if (gzip) file = IdxFile.Gzip(file);
            foreach (var (kind, at, to, value) in damages) file = Damage(file, kind, at, to, value);
            try
            {
                IdxTests.Read<double>(file);
            }
            catch (InvalidDataException) when (damages.Length > 0)
            {
            }
        });
    }

    /// <summary>A flipped byte, a cut, or a piece moved elsewhere.</summary>
    private static byte[] Damage(byte[] file, int kind, int at, int to, byte value)
    {
        if (file.Length == 0) return file;
        (at, to) = (at % file.Length, to % file.Length);
        if (kind == 0) file[at] ^= value;
        return kind switch
        {
            0 => file,
            1 => file[..at],
            _ => [.. file[..at], .. file[to..]],
        };
    }

    private static string Refused(byte[] file) => Assert.Throws<InvalidDataException>(() => IdxTests.Read<float>(file)).Message;
}

using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN.Tests.Data;

public class IdxTests
{
    private static readonly byte[] _images = IdxFile.Make(0x08, [2, 2, 3], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Bytes_GivesShapeAndValues(bool gzip)
    {
        var images = Read<float>(gzip ? IdxFile.Gzip(_images) : _images);

        Assert.Equal([2, 2, 3], images.Lengths.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255], Values(images));
    }

    [Fact]
    public void Read_Path_ReadsFileAndNamesItWhenDamaged()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(path, IdxFile.Gzip(_images));
            Assert.Equal(255, Values(Idx.Read<int>(path))[^1]);
            File.WriteAllBytes(path, _images[..^1]);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Idx.Read<int>(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_EveryType_IsBigEndian()
    {
        Assert.Equal([0x81, 2], Values(Read<int>(IdxFile.Make(0x08, [2], 0x81, 2))));
        Assert.Equal([-127, 2], Values(Read<int>(IdxFile.Make(0x09, [2], 0x81, 2))));
        Assert.Equal([-32767, 258], Values(Read<int>(IdxFile.Make(0x0B, [2], 0x80, 1, 1, 2))));
        Assert.Equal([-2147483647, 0x01020304], Values(Read<int>(IdxFile.Make(0x0C, [2], 0x80, 0, 0, 1, 1, 2, 3, 4))));
        Assert.Equal([-1.5f], Values(Read<float>(IdxFile.Make(0x0D, [1], 0xBF, 0xC0, 0, 0))));
        Assert.Equal([-1.5], Values(Read<double>(IdxFile.Make(0x0E, [1], 0xBF, 0xF8, 0, 0, 0, 0, 0, 0))));
    }

    [Fact]
    public void Read_MoreThanOnePiece_KeepsOrder()
    {
        byte[] body = [.. Enumerable.Range(0, 2 * 70_001).Select(i => (byte)(i * 31 >> 3))];

        var values = Read<short>(IdxFile.Gzip(IdxFile.Make(0x0B, [70_001], body)));

        Assert.Equal(Enumerable.Range(0, 70_001).Select(i => (short)(body[2 * i] << 8 | body[(2 * i) + 1])), Values(values));
    }

    [Fact]
    public void Read_DimensionOfZero_GivesNoValues() =>
        Assert.Equal([0, 28, 28], Read<float>(IdxFile.Make(0x08, [0, 28, 28])).Lengths.ToArray());

    [Fact]
    public void Read_StreamInSmallReads_GivesSameValues() =>
        Assert.Equal(255, Values(Idx.Read<int>(new OneByteAtATime(IdxFile.Gzip(_images))))[^1]);

    [Fact]
    public void Read_ValueThatDoesNotFit_NamesIt()
    {
        Assert.Contains("The IDX file holds 256 at 1, which does not fit Byte.", Refused<byte>(IdxFile.Make(0x0B, [2], 0, 255, 1, 0)),
            StringComparison.Ordinal);
        Assert.Contains("holds NaN at 0, which does not fit Int32.", Refused<int>(IdxFile.Make(0x0D, [1], 0x7F, 0xC0, 0, 0)), StringComparison.Ordinal);
        Assert.Contains("holds -1 at 0, which does not fit UInt64.", Refused<ulong>(IdxFile.Make(0x09, [1], 0xFF)), StringComparison.Ordinal);
        Assert.Contains("holds 70000 at 0, which does not fit Half.", Refused<Half>(IdxFile.Make(0x0C, [1], 0, 1, 0x11, 0x70)), StringComparison.Ordinal);
        Assert.Contains("holds 1.9 at 70000, which does not fit Int32.", Refused<int>(IdxFile.Make(0x0E, [70_001], [.. new byte[8 * 70_000], .. Double(1.9)])),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.9)]
    [InlineData(-0.5)]
    [InlineData(0.99999999)]
    [InlineData(2147483648.0)]
    [InlineData(1e300)]
    [InlineData(double.NegativeInfinity)]
    public void Read_IntegerOfWhatIsNone_Throws(double value) => Refused<int>(IdxFile.Make(0x0E, [1], Double(value)));

    [Fact]
    public void Read_NumberInRange_BecomesTheNearest()
    {
        Assert.Equal([0.1f], Values(Read<float>(IdxFile.Make(0x0E, [1], Double(0.1)))));
        Assert.Equal([0f], Values(Read<float>(IdxFile.Make(0x0E, [1], Double(1e-300)))));
        Assert.Equal([16777216f], Values(Read<float>(IdxFile.Make(0x0C, [1], 1, 0, 0, 1))));
        Assert.Equal([float.PositiveInfinity, float.NaN],
            Values(Read<float>(IdxFile.Make(0x0E, [2], [.. Double(double.PositiveInfinity), .. Double(double.NaN)]))));
        Assert.Equal([-3], Values(Read<int>(IdxFile.Make(0x0E, [1], Double(-3)))));
        Assert.Contains("holds 1E+300 at 0, which does not fit Single.", Refused<float>(IdxFile.Make(0x0E, [1], Double(1e300))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cap_IsExact()
    {
        Assert.Equal(12, Values(Idx.Read<int>(new MemoryStream(_images), maximumValues: 12)).Length);
        Assert.Contains("more than 11 values", Refused<int>(_images, maximumValues: 11), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Idx.Read<int>(new MemoryStream(_images), maximumValues: -1));
    }

    internal static Tensor<T> Read<T>(byte[] file) where T : unmanaged, INumber<T> => Idx.Read<T>(new MemoryStream(file));

    private static string Refused<T>(byte[] file, int maximumValues = 1 << 30) where T : unmanaged, INumber<T> =>
        Assert.Throws<InvalidDataException>(() => Idx.Read<T>(new MemoryStream(file), maximumValues)).Message;

    private static byte[] Double(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    private static T[] Values<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}

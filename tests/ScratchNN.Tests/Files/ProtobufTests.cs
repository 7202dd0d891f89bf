namespace ScratchNN.Tests.Files;

/// <summary>Messages byte for byte; the first three are those of the guide to the encoding.</summary>
public class ProtobufTests
{
    [Fact]
    public void Add_Number_IsAVarint() => AssertBytes("08 96 01", new Protobuf().Add(1, 150));

    [Fact]
    public void Add_Text_BeginsWithItsLength() => AssertBytes("12 07 74 65 73 74 69 6E 67", new Protobuf().Add(2, "testing"));

    [Fact]
    public void Add_Message_BeginsWithItsLength() => AssertBytes("1A 03 08 96 01", new Protobuf().Add(3, new Protobuf().Add(1, 150)));

    [Fact]
    public void Add_NegativeNumber_TakesTenBytes() => AssertBytes("08 FF FF FF FF FF FF FF FF FF 01", new Protobuf().Add(1, -1));

    [Fact]
    public void Add_Float_IsLittleEndian() => AssertBytes("15 00 00 80 3F", new Protobuf().Add(2, 1f));

    [Fact]
    public void Add_Double_TakesEightBytes() => AssertBytes("09 00 00 00 00 00 00 F0 3F", new Protobuf().Add(1, 1.0));

    [Fact]
    public void Add_FieldAbove15_HasATagOfTwoBytes() => AssertBytes("A0 01 07 0A 02 C3 9F", new Protobuf().Add(20, 7).Add(1, "ß"));

    [Fact]
    public void Add_BytesMadeWhenWritten_CountBeforeThat() =>
        AssertBytes("0A 07 4A 05 01 02 03 04 05", new Protobuf().Add(1, new Protobuf().Add(9, 5, stream => stream.Write([1, 2, 3, 4, 5]))));

    [Theory]
    [InlineData(127, "0A 7F")]
    [InlineData(128, "0A 80 01")]
    [InlineData(16_384, "0A 80 80 01")]
    [InlineData(2_097_152, "0A 80 80 80 01")]
    public void Add_LongMessage_HasALengthOfSeveralBytes(int length, string start)
    {
        byte[] written = Written(new Protobuf().Add(1, length, stream => stream.Write(new byte[length])));

        Assert.Equal(Bytes(start), written[..^length]);
    }

    private static void AssertBytes(string expected, Protobuf message) => Assert.Equal(Bytes(expected), Written(message));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Written(Protobuf message)
    {
        var stream = new MemoryStream();
        message.WriteTo(stream);
        Assert.Equal(message.Length, stream.Length);
        return stream.ToArray();
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Text;

namespace ScratchNN.Tests.Data;

/// <summary>What NumPy writes is read; everything else is refused with a word on what is wrong, and costs next to nothing.</summary>
public class NpyTests
{
    private const string Shape23 = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";

    private static readonly byte[] _whole = Make(Shape23, 1, [0, 1, 2, 3, 4, 255]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryVersion_GivesShapeAndValues(byte version)
    {
        var tensor = Read<float>(Make(Shape23, version, [0, 1, 2, 3, 4, 255]));

        Assert.Equal([2, 3], tensor.Lengths.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 255], Values(tensor));
    }

    [Fact]
    public void Read_EveryType_IsLittleEndian()
    {
        Assert.Equal([-1.5f], Values(Read<float>(Make(Dict("<f4"), 1, [0, 0, 0xC0, 0xBF]))));
        Assert.Equal([-1.5], Values(Read<double>(Make(Dict("<f8"), 1, [0, 0, 0, 0, 0, 0, 0xF8, 0xBF]))));
        Assert.Equal([200], Values(Read<int>(Make(Dict("|u1"), 1, [200]))));
        Assert.Equal([-2], Values(Read<int>(Make(Dict("<i4"), 1, [0xFE, 0xFF, 0xFF, 0xFF]))));
        Assert.Equal([-2L + (1L << 40)], Values(Read<long>(Make(Dict("<i8"), 1, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0]))));
    }

    [Theory]
    [InlineData("{\"shape\":(2,3),\"descr\":\"|u1\",\"fortran_order\":False}")]
    [InlineData("  {  'descr'  :'|u1' ,'fortran_order':\tFalse ,\n'shape' : ( 2 , 3 , ) , }  ")]
    public void Read_OtherSpellings_AreTheSame(string dict) => Assert.Equal(6, Read<int>(Make(dict, 1, new byte[6])).FlattenedLength);

    [Fact]
    public void Read_Shapes_AreThoseOfPython()
    {
        Assert.Equal([3], Read<int>(Make(Dict("|u1", "(3,)"), 1, new byte[3])).Lengths.ToArray());
        Assert.Equal([0, 7], Read<int>(Make(Dict("|u1", "(0, 7)"), 1, [])).Lengths.ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2], Read<int>(Make(Dict("|u1", "(1, 1, 1, 1, 1, 1, 1, 2)"), 1, new byte[2])).Lengths.ToArray());
    }

    [Fact]
    public void Read_ManyPieces_KeepsOrder()
    {
        byte[] body = [.. Enumerable.Range(0, 8 * 50_001).Select(i => (byte)(i * 31 >> 3))];
        var expected = Enumerable.Range(0, 50_001).Select(i => BinaryPrimitives.ReadInt64LittleEndian(body.AsSpan(8 * i)));
        byte[] file = Make(Dict("<i8", "(50001,)"), 1, body);

        Assert.Equal(expected, Values(Read<long>(file)));
        Assert.Equal(expected, Values(Npy.Read<long>(new Unseekable(file, 100_000))));
    }

    [Fact]
    public void Read_Path_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], _whole);
        Assert.Equal(255, Values(Npy.Read<int>(folder["a.npy"]))[^1]);
        File.WriteAllBytes(folder["a.npy"], _whole[..^1]);
        Assert.StartsWith(folder["a.npy"], Assert.Throws<InvalidDataException>(() => Npy.Read<int>(folder["a.npy"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutAnywhere_Throws()
    {
        for (int length = 0; length < _whole.Length; length++) Refused(_whole[..length]);
        Assert.Contains("within its header", Refused(_whole[..127]), StringComparison.Ordinal);
        Assert.Contains("declares 6 bytes but ends after 5", Refused(_whole[..^1]), StringComparison.Ordinal);
        Assert.Contains("continues past the 6 values", Refused([.. _whole, 0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0x92, "begins with")]
    [InlineData(1, 'n', "begins with")]
    [InlineData(6, 0, "version 0.0")]
    [InlineData(6, 4, "version 4.0")]
    [InlineData(7, 1, "version 1.1")]
    [InlineData(8, 0xFF, "within its header")]
    [InlineData(9, 0xFF, "declares a header of 65398 bytes: at most 10000")]
    [InlineData(8, 0, "character 0: '{' is expected")]
    public void Read_WrongStart_SaysWhat(int at, byte value, string message)
    {
        byte[] damaged = [.. _whole];
        damaged[at] = value;

        Assert.Contains(message, Refused(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongHeader_Throws()
    {
        byte[] damaged = Make(Shape23, 2, new byte[6]);
        BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(8), uint.MaxValue);
        Assert.Contains("declares a header of 4294967295 bytes", Refused(damaged), StringComparison.Ordinal);
        Assert.Contains("declares a header of 10100 bytes", Refused(Make(Shape23 + new string(' ', 10_000), 2, new byte[6])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'|u1'", "'|O'", "Python objects ('|O')")] // a pickle
    [InlineData("'|u1'", "'|f4'", "values of an unknown type ('|f4')")] // of several bytes, in no order
    [InlineData("'|u1'", "'<f3'", "values of an unknown type ('<f3')")]
    [InlineData("'|u1'", "''", "values of an unknown type ('')")]
    [InlineData("'|u1'", "'<<u1'", "values of an unknown type ('<<u1')")]
    [InlineData("'|u1'", "'<c8'", "complex numbers ('<c8')")]
    [InlineData("'|u1'", "'<U3'", "texts ('<U3')")]
    [InlineData("'|u1'", "[('a', '|u1')]", "a structured array")]
    [InlineData("'|u1'", "('|u1', (2,))", "a string is expected")]
    [InlineData("'|u1'", "'|u1", "values of an unknown type ('|u1, ')")]
    [InlineData("'|u1'", "'\\x7cu1'", "a plain string")]
    [InlineData("'|u1'", "b'|u1'", "a string is expected")]
    [InlineData("False", "0", "True or False")]
    [InlineData("False", "None", "True or False")]
    [InlineData("False", "Falsehood", "'}' is expected")]
    [InlineData("'descr': '|u1', ", "", "lacks one of")]
    [InlineData("'fortran_order': False, ", "", "lacks one of")]
    [InlineData("'shape': (2, 3), ", "", "lacks one of")]
    [InlineData("'shape': (2, 3), ", "'shape': (2, 3), 'shape': (2, 3), ", "each once")]
    [InlineData("'descr': ", "'descr': '|u1', 'descr': ", "each once")]
    [InlineData("'fortran_order': ", "'fortran_order': False, 'fortran_order': ", "each once")]
    [InlineData("'shape'", "'Shape'", "each once")]
    [InlineData("(2, 3)", "(6)", "a tuple, such as (3,), is expected")]
    [InlineData("(2, 3)", "()", "this one has 0")]
    [InlineData("(2, 3)", "(1, 1, 1, 1, 1, 1, 1, 1, 6)", "this one has 9")]
    [InlineData("(2, 3)", "(-2, -3)", "an unsigned integer")]
    [InlineData("(2, 3)", "(2.0, 3)", "')' is expected")]
    [InlineData("(2, 3)", "(2LL, 3)", "')' is expected")]
    [InlineData("(2, 3)", "(L, 3)", "an unsigned integer")]
    [InlineData("(2, 3)", "(2l, 3)", "')' is expected")]
    [InlineData("(2, 3)", "(0x2, 3)", "')' is expected")]
    [InlineData("(2, 3)", "(2 3)", "')' is expected")]
    [InlineData("(2, 3)", "(,)", "an unsigned integer")]
    [InlineData("(2, 3)", "[2, 3]", "'(' is expected")]
    [InlineData("(2, 3)", "(2, 3", "an unsigned integer")]
    [InlineData("(2, 3)", "((2, 3))", "an unsigned integer")]
    [InlineData("(2, 3)", "(99999999999999999999,)", "an unsigned integer")]
    [InlineData("(2, 3)", "(9223372036854775807, 2)", "more than 1073741824 values")]
    [InlineData("(2, 3)", "(65536, 65536)", "more than 1073741824 values")]
    [InlineData("(2, 3)", "(65536, 65536, 65536, 65536)", "more than 1073741824 values")]
    [InlineData("(2, 3)", "(0, 9223372036854775807)", "more than 1073741824 values")]
    [InlineData("(2, 3)", "(1073741824,)", "declares 1073741824 bytes but ends after 6")]
    [InlineData(", }", "}}", "nothing more is expected")]
    [InlineData(", }", ", } + __import__('os')", "nothing more is expected")]
    [InlineData(", }", "", "'}' is expected")]
    [InlineData(", }", ",, }", "a string is expected")]
    [InlineData("{", "", "'{' is expected")]
    [InlineData("{", "{{", "a string is expected")]
    public void Read_WrongHeader_SaysWhat(string part, string damaged, string message)
    {
        Assert.Contains(part, Shape23, StringComparison.Ordinal);
        Assert.Contains(message, Refused(Make(Shape23.Replace(part, damaged, StringComparison.Ordinal), 1, new byte[6])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ValueThatDoesNotFit_NamesIt()
    {
        Assert.Contains("The NPY file holds 256 at 1, which does not fit Byte.",
            Hostile.Refused(Make(Dict("<i4", "(2,)"), 1, [1, 0, 0, 0, 0, 1, 0, 0]), file => Npy.Read<byte>(file)), StringComparison.Ordinal);
        Assert.Contains("holds 1.5 at 0, which does not fit Int64.", Hostile.Refused(Make(Dict("<f4"), 1, [0, 0, 0xC0, 0x3F]), file => Npy.Read<long>(file)),
            StringComparison.Ordinal);
        // NaN
        Assert.Contains("holds NaN at 0, which does not fit Int32.", Hostile.Refused(Make(Dict("<f4"), 1, [0, 0, 0xC0, 0x7F]), file => Npy.Read<int>(file)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TypeThatIsNoText_IsEscapedAndShort()
    {
        string message = Refused(Make(Dict($"\u001b[2J\r\u009b{new string('x', 5000)}"), 1, [0]));
        Assert.Contains("('\\u001B[2J\\r\\u009Bxxx", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 400);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void Read_Cap_IsExact()
    {
        Assert.Equal(6, Npy.Read<int>(new MemoryStream(_whole), maximumValues: 6).FlattenedLength);
        Assert.Contains("more than 5 values", Hostile.Refused(_whole, file => Npy.Read<int>(file, maximumValues: 5)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Npy.Read<int>(new MemoryStream(_whole), maximumValues: -1));
    }

    /// <summary>A file as NumPy pads it.</summary>
    internal static byte[] Make(string dict, byte version, ReadOnlySpan<byte> body)
    {
        int start = version == 1 ? 10 : 12, length = ((start + dict.Length + 1 + 63) / 64 * 64) - start;
        byte[] file = new byte[start + length + body.Length];
        ((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, version, 0]).CopyTo(file);
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)length);
        else BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), (uint)length);
        Encoding.Latin1.GetBytes(dict.PadRight(length - 1) + "\n").CopyTo(file, start);
        body.CopyTo(file.AsSpan(start + length));
        return file;
    }

    private static string Dict(string type, string shape = "(1,)") => $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";

    private static Tensor<T> Read<T>(byte[] file) where T : unmanaged, INumber<T> => Npy.Read<T>(new MemoryStream(file));

    private static string Refused(byte[] file) => Hostile.Refused(file, stream => Npy.Read<float>(stream));

    private static T[] Values<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace ScratchNN.Tests.Files;

/// <summary>Hostile files: each is refused with a word on what is wrong, costs next to nothing, and leaves the model as it was.</summary>
public class SafeTensorsDamageTests
{
    private const ulong MaximumHeader = 100_000_000;

    private static readonly byte[] _whole = SafeTensorsFile.Save(NewModel());
    private static readonly string _header = SafeTensorsFile.Header(_whole);

    [Fact]
    public void Header_IsWhatTheTestsDamage() => Assert.Equal(
        """
        {"__metadata__":{"scratchnn.model":"{\"version\":3,\"library\":\"?\",\"input\":[3],\"layers\":[
        {\"Dense\":{\"inputs\":3,\"units\":2,\"initialization\":\"GlorotUniform\"}},{\"ReLU\":{}}],\"drawn\":true}"},
        "0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
        "0.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}
        """.ReplaceLineEndings(""), _header.TrimEnd(' ').Replace(VersionedJson.Library, "?", StringComparison.Ordinal));

    [Fact]
    public void Load_CutAnywhere_Throws()
    {
        for (int length = 0; length < _whole.Length; length++) Refused(_whole[..length]);
        Assert.Contains("this one has 0", Refused([]), StringComparison.Ordinal);
        Assert.Contains("this one has 7", Refused(_whole[..7]), StringComparison.Ordinal);
        Assert.Contains("Tensor '0.bias' declares 8 bytes but ends after 7", Refused(_whole[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BytesBehind_Throws()
    {
        Assert.Contains("continues past the 32 bytes", Refused([.. _whole, 0]), StringComparison.Ordinal);
        Refused([.. _whole, .. "PK\x05\x06"u8, .. new byte[18]]); // an empty zip
        Refused([.. _whole, .. _whole]);
    }

    [Theory]
    [InlineData(0, "The header is empty")]
    [InlineData(1ul << 63, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(MaximumHeader + 1, "at most 100000000")]
    [InlineData(MaximumHeader, "declares 100000000 bytes but ends after")]
    [InlineData(400, "declares 400 bytes but ends after")]
    public void Load_HeaderLength_SaysWhat(ulong length, string message)
    {
        byte[] damaged = [.. _whole];
        BinaryPrimitives.WriteUInt64LittleEndian(damaged, length);

        Assert.Contains(message, Refused(damaged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, "begins with 0xFF")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "begins with 0xEF")]
    [InlineData(new byte[] { 0x20 }, "begins with 0x20")]
    [InlineData(new byte[] { (byte)'[' }, "begins with 0x5B")]
    public void Load_BeforeTheBrace_Throws(byte[] prefix, string message) =>
        Assert.Contains(message, Refused(SafeTensorsFile.Make([.. prefix, .. Encoding.UTF8.GetBytes(_header)], SafeTensorsFile.Body(_whole))),
            StringComparison.Ordinal);

    [Fact]
    public void Load_NoUtf8_Throws()
    {
        Assert.Contains("not UTF-8", Refused(SafeTensorsFile.Make([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x7B, 0x7D, 0x7D], [])), StringComparison.Ordinal);
        Assert.Contains("not JSON", Replaced("\"0.bias\"", "\"\\ud800\""), StringComparison.Ordinal);
    }

    [Theory]
    // twice
    [InlineData("\"0.bias\"", "\"0.weight\"", "Tensor '0.weight' is listed twice")]
    [InlineData("\"0.bias\"", "\"0\\u002eweight\"", "Tensor '0.weight' is listed twice")]
    [InlineData("\"0.bias\"", "\"__metadata__\"", "Tensor '__metadata__' is listed twice")]
    [InlineData("{\"scratchnn.model\"", "{\"a\":\"\",\"a\":\"\",\"scratchnn.model\"", "a key twice")]
    [InlineData("\"shape\":[2],", "\"shape\":[2],\"shape\":[2],", "repeated")]
    // metadata
    [InlineData("{\"scratchnn.model\"", "{\"a\":1,\"scratchnn.model\"", "other than a string")]
    [InlineData("{\"scratchnn.model\"", "{\"a\":null,\"scratchnn.model\"", "other than a string")]
    [InlineData("{\"scratchnn.model\"", "{\"a\":{\"b\":\"\"},\"scratchnn.model\"", "other than a string")]
    // structure
    [InlineData("{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}", "[24,32]", "'0.bias' is not an object")]
    [InlineData("\"shape\":[2],", "", "lacks one of")]
    [InlineData("\"shape\":[2],", "\"shape\":2,", "not a list")]
    [InlineData("\"shape\":[2],", "\"shape\":[2],\"device\":\"cuda\",", "unknown")]
    [InlineData("\"shape\":[2],", "\"shape\":[2],,", "not JSON")]
    [InlineData("[24,32]}}", "[24,32]}", "not JSON")]
    [InlineData("[24,32]}}", "[24,32]}}{}", "not JSON")]
    [InlineData("[24,32]}}", "[24,32]},}", "not JSON")]
    [InlineData("\"shape\":[2],", "\"shape\":[2],/**/", "not JSON")]
    // types
    [InlineData("\"F32\",\"shape\":[2]", "\"I32\",\"shape\":[2]", "'0.bias' has the type 'I32': F32, F16, BF16 and F64")]
    [InlineData("\"F32\",\"shape\":[2]", "\"f32\",\"shape\":[2]", "the type 'f32'")]
    [InlineData("\"F32\",\"shape\":[2]", "\"0\",\"shape\":[2]", "the type '0'")]
    [InlineData("\"F32\",\"shape\":[2]", "1,\"shape\":[2]", "of the wrong type")]
    // offsets
    [InlineData("[24,32]", "[20,28]", "ends at 24: there must be no overlap")]
    [InlineData("[24,32]", "[28,36]", "ends at 24: there must be no hole")]
    [InlineData("[0,24]", "[4,28]", "ends at 0: there must be no hole")]
    [InlineData("[24,32]", "[32,24]", "[32, 24]")]
    [InlineData("[24,32]", "[24,32,40]", "[24, 32, 40]")]
    [InlineData("[24,32]", "[24]", "[24]")]
    [InlineData("[24,32]", "[]", "[]")]
    [InlineData("[24,32]", "[-8,0]", "not a list of unsigned integers")]
    [InlineData("[0,24]", "[-0,24]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[24.0,32]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[24,3.2e1]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[\"24\",32]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[24,18446744073709551616]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[24,9223372036854775808]", "not a list of unsigned integers")]
    [InlineData("[24,32]", "[9223372036854775799,9223372036854775807]", "there must be no hole")]
    // shapes
    [InlineData("\"shape\":[2],", "\"shape\":[3],", "3 values of 4 bytes, but data_offsets of 8 bytes")]
    [InlineData("\"shape\":[2],", "\"shape\":[],", "1 values of 4 bytes, but data_offsets of 8 bytes")]
    [InlineData("\"shape\":[2],", "\"shape\":[2,0],", "0 values of 4 bytes, but data_offsets of 8 bytes")]
    [InlineData("\"shape\":[2],", "\"shape\":[4294967296,4294967296],", "more than 2⁶³")]
    [InlineData("\"shape\":[2],", "\"shape\":[4294967296,4294967296,2],", "more than 2⁶³")]
    [InlineData("\"shape\":[2],", "\"shape\":[4611686018427387906],", "4611686018427387906 values")] // × 4 is 8 modulo 2⁶⁴
    [InlineData("\"shape\":[2],\"data_offsets\":[24,32]", "\"shape\":[2147483648],\"data_offsets\":[24,8589934616]", "at most 2147483591")]
    [InlineData("\"shape\":[2],\"data_offsets\":[24,32]", "\"shape\":[2000000000],\"data_offsets\":[24,8000000024]", "the model has [2]")]
    // not this model
    [InlineData("\"0.bias\"", "\"0.offset\"", "'0.bias' [2] is missing; the model has no '0.offset' [2]")]
    [InlineData("\"shape\":[2,3],", "\"shape\":[3,2],", "'0.weight' is [3 × 2], the model has [2 × 3]")]
    [InlineData("\"shape\":[2,3],", "\"shape\":[6],", "'0.weight' is [6], the model has [2 × 3]")]
    [InlineData("\"shape\":[2],", "\"shape\":[1,2],", "'0.bias' is [1 × 2], the model has [2]")]
    [InlineData("[24,32]}}", "[24,32]},\"1.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[32,32]}}", "no '1.bias' [0]")]
    [InlineData(",\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}", "", "'0.bias' [2] is missing")]
    public void Load_DamagedHeader_SaysWhat(string part, string damaged, string message) =>
        Assert.Contains(message, Replaced(part, damaged), StringComparison.Ordinal);

    [Fact]
    public void Load_DeeplyNested_Throws()
    {
        string nested = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        Refused(SafeTensorsFile.Make(nested));
        Refused(SafeTensorsFile.Make("{\"a\":" + new string('[', 100) + new string(']', 100) + "}"));
        Assert.Contains("not a list", Replaced("[24,32]", new string('[', 100) + new string(']', 100)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2]", "[0,8]", 8, "overlap")]
    [InlineData("[0]", "[0,0]", 0, "does not fit the model")]
    public void Load_ManyTensorsOnOneRange_CostsAFewTimesItsBytes(string shape, string offsets, int bytes, string message)
    {
        const int Times = 12; // a name, two arrays and an entry for about 60 bytes of JSON, and a word on what is wrong with it
        string tensors = string.Join(',', Enumerable.Range(0, 200_000)
            .Select(i => $"\"{i}\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":{offsets}}}"));
        byte[] file = SafeTensorsFile.Make($"{{{tensors}}}", new byte[bytes]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<InvalidDataException>(() => NewModel().LoadWeights(new MemoryStream(file)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Times * (long)file.Length);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NameOfAMegabyte_IsNotRepeated() =>
        Assert.InRange(
            Assert.Throws<InvalidDataException>(() =>
                NewModel().LoadWeights(new MemoryStream(SafeTensorsFile.Make($"{{\"{new string('a', 1_000_000)}\":1}}")))).Message.Length, 1, 300);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Load_NotFinite_ThrowsAndSaysWhere(float value)
    {
        byte[] damaged = [.. _whole];
        BinaryPrimitives.WriteSingleLittleEndian(damaged.AsSpan(damaged.Length - 12), value);

        Assert.Contains($"Tensor '0.weight' holds {value} at 5, which is not a finite number.", Refused(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DoubleBeyondFloat_Throws()
    {
        byte[] file = SafeTensorsFile.Make(
            """{"0.weight":{"dtype":"F64","shape":[2,3],"data_offsets":[0,48]},"0.bias":{"dtype":"F32","shape":[2],"data_offsets":[48,56]}}""", new byte[56]);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(file.Length - 16), 1e39);

        Assert.Contains("Tensor '0.weight' holds 1E+39 at 5, which does not fit Single.", Refused(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("504B030414000000080800000000000000000000",
        "a zip archive, which torch.save makes: in Python, safetensors.torch.save_file(model.state_dict(), path)")]
    [InlineData("1F8B080000000000000300000000000000000000", "gzip-compressed: gunzip it first")]
    [InlineData("894844460D0A1A0A020808000000000000000000", "HDF5, as Keras and MATLAB save it")]
    [InlineData("80028A0A6CFC9C46F920", "a Python pickle")] // as torch.save made it before 1.6
    [InlineData("80049513000000000000", "a Python pickle")]
    [InlineData("3C21444F43545950452068746D6C3E", "HTML")]
    [InlineData("76657273696F6E2068747470733A2F2F6769742D6C66732E6769746875622E636F6D2F737065632F7631", "a Git LFS pointer: fetch the file itself")]
    public void Load_FileOfAnotherFormat_SaysWhich(string start, string message) =>
        Assert.Contains($"The file is {message}", Refused([.. Convert.FromHexString(start), .. new byte[2000]]), StringComparison.Ordinal);

    [Theory]
    [InlineData("Hello, world. This is a text.", "a text that begins with 'Hello, w'")]
    [InlineData("{\"layers\": [1, 2, 3], \"name\": 1}", "a text that begins with '{\"layers'")]
    [InlineData("age\tfare\r\n1\t2\r\n", "a text that begins with 'age fare'")]
    [InlineData("Grün, grün, grün sind alle", "a text that begins with 'Grün, g'")]
    [InlineData("\b\b\u0012\apytorch\u001a\u00052.1.0", "an ONNX model")]
    [InlineData("\b\u0007\u0012\ttf2onnx\u001a\u00052.1.0", "an ONNX model")]
    [InlineData("GGUF\u0003\0\0\0\u0024\u0001\0\0", "a GGUF model")]
    public void Load_FileThatIsNoModel_SaysWhatItIsAndWhatToDo(string text, string what)
    {
        string message = Refused([.. System.Text.Encoding.UTF8.GetBytes(text), .. new byte[100]]);

        Assert.Contains($"This is not a ScratchNN model, but {what}", message, StringComparison.Ordinal);
        Assert.Contains("Model.Save", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BytesOfNoKnownFormat_AreShown() => Assert.Equal(
        "This is not a ScratchNN model, or it is damaged: its first bytes, 4D5A010203040506, are a header length of 433757350076176973, "
            + "and at most 100000000 bytes are allowed. Load reads safetensors files, as Model.Save and PyTorch write them.",
        Refused([0x4D, 0x5A, 1, 2, 3, 4, 5, 6, 7, 8]));

    [Fact]
    public void Load_ModelThatIsDamaged_IsNotCalledText() =>
        Assert.Contains("not JSON", Refused(SafeTensorsFile.Make("{\"0.weight\" and no more", [])), StringComparison.Ordinal);

    [Fact]
    public void Load_DamagedHeaderWhoseLengthLooksLikeAPickle_IsCalledDamaged() =>
        Assert.Contains("not JSON", Refused(SafeTensorsFile.Make("{\"" + new string(' ', 0x280 - 2), [])), StringComparison.Ordinal);

    [Fact]
    public void Load_NameOfControlCharacters_IsEscaped() =>
        Assert.Contains("Tensor '\\u001B[2J\\u202Ex' is not an object", Refused(SafeTensorsFile.Make("{\"\\u001b[2J\\u202ex\":1}")), StringComparison.Ordinal);

    private static Sequential NewModel()
    {
        var model = new Sequential(new Dense(3, 2), new ReLU());
        model.Build(3, seed: 1);
        return model;
    }

    private static string Replaced(string part, string damaged)
    {
        Assert.Contains(part, _header, StringComparison.Ordinal);
        return Refused(SafeTensorsFile.WithHeader(_whole, _header.Replace(part, damaged, StringComparison.Ordinal)));
    }

    /// <summary>Both ways in refuse the file; the model keeps its weights. Returns what Load said.</summary>
    private static string Refused(byte[] file)
    {
        var model = NewModel();
        uint[] before = Bits.Of(model);
        Hostile.Refused(file, stream => Model.Load(stream));
        string message = Hostile.Refused(file, read => model.LoadWeights(read));
        Assert.Equal(before, Bits.Of(model));
        return message;
    }
}

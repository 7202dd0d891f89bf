using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;

namespace ScratchNN.Tests.Data;

/// <summary>
/// What people reported of NPY, IDX and safetensors files in other libraries (conformance/files), with the right value or the right message. On these the
/// readers were mended: they pin it, and prove no more.
/// </summary>
public class ReportedFilesTests
{
    private static readonly byte[] _pointer = Encoding.ASCII.GetBytes(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n");

    /// <summary>Case 17: types under all of NumPy's names for them.</summary>
    [Theory]
    [InlineData("<u1", new byte[] { 200 }, 200)]
    [InlineData("=u1", new byte[] { 200 }, 200)]
    [InlineData(">u1", new byte[] { 200 }, 200)]
    [InlineData("u1", new byte[] { 200 }, 200)]
    [InlineData("|i1", new byte[] { 200 }, -56)]
    [InlineData("<i1", new byte[] { 200 }, -56)]
    [InlineData("|b1", new byte[] { 1 }, 1)]
    [InlineData("<b1", new byte[] { 0 }, 0)]
    [InlineData("?", new byte[] { 1 }, 1)]
    [InlineData("<i2", new byte[] { 1, 0x80 }, -32767)]
    [InlineData("<u2", new byte[] { 1, 0x80 }, 32769)]
    [InlineData(">f4", new byte[] { 0x40, 0x40, 0, 0 }, 3)]
    [InlineData("=f4", new byte[] { 0, 0, 0x40, 0x40 }, 3)]
    [InlineData("<f2", new byte[] { 0, 0x42 }, 3)]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 0 }, 256)]
    [InlineData("<u4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, 4294967295)]
    [InlineData("<u8", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 }, 1)]
    public void Npy_TypesByOtherNames_AreRead(string type, byte[] bytes, double expected) =>
        Assert.Equal(expected, Npy.Read<double>(Stream(Array(type, "(1,)", bytes)))[0]);

    [Fact]
    public void Npy_BooleanThatIsNone_IsRefused() =>
        Assert.Equal("The NPY file holds 2 at 2, which is neither 0 (False) nor 1 (True).",
            Refused(() => Npy.Read<int>(Stream(Array("|b1", "(4,)", [1, 0, 2, 1])))));

    /// <summary>Case 18: nothing is cut, wrapped, or becomes infinite; a float rounds whole numbers that it has not.</summary>
    [Fact]
    public void Npy_NumbersThatDoNotFit_AreRefusedWithIndexAndValue()
    {
        Assert.Equal("The NPY file holds 0.7 at 0, which does not fit Int32.",
            Refused(() => Npy.Read<int>(Stream(Array("<f8", "(3,)", Doubles(0.7, 1.2, -0.5))))));
        Assert.Equal("The NPY file holds 255.9 at 1, which does not fit Byte.",
            Refused(() => Npy.Read<byte>(Stream(Array("<f8", "(2,)", Doubles(255, 255.9))))));
        Assert.Equal("The NPY file holds 255.9 at 0, which does not fit Byte.",
            Refused(() => Npy.Read<byte>(Stream(Array("<f4", "(1,)", BitConverter.GetBytes(255.9f))))));
        Assert.Contains("holds 0.7 at 0, which does not fit Int32.", Refused(() => Idx.Read<int>(Stream(IdxFile.Make(0x0D, [1], 0x3F, 0x33, 0x33, 0x33)))),
            StringComparison.Ordinal);
        Assert.Equal("The NPY file holds 1E+300 at 0, which does not fit Single.",
            Refused(() => Npy.Read<float>(Stream(Array("<f8", "(1,)", Doubles(1e300))))));
        Assert.Equal("The NPY file holds 18446744073709551615 at 0, which does not fit Int64.",
            Refused(() => Npy.Read<long>(Stream(Array("<u8", "(1,)", [255, 255, 255, 255, 255, 255, 255, 255])))));
        Assert.Equal("The NPY file holds 65500 at 1, which does not fit SByte.",
            Refused(() => Npy.Read<sbyte>(Stream(Array(">f2", "(2,)", [0x3C, 0, 0x7B, 0xFF])))));
        Assert.Equal(16777216f, Npy.Read<float>(Stream(Array("<i8", "(1,)", [1, 0, 0, 1, 0, 0, 0, 0])))[0]);
        Assert.Equal([0f, 1f], Values(Npy.Read<float>(Stream(Array("<f8", "(2,)", Doubles(1e-320, 1))))));
    }

    /// <summary>Cases 16 and 19: a column in Fortran order, as MATLAB has every vector; lengths of Python 2.</summary>
    [Fact]
    public void Npy_OtherWriters_AreRead()
    {
        byte[] column = Array("<u1", "(10000, 1)", [.. Enumerable.Range(0, 10000).Select(i => (byte)i)], fortran: true);
        Assert.Equal(Enumerable.Range(0, 10000).Select(i => i % 256), Values(Npy.Read<int>(Stream(column))));
        Assert.Equal([2, 3], Npy.Read<int>(Stream(Array("|u1", "(2L, 3L)", new byte[6]))).Lengths.ToArray());
        Assert.Equal([2], Npy.Read<int>(Stream(Array("|u1", "(2L,)", new byte[2]))).Lengths.ToArray());
    }

    /// <summary>Cases 20 and 24: a web page, a pointer, a file packed twice or not at all.</summary>
    [Fact]
    public void Readers_OfOtherFiles_SayWhatTheseAre()
    {
        byte[] images = IdxFile.Make(0x08, [1, 2], 3, 4), page = Encoding.ASCII.GetBytes("<!DOCTYPE html><html><body>403</body></html>");
        Assert.Equal([3, 4], Values(Idx.Read<int>(Stream(IdxFile.Gzip(images)))));
        Assert.Equal([3, 4], Values(Idx.Read<int>(Stream(images))));
        Assert.Equal("The IDX file is compressed twice: gunzip it once.", Refused(() => Idx.Read<int>(Stream(IdxFile.Gzip(IdxFile.Gzip(images))))));
        foreach (byte[] file in (byte[][])[page, IdxFile.Gzip(page)])
            Assert.Equal("The file is HTML, probably a login or error page: download the file again.",
                Refused(() => Idx.Read<int>(Stream(file))));
        Assert.Equal("The file is a Git LFS pointer: fetch the file itself with git lfs pull.", Refused(() => Idx.Read<int>(Stream(_pointer))));
        Assert.Equal("The IDX file is empty.", Refused(() => Idx.Read<int>(Stream([]))));
        Assert.Equal("The file is a zip archive: take the IDX file out of it.", Refused(() => Idx.Read<int>(Stream([(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0]))));
        Assert.Equal("An IDX file begins with two zero bytes, this one with 0x01 0x02.", Refused(() => Idx.Read<int>(Stream([1, 2, 3]))));
        Assert.Equal("The file is a NumPy array: read it with Npy.Read.", Refused(() => Idx.Read<int>(Stream(Array("|u1", "(1,)", [1])))));

        Assert.Equal("The file is HTML, probably a login or error page: download the file again.",
            Refused(() => Npy.Read<int>(Stream(page))));
        Assert.Equal("The file is a Git LFS pointer: fetch the file itself with git lfs pull.", Refused(() => Npy.Read<int>(Stream(_pointer))));
        Assert.Equal("The file is gzip-compressed: gunzip it first.", Refused(() => Npy.Read<int>(Stream(IdxFile.Gzip(images)))));
        Assert.Equal("The NPY file is empty.", Refused(() => Npy.Read<int>(Stream([]))));
        Assert.Equal("An NPY file begins with 0x93 and NUMPY, this one with 0x31 0x2C 0x32.", Refused(() => Npy.Read<int>(Stream("1,2"u8.ToArray()))));
        Assert.Equal("The file is a Python pickle, which ScratchNN never executes: in Python, numpy.save(path, array) writes a file that can be read.",
            Refused(() => Npy.Read<int>(Stream([0x80, 4, 0x95, 0, 0, 0, 0, 0]))));

        Assert.Equal("The file is a Git LFS pointer: fetch the file itself with git lfs pull.", Refused(() => Model.Load(Stream(_pointer))));
    }

    [SharedFact("data/tables/fortran-i8-2x3.npy")]
    public void Npy_FilesOfOtherLibrariesTests_AreRead()
    {
        Assert.Equal([0, 1, 2, 3, 4, 5], Values(Npy.Read<long>(Shared("fortran-i8-2x3.npy"))));
        Assert.Equal([2, 3], Npy.Read<long>(Shared("fortran-i8-2x3.npy")).Lengths.ToArray());
        Assert.Equal([1, 0, 1], Values(Npy.Read<byte>(Shared("bool-3.npy"))));

        using var archive = ZipFile.OpenRead(Shared("multi.npz"));
        using Stream a = archive.GetEntry("a.npy")!.Open(), b = archive.GetEntry("b.npy")!.Open();
        Assert.Equal([1, 2, 3], Values(Npy.Read<int>(a)));
        Assert.Equal([4, 5], Values(Npy.Read<double>(b)));
        Assert.Contains("multi.npz: The file is an .npz archive of arrays", Refused(() => Npy.Read<int>(Shared("multi.npz"))), StringComparison.Ordinal);
    }

    /// <summary>Case 23: a state_dict with a convolution, a normalisation and its I64, of which a model has but the last layer.</summary>
    [SharedFact("data/tables/burn-multi_layer.safetensors")]
    public void LoadWeights_OfAPart_SaysHow()
    {
        var model = new Sequential(new Dense(256, 16));
        string message = Refused(() => model.LoadWeights(Shared("burn-multi_layer.safetensors")));
        Assert.Contains("'0.weight' [16 × 256] is missing", message, StringComparison.Ordinal);
        Assert.Contains("the model has no 'fc1.weight' [16 × 256]", message, StringComparison.Ordinal);
        Assert.DoesNotContain("num_batches_tracked", message, StringComparison.Ordinal);
        Assert.EndsWith("The same shapes are there under other names, 'fc1' for '0': LoadOptions.Rename = name => name.StartsWith(\"fc1.\", "
            + "StringComparison.Ordinal) ? \"0.\" + name[\"fc1.\".Length..] : null selects them.", message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);

        var loaded = model.LoadWeights(Shared("burn-multi_layer.safetensors"),
            new() { Rename = name => name.StartsWith("fc1.", StringComparison.Ordinal) ? "0." + name["fc1.".Length..] : null });
        Assert.Equal(["0.weight", "0.bias"], loaded.Loaded);
    }

    /// <summary>Case 23: two layers that share weights, of which the file has one and an alias in its metadata. Nothing is left random.</summary>
    [Fact]
    public void LoadWeights_OfTiedLayers_IsRefusedAndChangesNothing()
    {
        var one = new Sequential(new Dense(2, 2));
        one.Build(2, seed: 3);
        byte[] file = Files.SafeTensorsFile.Save(one);
        string header = """
            {"__metadata__":{"1.weight":"0.weight","1.bias":"0.bias"},
            "0.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
            "0.bias":{"dtype":"F32","shape":[2],"data_offsets":[16,24]}}
            """.ReplaceLineEndings("");
        var model = new Sequential(new Dense(2, 2), new Dense(2, 2));
        model.Build(2, seed: 4);
        uint[] before = Bits.Of(model);

        string message = Refused(() => model.LoadWeights(Stream(Files.SafeTensorsFile.WithHeader(file, header))));

        Assert.Contains("'1.weight' [2 × 2] is missing; '1.bias' [2] is missing", message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(model));
    }

    private static string Shared(string name) => SharedFolder.Resolve($"data/tables/{name}");

    private static string Refused(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    private static MemoryStream Stream(byte[] bytes) => new(bytes);

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Array(string type, string shape, byte[] values, bool fortran = false) =>
        NpyTests.Make($"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}", 1, values);

    private static T[] Values<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}

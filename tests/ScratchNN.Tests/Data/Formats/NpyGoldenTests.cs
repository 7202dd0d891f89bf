using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN.Tests.Data;

/// <summary>What NumPy writes: every type in both byte orders, Fortran order of any shape, and what is not a number, refused by name with a way out.</summary>
public class NpyGoldenTests
{
    private static readonly IReadOnlyDictionary<string, System.Text.Json.JsonElement> _cases = Golden.Cases("npy");

    public static TheoryData<string> Read => [.. _cases.Keys.Where(name => !name.StartsWith("refused", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Read))]
    public void Read_WhatNumPyWrites_GivesItsShapeAndValues(string name)
    {
        var array = _cases[name];
        Assert.Equal(Golden.Dimensions(array), ReadAs<double>(name).Lengths.ToArray().Select(length => (int)length));
        Assert.Equal(Golden.Doubles(array), Values(ReadAs<double>(name)));
        Assert.Equal(Golden.Floats(array), Values(ReadAs<float>(name)));
        if (Golden.Doubles(array).All(value => value == Math.Floor(value)))
            Assert.Equal(Golden.Doubles(array).Select(value => (long)value), Values(ReadAs<long>(name)));
    }

    [Theory]
    [InlineData("O", "The NPY file holds Python objects ('|O'): they are a pickle, which ScratchNN never executes. Save an array of one type of numbers.")]
    [InlineData("U", "The NPY file holds texts ('<U2'): number them with numpy.unique(array, return_inverse=True)[1].")]
    [InlineData("S", "The NPY file holds texts ('|S2'): number them with numpy.unique(array, return_inverse=True)[1].")]
    [InlineData("c", "The NPY file holds complex numbers ('<c16'): save array.real and array.imag.")]
    [InlineData("M", "The NPY file holds dates ('<M8[D]'): array.astype('i8') counts them in their unit.")]
    [InlineData("m", "The NPY file holds time spans ('<m8[s]'): array.astype('i8') counts them in their unit.")]
    [InlineData("V", "The NPY file holds records or raw bytes ('|V2'): save the fields one by one with numpy.save(path, array['field']).")]
    [InlineData("record",
        "The NPY file is a structured array: each value is a record of several fields. Save the fields one by one: numpy.save(path, array['field']).")]
    [InlineData("f16", "The NPY file holds values of an unknown type ('<f16'): f2 f4 f8, i1 i2 i4 i8, u1 u2 u4 u8 and b1 can be read, "
        + "in either byte order. array.astype('f8') converts it.")]
    [InlineData("scalar", "An NPY file of 1 to 8 dimensions can be read, this one has 0: numpy.atleast_1d(array) has one.")]
    public void Read_WhatIsNoArrayOfNumbers_IsNamed(string name, string message) =>
        Assert.Equal(message, Hostile.Refused(File($"refused {name}"), file => Npy.Read<double>(file)));

    /// <summary>An archive of several arrays, packed or not: each entry is read as it comes out.</summary>
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Read_EntryOfAnArchive_IsAFile(CompressionLevel level)
    {
        var file = new MemoryStream();
        using (var writing = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (string name in (string[])["fortran 40 70", "<f8 <"])
            {
                using var entry = writing.CreateEntry($"{name}.npy", level).Open();
                entry.Write(File(name));
            }
        using var archive = new ZipArchive(file);
        using var first = archive.GetEntry("fortran 40 70.npy")!.Open();
        using var second = archive.GetEntry("<f8 <.npy")!.Open();

        Assert.Equal(Golden.Doubles(_cases["fortran 40 70"]), Values(Npy.Read<double>(first)));
        Assert.Equal(Golden.Doubles(_cases["<f8 <"]), Values(Npy.Read<double>(second)));
        Assert.Equal("The file is an .npz archive of arrays: open it with ZipFile.OpenRead, and pass GetEntry(\"name.npy\").Open().",
            Hostile.Refused(file.ToArray(), stream => Npy.Read<double>(stream)));
    }

    private static byte[] File(string name) => _cases[name].GetProperty("file").GetBytesFromBase64();

    private static Tensor<T> ReadAs<T>(string name) where T : unmanaged, INumber<T> => Npy.Read<T>(new MemoryStream(File(name)));

    private static T[] Values<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}

using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN.Files;

/// <summary>Reads NPY files, the format of NumPy's <c>np.save</c>, which Julia and MATLAB write too.</summary>
/// <remarks>
/// <code>
/// var x = Npy.Read&lt;float&gt;("x.npy");                    // [1000 × 20]
///
/// using var archive = ZipFile.OpenRead("arrays.npz");   // several arrays: each entry is an NPY file
/// using var entry = archive.GetEntry("y.npy")!.Open();
/// var y = Npy.Read&lt;int&gt;(entry);
/// </code>
/// <para>Versions 1 to 3; floats of 2, 4 and 8 bytes, integers of 1, 2, 4 and 8 with and without a sign, and booleans, which become 0 and 1, in either byte
/// order; in C or Fortran order, with 1 to 8 dimensions. The tensor is row-major in any case; an array in Fortran order takes twice its memory while it is
/// read. Texts, dates, records, complex numbers and Python objects are refused by name.</para>
/// <para>Nothing in a file is executed. A file is read to its end and must hold exactly the values that it declares; memory grows with the bytes that are
/// there, not with those that are declared.</para>
/// Format: NumPy, numpy.lib.format.
/// </remarks>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">
    /// What the values become. Each must fit, or is refused with its index: an integer type takes whole numbers in its range, a type of floats numbers in its
    /// range, which become the nearest of its numbers. So a float may round an integer beyond 2²⁴ (16777217 becomes 16777216).
    /// </typeparam>
    /// <param name="path">The file.</param>
    /// <param name="maximumValues">More values than that are refused before they are read. Default 2³⁰.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no NPY file, holds too many values, or one that does not fit
    /// <typeparamref name="T"/>.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Tensor<T> Read<T>(string path, int maximumValues = 1 << 30) where T : unmanaged, INumber<T> =>
        AtomicFile.Read(path, file => Read<T>(file, maximumValues));

    /// <summary>Reads a stream from its present position to its end.</summary>
    /// <inheritdoc cref="Read{T}(string, int)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="maximumValues">More values than that are refused before they are read. Default 2³⁰.</param>
    public static Tensor<T> Read<T>(Stream stream, int maximumValues = 1 << 30) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumValues);

        var header = NpyHeader.Read(stream, Math.Min(maximumValues, Array.MaxLength));
        var values = BoundedReader.Read<T>(stream, (int)header.Count, header.Type.Type, "The NPY file", header.Type.IsBigEndian);
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"The file continues past the {header.Count} values that it declares.");
        return Tensor.Create(header.IsFortran ? NpyOrder.FromFortran(values, header.Lengths) : values, header.Lengths);
    }

    /// <summary>Opens two arrays as a dataset that reads rows from where they lie: for arrays that are larger than memory.</summary>
    /// <param name="x">The file of the samples, [samples × …] of 2 to 5 dimensions, in C order.</param>
    /// <param name="y">The file of the targets: [samples] or [samples × …]. Integers in one dimension are labels, other numbers targets.</param>
    /// <param name="scale">The factor on each number of x. Default 1.</param>
    /// <exception cref="InvalidDataException">A file is damaged or no NPY file, in Fortran order, or has another number of samples than the other.</exception>
    /// <exception cref="ArgumentException">x or y has too many dimensions, or <paramref name="scale"/> is not a finite number above 0.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static RecordFile Open(string x, string y, float scale = 1) => ArrayFile.Open(Header(x), Header(y), scale);

    private static ArrayFile Header(string path) => AtomicFile.Read(path, file =>
    {
        var header = NpyHeader.Read(file, long.MaxValue);
        if (header.IsFortran && header.Lengths.Count(length => length > 1) > 1)
            throw new InvalidDataException(
                "The array is in Fortran order, so its rows are not contiguous: save it with numpy.save(path, numpy.ascontiguousarray(array)).");
        return new ArrayFile(path, file.Position, header.Type.Type, header.Type.IsBigEndian, header.Lengths);
    });
}

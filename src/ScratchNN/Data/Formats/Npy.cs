using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN.Files;

/// <summary>Reads NPY files, the format of NumPy's <c>np.save</c>.</summary>
/// <remarks>
/// <code>
/// var x = Npy.Read&lt;float&gt;("x.npy");   // [1000 × 20]
/// </code>
/// Versions 1 to 3; <c>&lt;f4 &lt;f8 |u1 &lt;i4 &lt;i8</c> in C order, with 1 to 8 dimensions. Nothing in a file is executed. A file is read to its
/// end and must hold exactly the values that it declares; memory grows with the bytes that are there, not with those that are declared.
/// Format: NumPy, numpy.lib.format.
/// </remarks>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">
    /// What the values become; each must fit: an integer if T is a type of integers, else a number in its range, which becomes the nearest of its numbers.
    /// </typeparam>
    /// <param name="path">The file.</param>
    /// <param name="maximumValues">More values than that are refused before they are read. Default 2³⁰.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no NPY file, holds too many values, or one that does not fit <typeparamref name="T"/>.</exception>
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
        var values = BoundedReader.Read<T>(stream, header.Count, header.Type, "The NPY file");
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"The file goes on after the {header.Count} values that it declares.");
        return Tensor.Create(values, header.Lengths);
    }
}

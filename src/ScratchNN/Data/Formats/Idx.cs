using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN.Files;

/// <summary>Reads IDX files, the format of MNIST, plain or gzip-compressed.</summary>
/// <remarks>
/// <code>
/// var images = Idx.Read&lt;float&gt;("train-images-idx3-ubyte.gz");   // [60000 × 28 × 28], 0 to 255
/// var labels = Idx.Read&lt;int&gt;("train-labels-idx1-ubyte.gz");     // [60000]
/// </code>
/// A file is read to its end and must hold exactly the values that it declares. Memory grows with the bytes that are there, not with
/// those that are declared. The images of EMNIST have rows and columns exchanged: transpose them before you show one.
/// Format: Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits.
/// </remarks>
public static class Idx
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">
    /// What the values become. Each must fit, or is refused with its index: an integer type takes whole numbers in its range, a type of floats numbers in its
    /// range, which become the nearest of its numbers. So a float may round an integer beyond 2²⁴ (16777217 becomes 16777216).
    /// </typeparam>
    /// <param name="path">The file.</param>
    /// <param name="maximumValues">More values than that are refused before they are read. Default 2³⁰.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no IDX file, holds too many values, or one that does not fit
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

        using var input = new IdxInput(stream);
        var header = IdxHeader.Read(input, Math.Min(maximumValues, Array.MaxLength));
        var values = BoundedReader.Read<T>(input.Read, input.ExpectedLength, (int)header.Count, header.Type, isBigEndian: true, "The IDX file");
        if (!input.IsAtEnd())
            throw new InvalidDataException($"The file continues past the {header.Count} values that it declares, or its gzip data is cut off.");
        return Tensor.Create(values, header.Lengths);
    }

    /// <summary>Opens a file of samples and one of labels as a dataset that reads rows from where they lie: for files that are larger than memory.</summary>
    /// <param name="x">The file of the samples, [samples × …] of 2 to 5 dimensions, not compressed.</param>
    /// <param name="y">The file of the targets: [samples] or [samples × …]. Integers in one dimension are labels, other numbers targets.</param>
    /// <param name="scale">The factor on each number of x. Default 1/255: bytes become 0 to 1.</param>
    /// <exception cref="InvalidDataException">A file is damaged, compressed or no IDX file, or has another number of samples than the other.</exception>
    /// <exception cref="ArgumentException">x or y has too many dimensions, or <paramref name="scale"/> is not a finite number above 0.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static RecordFile Open(string x, string y, float scale = 1 / 255f) => ArrayFile.Open(Header(x), Header(y), scale);

    private static ArrayFile Header(string path) => AtomicFile.Read(path, file =>
    {
        using var input = new IdxInput(file);
        if (input.IsCompressed)
            throw new InvalidDataException("The file is compressed with gzip, so its rows have no fixed place: gunzip it, or read all of it with Idx.Read.");
        var header = IdxHeader.Read(input, long.MaxValue);
        return new ArrayFile(path, IdxHeader.Bytes(header.Lengths.Length), header.Type, true, header.Lengths);
    });
}

using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using ScratchNN.Files;

namespace Mnist;

/// <summary>One of the four files of MNIST (Y. LeCun, C. Cortes, C. Burges).</summary>
/// <param name="Name">Its name, uncompressed.</param>
/// <param name="Lengths">Of what it holds.</param>
/// <param name="Sha256">Of its content: what comes from a network is checked with it.</param>
internal sealed record MnistFile(string Name, nint[] Lengths, string Sha256)
{
    public static MnistFile TrainImages { get; } =
        new("train-images-idx3-ubyte", [60_000, 28, 28], "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
    public static MnistFile TrainLabels { get; } = new("train-labels-idx1-ubyte", [60_000], "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
    public static MnistFile TestImages { get; } =
        new("t10k-images-idx3-ubyte", [10_000, 28, 28], "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
    public static MnistFile TestLabels { get; } = new("t10k-labels-idx1-ubyte", [10_000], "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    public static IReadOnlyList<MnistFile> All { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    public string GzipName => Name + ".gz";

    /// <summary>Reads the file from a folder, where it may be compressed or not.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or another.</exception>
    public Tensor<T> Read<T>(string folder) where T : unmanaged, INumber<T>
    {
        string plain = Path.Combine(folder, Name), path = File.Exists(plain) ? plain : Path.Combine(folder, GzipName);
        var values = Idx.Read<T>(path);
        return values.Lengths.SequenceEqual(Lengths) ? values
            : throw new InvalidDataException(
                $"{path} holds {string.Join(" × ", values.Lengths.ToArray())} values, MNIST's {Name} {string.Join(" × ", Lengths)}.");
    }

    /// <summary>Whether a stream, compressed or not, holds this file and nothing else.</summary>
    public bool IsWhole(Stream stream)
    {
        bool isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        try
        {
            var content = isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream; // closed by the caller
            return Convert.ToHexStringLower(SHA256.HashData(content)) == Sha256;
        }
        catch (InvalidDataException)
        {
            return false; // damaged compression
        }
    }
}

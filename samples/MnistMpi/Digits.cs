using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using ScratchNN;
using ScratchNN.Files;

namespace MnistMpi;

/// <summary>Images of digits, 0 to 1, and what they show.</summary>
internal static class Digits
{
    /// <summary>MNIST of a folder, or the small digits of scikit-learn.</summary>
    public static (ScratchNN.Samples X, int[] Y) Read(string? folder)
    {
        if (folder == null) return ReadEmbedded();
        var images = Idx.Read<float>(Find(folder, "train-images-idx3-ubyte"));
        System.Numerics.Tensors.Tensor.Multiply<float>(images, 1 / 255f, images);
        return (images, [.. Idx.Read<int>(Find(folder, "train-labels-idx1-ubyte"))]);
    }

    private static string Find(string folder, string name) => Directory.GetFiles(folder, name + "*").Order().FirstOrDefault()
        ?? throw new IOException($"There is no {name} in {folder}.");

    private static (ScratchNN.Samples X, int[] Y) ReadEmbedded()
    {
        const int Side = 8, Largest = 16;
        var pixels = new List<float>();
        var labels = new List<int>();
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            float[] row = [.. line.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            pixels.AddRange(row[..^1].Select(value => value / Largest));
            labels.Add((int)row[^1]);
        }
        return (new ScratchNN.Samples(pixels.ToArray(), new Shape(Side, Side)), [.. labels]);
    }
}

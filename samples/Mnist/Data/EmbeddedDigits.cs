using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using ScratchNN.Numerics;

namespace Mnist;

/// <summary>The 1,797 real 8×8 digits that are part of this program: for a start without a download.</summary>
internal static class EmbeddedDigits
{
    public const string Attribution = "Digits: E. Alpaydin, C. Kaynak, Optical recognition of handwritten digits, UCI ML Repository, CC BY 4.0";

    private const int Count = 1797, Pixels = 64, MaximumPixel = 16;

    public static Stream Open() => typeof(EmbeddedDigits).Assembly.GetManifestResourceStream("digits.csv.gz")!;

    /// <summary>Reads the digits; pixels are 0 to 16, divided by <paramref name="divisor"/>.</summary>
    /// <exception cref="InvalidDataException">The data is damaged; the message says in which line.</exception>
    public static ImageSet Read(Stream gzip, float divisor)
    {
        float[] pixels = new float[Count * Pixels];
        int[] labels = new int[Count];
        using var reader = new StreamReader(new GZipStream(gzip, CompressionMode.Decompress));
        int row = 0;
        for (; reader.ReadLine() is { } line; row++)
        {
            if (row == Count) throw Damaged(row, $"more than {Count} digits");
            string[] cells = line.Split(',');
            if (cells.Length != Pixels + 1) throw Damaged(row, $"{cells.Length} columns instead of {Pixels + 1}");
            for (int i = 0; i < Pixels; i++)
                pixels[(row * Pixels) + i] = Number(cells[i], MaximumPixel, row, i) / divisor;
            labels[row] = Number(cells[Pixels], 9, row, Pixels);
        }
        if (row < Count) throw Damaged(row, $"the end after {row} of {Count} digits");
        return new ImageSet(Tensor.Create(pixels, [Count, Pixels]), labels);
    }

    /// <summary>The digits with pixels from 0 to 1, a random fifth of them to test on.</summary>
    public static DigitData Split(ulong seed)
    {
        var digits = Read(Open(), MaximumPixel);
        int[] order = [.. Enumerable.Range(0, Count)];
        new RandomStream(seed, 0).Shuffle(order);
        int held = Count / 5;
        return new DigitData($"{Count} digits of 8×8 pixels, {held} of them to test on", Pick(digits, order[held..]), Pick(digits, order[..held]), Epochs: 60);
    }

    private static ImageSet Pick(ImageSet from, int[] rows)
    {
        float[] pixels = new float[rows.Length * Pixels];
        for (int i = 0; i < rows.Length; i++)
            from[rows[i]].CopyTo(pixels.AsSpan(i * Pixels));
        return new ImageSet(Tensor.Create(pixels, [rows.Length, Pixels]), [.. rows.Select(row => from.Labels[row])]);
    }

    private static int Number(string cell, int maximum, int row, int column) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= maximum
            ? number
            : throw Damaged(row, $"'{cell}' instead of 0 to {maximum} in column {column + 1}");

    private static InvalidDataException Damaged(int row, string found) => new($"The digits are damaged: line {row + 1} has {found}.");
}

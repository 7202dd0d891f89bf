namespace ScratchNN.Reporting;

/// <summary>Samples and weights that are images, as pictures.</summary>
internal static class Images
{
    private const int SmallestSide = 4; // pixels, where there are no channels to tell an image by
    private const int Steps = 24; // of colours to either side of white: so few compress well
    private const byte Gap = (2 * Steps) + 1; // the number of the colour between tiles
    private static readonly byte[] _colours = [.. Enumerable.Range(-Steps, (2 * Steps) + 1).SelectMany(step => Colour((float)step / Steps)), 128, 128, 128];

    /// <summary>The shape [height × width × channels] of images of a shape; null if it is not one of an image.</summary>
    /// <param name="sample">The shape of a sample.</param><param name="given">What the user says it is.</param>
    /// <param name="areSequences">Whether two dimensions are those of a sequence, [length × channels].</param>
    public static Shape? ShapeOf(Shape sample, Shape? given, bool areSequences = false) => (given ?? sample) switch
    {
        { Rank: 2 } image when given != null || (!areSequences && Math.Min(image[0], image[1]) >= SmallestSide) => new Shape(image[0], image[1], 1),
        { Rank: 3 } image when image[2] is 1 or 3 && Math.Min(image[0], image[1]) > 1 => image,
        _ => null,
    };

    /// <summary>A sample: from its smallest value, black, to its largest, white.</summary>
    public static string OfSample(ReadOnlySpan<float> pixels, Shape image)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (float pixel in pixels) (low, high) = (Math.Min(low, pixel), Math.Max(high, pixel));
        byte[] bytes = new byte[image.Size];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(255 * (pixels[i] - low) / Math.Max(high - low, 1e-12f));
        return image[2] == 3 ? Png.Rgb(bytes, image[1]) : Png.Grey(bytes, image[1]);
    }

    /// <summary>Weights of several units, tile beside tile: orange is negative, blue positive, white 0.</summary>
    /// <param name="weights">[height × width × channels × units].</param>
    /// <param name="image">Height, width and channels of a tile; channels are averaged.</param>
    /// <param name="units">How many there are.</param><param name="shown">How many to show.</param><param name="columns">Tiles in a row.</param>
    /// <returns>The picture and its width and height in pixels.</returns>
    public static (string Address, int Width, int Height) OfWeights(ReadOnlySpan<float> weights, Shape image, int units, int shown, int columns)
    {
        int high = image[0], wide = image[1], channels = image[2];
        int width = (columns * (wide + 1)) + 1, height = ((((shown - 1) / columns) + 1) * (high + 1)) + 1;
        byte[] tiles = new byte[width * height];
        tiles.AsSpan().Fill(Gap);
        float largest = 1e-12f;
        foreach (float weight in weights) largest = Math.Max(largest, Math.Abs(weight));
        for (int unit = 0; unit < shown; unit++)
            for (int y = 0; y < high; y++)
                for (int x = 0; x < wide; x++)
                {
                    float mean = 0;
                    for (int c = 0; c < channels; c++) mean += weights[((((y * wide) + x) * channels) + c) * units + unit] / channels;
                    int at = ((1 + y + (unit / columns * (high + 1))) * width) + 1 + x + (unit % columns * (wide + 1));
                    tiles[at] = (byte)(Steps + (int)MathF.CopySign(MathF.Round(Steps * MathF.Sqrt(Math.Min(1, Math.Abs(mean / largest)))), mean));
                }
        return (Png.Indexed(tiles, width, _colours), width, height);
    }

    /// <summary>−1 orange, 0 white, 1 blue. A weight's colour is that of its root, which shows small ones, too.</summary>
    private static byte[] Colour(float value)
    {
        byte[] end = value < 0 ? [0xB3, 0x45, 0x0B] : [0x0B, 0x4F, 0xA8];
        return Array.ConvertAll(end, to => (byte)(255 + ((to - 255) * Math.Abs(value))));
    }
}

using System.Text.Json;
using ScratchNN;
using StbImageSharp;

namespace Images;

/// <summary>How a file becomes the numbers of a sample. The model carries it, so a picture is read in use as it was in training.</summary>
/// <param name="Side">Height and width in pixels; other pictures are scaled to it, whatever their proportions.</param>
/// <param name="IsColor">Three channels, red, green and blue; else one, grey.</param>
internal sealed record ImageRecipe(int Side, bool IsColor)
{
    private const string Key = "samples/Images";

    /// <summary>[side × side × channels], each value 0 to 1.</summary>
    public Shape Shape => new(Side, Side, IsColor ? 3 : 1);

    /// <summary>Names of classes, and this recipe, for a model to carry.</summary>
    public DataInfo Info(IReadOnlyList<string> classes) => new()
    {
        ClassNames = classes,
        Attachments = new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(this) },
    };

    /// <summary>The recipe that a model carries.</summary>
    public static ImageRecipe Of(Model model) => model.Info.Attachments.TryGetValue(Key, out string? text)
        ? JsonSerializer.Deserialize<ImageRecipe>(text)!
        : throw new InvalidDataException(
            "The model was not trained by this program: it does not say how pictures become numbers. Train one with: train FOLDER.");

    /// <summary>Reads a picture: decoded, scaled to the side by the mean of the pixels that each new one covers, 0 to 1.</summary>
    /// <exception cref="InvalidDataException">The file is not a picture that can be read.</exception>
    public float[] Read(string path)
    {
        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(File.ReadAllBytes(path), IsColor ? ColorComponents.RedGreenBlue : ColorComponents.Grey);
        }
        catch (Exception exception) when (exception is not (IOException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"{path} cannot be read as a picture ({exception.Message.TrimEnd('.')}): PNG, JPEG, BMP and GIF can.", exception);
        }

        int channels = Shape[2];
        float[] sample = new float[Shape.Size];
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++)
            {
                var (top, bottom) = Covered(y, image.Height);
                var (left, right) = Covered(x, image.Width);
                for (int channel = 0; channel < channels; channel++)
                {
                    long sum = 0;
                    for (int row = top; row < bottom; row++)
                        for (int column = left; column < right; column++) sum += image.Data[(((row * image.Width) + column) * channels) + channel];
                    sample[(((y * Side) + x) * channels) + channel] = sum / (255f * (bottom - top) * (right - left));
                }
            }
        return sample;
    }

    /// <summary>The pixels of a picture that a pixel of the sample covers: at least one.</summary>
    private (int First, int End) Covered(int pixel, int length)
    {
        int first = (int)((long)pixel * length / Side);
        return (first, Math.Max(first + 1, (int)((long)(pixel + 1) * length / Side)));
    }
}

using System.Numerics.Tensors;

namespace Mnist;

/// <summary>Where MNIST comes from: a folder that is named, else the user's cache, else a download into that.</summary>
internal sealed record MnistSource
{
    public string Cache { get; init; } = Path.Combine(CacheRoot(), "ScratchNN", "mnist");

    public IReadOnlyList<Uri> Mirrors { get; init; } =
        [new("https://storage.googleapis.com/cvdf-datasets/mnist/"), new("https://ossci-datasets.s3.amazonaws.com/mnist/")];

    /// <summary>Finds MNIST; null, and the reason, if there is none.</summary>
    /// <param name="folder">The only place to look, or null.</param>
    /// <param name="offline">Whether not to download.</param>
    /// <param name="reason">Why there is none.</param>
    /// <exception cref="IOException">It is not in <paramref name="folder"/>.</exception>
    /// <exception cref="InvalidDataException">It is damaged there.</exception>
    public DigitData? Find(string? folder, bool offline, out string reason)
    {
        reason = $"it is not in {Cache}";
        if (folder != null) return Load(folder);
        try
        {
            if (Directory.Exists(Cache)) return Load(Cache);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            reason = exception.Message;
        }
        if (offline) return null;
        reason = new MnistDownload(Mirrors, Cache).Fetch() ?? "";
        return reason.Length == 0 ? Load(Cache) : null;
    }

    /// <summary>Reads MNIST from a folder.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static DigitData Load(string folder)
    {
        return new DigitData("MNIST, 60,000 images of 28×28 pixels and 10,000 to test on",
            LoadSet(MnistFile.TrainImages, MnistFile.TrainLabels), LoadSet(MnistFile.TestImages, MnistFile.TestLabels), Epochs: 10);

        ImageSet LoadSet(MnistFile imageFile, MnistFile labelFile)
        {
            var pixels = imageFile.Read<float>(folder).Reshape([-1, 784]);
            var all = pixels.GetSpan([0, 0], (int)pixels.FlattenedLength);
            TensorPrimitives.Divide(all, 255, all); // in place: 0 to 1
            int[] labels = new int[pixels.Lengths[0]];
            labelFile.Read<int>(folder).FlattenTo(labels);
            if (labels.AsSpan().IndexOfAnyExceptInRange(0, 9) is var bad and >= 0)
                throw new InvalidDataException($"{folder} holds the label {labels[bad]} at {bad} of {labelFile.Name}: digits are 0 to 9.");
            return new ImageSet(pixels, labels);
        }
    }

    private static string CacheRoot() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local
        : Path.GetTempPath();
}

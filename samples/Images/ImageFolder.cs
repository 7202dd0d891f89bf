using ScratchNN;

namespace Images;

/// <summary>Pictures in folders, one folder a class.</summary>
internal sealed record ImageFolder(IReadOnlyList<string> Classes, IReadOnlyList<string> Files, int[] Labels)
{
    private static readonly string[] _endings = [".png", ".jpg", ".jpeg", ".bmp", ".gif"];

    /// <summary>Finds the pictures; the classes are the folders' names in ordinal order.</summary>
    public static ImageFolder Open(string path)
    {
        string[] classes = [.. Directory.GetDirectories(path).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)];
        var files = new List<string>();
        var labels = new List<int>();
        for (int label = 0; label < classes.Length; label++)
        {
            string folder = Path.Combine(path, classes[label]);
            string[] found = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => _endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
            if (found.Length < 2)
                throw new InvalidDataException(
                    $"{folder} holds {found.Length} pictures ({string.Join(", ", _endings)}): a class needs at least two, "
                        + "one to train on and one to test on.");
            files.AddRange(found);
            labels.AddRange(Enumerable.Repeat(label, found.Length));
        }
        return classes.Length >= 2 ? new ImageFolder(classes, files, [.. labels]) : throw new InvalidDataException(
            $"{path} holds {classes.Length} folders: put the pictures of each class into a folder of its own, at least two of them, named as the classes.");
    }

    /// <summary>Reads all pictures. Those that cannot be read are named together.</summary>
    public IDataset Read(ImageRecipe recipe)
    {
        float[][] pixels = new float[Files.Count][];
        string?[] errors = new string?[Files.Count];
        Parallel.For(0, pixels.Length, i =>
        {
            try
            {
                pixels[i] = recipe.Read(Files[i]);
            }
            catch (InvalidDataException exception)
            {
                errors[i] = exception.Message;
            }
        });
        string[] bad = [.. errors.OfType<string>()];
        if (bad.Length > 0)
            throw new InvalidDataException(
                $"{bad.Length} of {Files.Count} files cannot be read; remove or repair them. "
                    + $"{string.Join(" ", bad.Take(5))}{(bad.Length > 5 ? " …" : "")}");
        return Dataset.From(new ScratchNN.Samples(pixels.SelectMany(image => image).ToArray(), recipe.Shape), Labels, info: recipe.Info(Classes));
    }

    /// <summary>One of five pictures of each class is kept for the test, at least one: which ones, the seed says.</summary>
    public (int[] Train, int[] Test) Split(ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Files.Count)];
        new ScratchNN.Numerics.RandomStream(seed, 0).Shuffle<int>(order);
        var test = order.GroupBy(row => Labels[row]).SelectMany(rows => rows.Take(Math.Max(1, rows.Count() / 5))).ToHashSet();
        return ([.. order.Where(row => !test.Contains(row))], [.. order.Where(test.Contains)]);
    }
}

using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>A value for every parameter of a model, as tensors of a file: weights under the parameters' names, what an optimizer remembers under a prefix.</summary>
internal static class ParameterTensors
{
    private const int Listed = 5;

    /// <summary>The tensors of a flat vector.</summary>
    public static IEnumerable<NamedTensor> Of(ParameterLayout layout, ReadOnlyMemory<float> values, string prefix = "") =>
        layout.Places.Select(place => new NamedTensor(prefix + place.Info.Name, place.Info, place.Of(values)));

    /// <summary>Assigns a flat vector what <see cref="Of"/> wrote.</summary>
    public static void Assign(Span<float> values, ParameterLayout layout, Dictionary<string, float[]> tensors, string prefix = "")
    {
        foreach (var place in layout.Places)
            new AxisOrder(place.Info).ToMemory(tensors[prefix + place.Info.Name], place.Of(values));
    }

    /// <summary>Throws unless the file has a tensor of the right shape for each parameter and prefix, and no other.</summary>
    /// <param name="header">What the file has.</param>
    /// <param name="infos">The parameters.</param>
    /// <param name="prefixes">The vectors to be read.</param>
    /// <param name="ignored">The prefixes of tensors that may be there as well; null for none.</param>
    /// <exception cref="InvalidDataException">It has not; the message names what is missing, extra or wrong.</exception>
    public static void Require(SafeTensorsHeader header, IReadOnlyList<ParameterInfo> infos, ReadOnlySpan<string> prefixes, IReadOnlyList<string>? ignored = null)
    {
        var tensors = header.Tensors.ToDictionary(tensor => tensor.Name);
        var problems = new List<string>();
        foreach (string prefix in prefixes)
            foreach (var info in infos)
            {
                var expected = new AxisOrder(info).Dimensions;
                if (!tensors.Remove(prefix + info.Name, out var tensor))
                    problems.Add($"{Name(prefix, info)} {Format(expected)} is missing");
                else if (!tensor.Shape.SequenceEqual(expected.Select(dimension => (long)dimension)))
                    problems.Add($"{Name(prefix, info)} is {Format(tensor.Shape)}, the model has {Format(expected)}");
            }
        List<string> unknown = [.. tensors.Keys.Where(name => ignored == null || !ignored.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(name => $"the model has no {SafeTensorsHeader.Describe(name)}")];
        if (problems.Count + unknown.Count > 0)
            throw new InvalidDataException($"The file does not fit the model: {string.Join("; ", [.. First(problems), .. First(unknown)])}.");
    }

    /// <summary>A layer may have its parameters' names from the file.</summary>
    private static string Name(string prefix, ParameterInfo info) => $"'{FileText.Short(prefix + info.Name)}'";

    private static List<string> First(List<string> problems) =>
        problems.Count > Listed ? [.. problems.Take(Listed), $"and {problems.Count - Listed} more"] : problems;

    private static string Format<T>(IEnumerable<T> dimensions) => $"[{string.Join(" × ", dimensions.Take(8))}]";
}

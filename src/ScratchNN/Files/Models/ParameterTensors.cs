using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>
/// A value for every parameter of a model, as tensors of a file: weights under the parameters' names, optimizer state under a prefix.
/// </summary>
internal static class ParameterTensors
{
    private const int Listed = 5;

    /// <summary>The tensors of a flat vector.</summary>
    public static IEnumerable<NamedTensor> Of(ParameterLayout layout, ReadOnlyMemory<float> values, string prefix = "") =>
        layout.Places.Select(place => new NamedTensor(prefix + place.Info.Name, place.Info, place.Of(values)));

    /// <summary>Assigns a flat vector what <see cref="Of"/> wrote; parameters without a tensor stay as they are.</summary>
    public static void Assign(Span<float> values, ParameterLayout layout, Dictionary<string, float[]> tensors, string prefix = "")
    {
        foreach (var place in layout.Places)
            if (tensors.TryGetValue(prefix + place.Info.Name, out float[]? tensor)) new AxisOrder(place.Info).ToMemory(tensor, place.Of(values));
    }

    /// <summary>Throws unless the file has a tensor of the right shape for each parameter and prefix, and no other.</summary>
    /// <param name="header">What the file has.</param>
    /// <param name="infos">The parameters.</param>
    /// <param name="prefixes">The vectors to be read.</param>
    /// <param name="ignored">The prefixes of tensors that may be there as well; null for none.</param>
    /// <exception cref="InvalidDataException">It has not; the message names what is missing, extra or wrong.</exception>
    public static void Require(SafeTensorsHeader header, IReadOnlyList<ParameterInfo> infos, ReadOnlySpan<string> prefixes,
        IReadOnlyList<string>? ignored = null) =>
        Match(header.Tensors.ToDictionary(tensor => tensor.Name), infos, prefixes, ignored, isStrict: true);

    /// <summary>Takes the tensors of parameters out of those there are, which are found by the parameters' names.</summary>
    /// <inheritdoc cref="Require"/>
    /// <param name="tensors">What the file has; it keeps what no parameter has.</param>
    /// <param name="infos">The parameters.</param>
    /// <param name="prefixes">The vectors to be read.</param>
    /// <param name="ignored">The prefixes of tensors that may be there as well; null for none.</param>
    /// <param name="isStrict">Whether none may be missing, or be left but integers and booleans, which no weight is. If not, one parameter at least must be
    /// there.</param>
    /// <param name="remedy">Makes what the message says in the end. Default null: nothing.</param>
    /// <returns>The names of the parameters that are missing.</returns>
    public static List<string> Match(
        Dictionary<string, TensorEntry> tensors, IReadOnlyList<ParameterInfo> infos, ReadOnlySpan<string> prefixes, IReadOnlyList<string>? ignored,
            bool isStrict, Func<string>? remedy = null)
    {
        List<string> problems = [], missing = [];
        isStrict |= infos.Count > 0 && !infos.Any(info => tensors.ContainsKey(info.Name)); // where nothing fits, names are wrong
        foreach (string prefix in prefixes)
            foreach (var info in infos)
            {
                var expected = new AxisOrder(info).Dimensions;
                if (!tensors.Remove(prefix + info.Name, out var tensor))
                {
                    missing.Add(prefix + info.Name);
                    if (isStrict) problems.Add($"{Name(prefix, info)} {Format(expected)} is missing");
                }
                else if (tensor.Type == null) problems.Add($"{Name(prefix, info)} has the type '{tensor.TypeName}': {SafeTensorsHeader.Readable[..^1]}");
                else if (!tensor.Shape.SequenceEqual(expected.Select(dimension => (long)dimension)))
                    problems.Add($"{Name(prefix, info)} is {Format(tensor.Shape)}, the model has {Format(expected)}");
            }
        List<TensorEntry> unknown = !isStrict ? []
            : [.. tensors.Values.Where(tensor => tensor.HasFloats
                && (ignored == null || !ignored.Any(prefix => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))))];
        if (problems.Count + unknown.Count == 0) return missing;
        var strangers = First(unknown, tensor => $"the model has no '{FileText.Short(tensor.Name)}' {Format(tensor.Shape)}");
        throw new InvalidDataException(
            $"The file does not fit the model: {string.Join("; ", [.. First(problems, problem => problem), .. strangers])}.{remedy?.Invoke()}");
    }

    /// <summary>A layer may have its parameters' names from the file.</summary>
    private static string Name(string prefix, ParameterInfo info) => $"'{FileText.Short(prefix + info.Name)}'";

    private static List<string> First<T>(List<T> problems, Func<T, string> text) =>
        [.. problems.Take(Listed).Select(text), .. problems.Count > Listed ? (string[])[$"and {problems.Count - Listed} more"] : []];

    private static string Format<T>(IEnumerable<T> dimensions) => $"[{string.Join(" × ", dimensions.Take(8))}]";
}

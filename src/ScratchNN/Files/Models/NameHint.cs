using System.Text.RegularExpressions;

namespace ScratchNN;

/// <summary>How names of a file that fits but for its names become those of the model.</summary>
internal static partial class NameHint
{
    private const int MostLayers = 4;

    /// <summary>The sentence that says it, with the line of code; null if nobody can tell.</summary>
    /// <param name="tensors">What the file has.</param><param name="infos">The parameters.</param>
    public static string? Of(IReadOnlyList<TensorEntry> tensors, IReadOnlyList<ParameterInfo> infos) => infos.Count == 0 ? null : OfPrefix(tensors, infos)
        ?? OfLayers(tensors, infos);

    /// <summary>A prefix, as torch.compile (<c>_orig_mod.</c>), DataParallel (<c>module.</c>) or a part of a larger model has it.</summary>
    private static string? OfPrefix(IReadOnlyList<TensorEntry> tensors, IReadOnlyList<ParameterInfo> infos)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name);
        string[] prefixes = [.. tensors.Where(tensor => tensor.Name.EndsWith("." + infos[0].Name, StringComparison.Ordinal))
            .Select(tensor => tensor.Name[..^infos[0].Name.Length])
            .Where(prefix => infos.All(info => byName.TryGetValue(prefix + info.Name, out var tensor) && Fits(tensor, info)))];
        if (prefixes is not [var prefix] || !Plain().IsMatch(prefix)) return null;
        return tensors.All(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            ? $" All names begin with '{prefix}': LoadOptions.Rename = name => name[\"{prefix}\".Length..] takes it off."
            : $" Under '{prefix}' the file has every parameter: LoadOptions.Rename = name => {Renamed(prefix, "")} : null selects these.";
    }

    /// <summary>Layers of other names: those of the same shapes, if there is one for each, or as many as in the model and in the same order.</summary>
    private static string? OfLayers(IReadOnlyList<TensorEntry> tensors, IReadOnlyList<ParameterInfo> infos)
    {
        var wanted = Layers(infos.Select(info => (info.Name, new AxisOrder(info).Dimensions.Select(length => (long)length))));
        var there = Layers(tensors.Where(tensor => tensor.HasFloats && tensor.Type != null).Select(tensor => (tensor.Name, tensor.Shape.AsEnumerable())));
        if (!wanted.Concat(there).All(layer => layer.Name.Length > 0 && Plain().IsMatch(layer.Name))) return null;

        string[]? names = Only(wanted, there) ?? InOrder(wanted, [.. there.OrderBy(layer => Natural(layer.Name), StringComparer.Ordinal)])
            ?? InOrder(wanted, there);
        if (names == null) return null;
        (string From, string To)[] pairs = [.. names.Zip(wanted, (name, layer) => (name, layer.Name))];
        if (pairs.All(pair => pair.From == pair.To)) return null; // it is not the names
        string listed = string.Join(", ", pairs.Take(MostLayers).Select(pair => $"'{pair.From}' for '{pair.To}'")) + (pairs.Length > MostLayers ? ", …" : "");
        string code = pairs.Length > MostLayers ? "… gives each tensor the name of its parameter."
            : $"{string.Join(" : ", pairs.Select(pair => Renamed(pair.From + ".", pair.To + ".")))} : null selects them.";
        return $" The same shapes are there under other names, {listed}: LoadOptions.Rename = name => {code}";

        static List<(string Name, string Shapes)> Layers(IEnumerable<(string Name, IEnumerable<long> Shape)> parts) =>
        [
            .. parts.GroupBy(part => LayerOf(part.Name), part => $"{part.Name[(part.Name.LastIndexOf('.') + 1)..]} {string.Join(' ', part.Shape)}")
                .Select(layer => (layer.Key, string.Join(';', layer.Order(StringComparer.Ordinal)))),
        ];
    }

    /// <summary>The layer of the file for each of the model, where no other has its shapes.</summary>
    private static string[]? Only(List<(string Name, string Shapes)> wanted, List<(string Name, string Shapes)> there)
    {
        var named = there.ToLookup(layer => layer.Shapes, layer => layer.Name);
        if (!wanted.All(layer => named[layer.Shapes].Count() == 1)) return null;
        string[] names = [.. wanted.Select(layer => named[layer.Shapes].Single())];
        return names.Distinct().Count() == names.Length ? names : null;
    }

    private static string[]? InOrder(List<(string Name, string Shapes)> wanted, List<(string Name, string Shapes)> there) =>
        wanted.Select(layer => layer.Shapes).SequenceEqual(there.Select(layer => layer.Shapes)) ? [.. there.Select(layer => layer.Name)] : null;

    private static bool Fits(TensorEntry tensor, ParameterInfo info) =>
        tensor.Shape.SequenceEqual(new AxisOrder(info).Dimensions.Select(length => (long)length));

    private static string LayerOf(string name) => name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : "";

    private static string Renamed(string from, string to) =>
        $"name.StartsWith(\"{from}\", StringComparison.Ordinal) ? {(to.Length > 0 ? $"\"{to}\" + " : "")}name[\"{from}\".Length..]";

    /// <summary>A name whose numbers sort as such: fc2 before fc10.</summary>
    private static string Natural(string name) => Digits().Replace(name, match => match.Value.PadLeft(10, '0'));

    /// <summary>What may stand in a line of code as it is.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_.\-]{1,100}\z")]
    private static partial Regex Plain();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}

using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>Which numbers of a sample are one column.</summary>
internal static class ImportanceColumns
{
    /// <summary>The columns by name, in the order of their first numbers.</summary>
    /// <param name="input">The shape of a sample.</param><param name="names">A name for each number; null, or another count, for none.</param>
    public static IReadOnlyList<(string Name, int[] Features)> Of(Shape input, IReadOnlyList<string>? names)
    {
        string NameOf(int feature) => names?.Count == input.Size ? names[feature] : input.Rank switch
        {
            1 => $"feature {feature}",
            2 => $"pixel [{feature / input[1]}, {feature % input[1]}]",
            3 => $"pixel [{feature / input[2] / input[1]}, {feature / input[2] % input[1]}]", // channels are last
            _ => $"place [{feature / input[3] / input[2] / input[1]}, {feature / input[3] / input[2] % input[1]}, {feature / input[3] % input[2]}]",
        };
        var columns = new List<(string Name, List<int> Features)>();
        var places = new Dictionary<string, int>();
        for (int feature = 0; feature < input.Size; feature++)
        {
            string name = NameOf(feature);
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, name, out bool isKnown);
            if (!isKnown)
            {
                place = columns.Count;
                columns.Add((name, []));
            }
            columns[place].Features.Add(feature);
        }
        return [.. columns.Select(column => (column.Name, column.Features.ToArray()))];
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchNN;

/// <summary>The name of a file of <see cref="Checkpoints"/>: epoch-000012-step-0000001200.safetensors. Names sort as training went.</summary>
/// <remarks>The epoch comes first, because a callback that restores weights takes the number of steps back.</remarks>
internal readonly partial record struct CheckpointName(int Epoch, long Step) : IComparable<CheckpointName>
{
    public int CompareTo(CheckpointName other) => (Epoch, Step).CompareTo((other.Epoch, other.Step));

    /// <summary>The files of a folder that have such a name, the latest first; whatever else is there is not ours.</summary>
    public static CheckpointName[] In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        CheckpointName[] names = [.. Directory.EnumerateFiles(folder, "epoch-*").Select(path => Parse(Path.GetFileName(path))).OfType<CheckpointName>()];
        Array.Sort(names, (a, b) => b.CompareTo(a));
        return names;
    }

    /// <summary>The numbers of a name; null if this is no such name, letter for letter.</summary>
    public static CheckpointName? Parse(string name) => Pattern().Match(name) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
        && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long step)
        && new CheckpointName(epoch, step) is var parsed && parsed.ToString() == name ? parsed : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"epoch-{Epoch:D6}-step-{Step:D10}.safetensors");

    [GeneratedRegex(@"\Aepoch-([0-9]{6,})-step-([0-9]{10,})\.safetensors\z")]
    private static partial Regex Pattern();
}

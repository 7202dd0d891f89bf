using System.Numerics;

namespace ScratchNN;

/// <summary>SNN003: a layer of fewer units than it takes bits to tell the classes apart.</summary>
/// <remarks>
/// Only for classes: an autoencoder has a narrow middle. Nor where something goes around the layer, as in a residual block, or where the samples have no more
/// numbers themselves.
/// </remarks>
internal sealed class NarrowLayer() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const int Better = 16;

    public override void Examine(in CheckPass pass)
    {
        int classes = Classes(pass);
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            if (!IsNarrow(pass, i, classes)) continue;
            var layer = pass.Layers[i];
            int units = layer.OutputShape.Size;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"{layer.Layer.GetType().Name}({(layer.InputShape.Rank == 1 ? $"{layer.InputShape.Size}" : $"{layer.InputShape}")} → {units}) (layer "
                    + $"{layer.Path}) leaves {(units == 1 ? "1 number" : $"{units} numbers")} for {classes} classes: "
                        + "no later layer can recover what it does not pass on.",
                Advice = $"Give it {Math.Max(Better, 2 * classes)} units or more.",
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["units"] = units, ["classes"] = classes },
            });
            return; // those behind it are not wider than they need be
        }
    }

    /// <summary>Whether it is the layer that is too narrow.</summary>
    public static bool IsNarrow(in CheckPass pass, int i) => IsNarrow(pass, i, Classes(pass));

    private static bool IsNarrow(in CheckPass pass, int i, int classes)
    {
        var layer = pass.Layers[i];
        int units = layer.OutputShape.Size;
        // units < log₂ classes
        if (classes < 3 || layer.Parameters.IsEmpty || units >= pass.Model.InputShape.Size || units > BitOperations.Log2((uint)classes - 1)) return false;
        for (int later = i + 1; later < pass.Layers.Count; later++)
            if (pass.Layers[later].Source < i) return false; // a way around it
        return i < pass.Layers.Count - 1;
    }

    private static int Classes(in CheckPass pass) => pass.Meaning != OutputKind.OneClass ? 0
        : pass.Data.ClassCounts.Length > 0 ? pass.Data.ClassCounts.Count(count => count > 0) : pass.Model.OutputShape.Size;
}

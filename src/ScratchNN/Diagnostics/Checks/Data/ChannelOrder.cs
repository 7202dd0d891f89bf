namespace ScratchNN;

/// <summary>SNN002: pictures that are stored channel by channel, for a layer that reads them pixel by pixel.</summary>
/// <remarks>Pixels side by side are alike: so the distance in the row at which values are alike tells how it is stored.</remarks>
internal sealed class ChannelOrder() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int Colours = 3, FewestRows = 32, SmallestSide = 6;
    private const double FarCloser = 0.7;

    public override void Examine(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
        {
            var shape = layer.InputShape;
            if (shape.Rank != 3 || shape.Channels != Colours || shape.Size != pass.Model.InputShape.Size || Math.Min(shape[0], shape[1]) < SmallestSide
                || pass.Rows.Length < FewestRows) continue;
            var x = pass.Layers[0].Input;
            int width = shape[1];
            double asPixels = Difference(x, shape.Size, Colours) + Difference(x, shape.Size, Colours * width), asPlanes = Difference(x, shape.Size, 1)
                + Difference(x, shape.Size, width);
            if (asPlanes < FarCloser * asPixels)
                pass.Report(new Finding
                {
                    Code = Code,
                    Severity = Severity.Warning,
                    Title = $"x looks like pictures stored channel by channel, and {layer.Name} reads them pixel by pixel: "
                        + $"neighbouring values then differ by {NumberFormat.Text(asPixels / 2)}, but read channel by channel only by "
                            + $"{NumberFormat.Text(asPlanes / 2)}.",
                    Advice = $"Reorder x to [height × width × channels], with the {Colours} values of a pixel side by side.",
                    Layer = layer.Name,
                    Tensor = "x",
                    Evidence = new Dictionary<string, double> { ["difference"] = asPixels / 2, ["difference by channels"] = asPlanes / 2 },
                });
            return;
        }
    }

    /// <summary>The mean distance of values so far apart in a row.</summary>
    private static double Difference(ReadOnlySpan<float> x, int size, int apart)
    {
        double sum = 0;
        for (int row = 0; row < x.Length; row += size)
            for (int i = row; i < row + size - apart; i++) sum += Math.Abs(x[i] - x[i + apart]);
        return sum / ((double)(x.Length / size) * (size - apart));
    }
}

namespace ScratchNN.Reporting;

/// <summary>Predictions against what was right: the nearer to the diagonal, the better.</summary>
internal sealed record ScatterChart(string Title, string Unit, IReadOnlyList<(double Right, double Predicted)> Points)
{
    public Markup Draw()
    {
        double[] all = [.. Points.SelectMany(point => (double[])[point.Right, point.Predicted]).Where(double.IsFinite)];
        if (all.Length == 0) return new Markup();
        double low = all.Min(), high = all.Max();
        var frame = new Frame(Axis.Exact($"{Unit}, target", low, high), Axis.Exact($"{Unit}, predicted", low, high));
        var content = new Markup().Add($"<path class=\"limit\" d=\"M{frame.X(low)} {frame.Y(low)}L{frame.X(high)} {frame.Y(high)}\"/>\n");
        foreach (var (right, predicted) in Points)
            if (double.IsFinite(right) && double.IsFinite(predicted))
                content.Add($"<circle class=\"speck c0\" cx=\"{frame.X(right)}\" cy=\"{frame.Y(predicted)}\" r=\"2\"/>\n");
        return Figure.Of(Title, frame.Draw($"{Title}: {Points.Count} points; on the dashed line the prediction is right.", content));
    }
}

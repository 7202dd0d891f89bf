namespace ScratchNN.Reporting;

/// <summary>What each layer does over the steps, and what the first weights look like.</summary>
internal static class LayersSection
{
    private const int MostLines = 8, MostUnits = 64, SheetColumns = 8;

    public static Markup Write(FitRecord record, Shape? image)
    {
        var charts = new Markup()
            .Add(OverLayers(record, "Size of the outputs of each layer", "root mean square", layer => layer.Size, []))
            .Add(Moves(record, [])).Add(Gradients(record, [])).Add(Zeros(record, [])).Add(record.IsFinite ? FirstWeights(record.Model, image) : new Markup());
        return charts.IsEmpty ? charts : new Markup().Add($"<div class=\"charts\">\n{charts}</div>\n");
    }

    public static Markup Zeros(FitRecord record, IReadOnlyList<Mark> marks) =>
        OverLayers(record, "Outputs that are exactly 0", "share, 0 to 1", layer => layer.Zeros, marks, layer =>
            layer.Zeros.Points.Any(point => point.High > 0));

    public static Markup Gradients(FitRecord record, IReadOnlyList<Mark> marks) =>
        OverLayers(record, "Gradient of the parameters of each layer", "root mean square", layer => layer.Gradient, marks);

    public static Markup Moves(FitRecord record, IReadOnlyList<Mark> marks) =>
        OverLayers(record, "How far one step moves each layer", "‖Δw‖ / ‖w‖", layer => layer.Moved, marks);

    private static Markup OverLayers(FitRecord record, string title, string unit, Func<LayerRecord, StepSeries> series, IReadOnlyList<Mark> marks,
        Func<LayerRecord, bool>? isShown = null)
    {
        LayerRecord[] layers = [.. record.Layers.Where(layer => !series(layer).IsEmpty && isShown?.Invoke(layer) != false)];
        int left = Math.Max(0, layers.Length - MostLines);
        Line[] lines = [.. layers.Take(MostLines).Select(layer => new Line(layer.Name, series(layer).Points))];
        // of one line there is no legend
        string heading = left > 0 ? $"{title} (the first {MostLines})" : lines.Length == 1 ? $"{title}: {lines[0].Name}" : title;
        return new LineChart(heading, unit, lines) { Marks = marks, Span = record.Span }.Draw();
    }

    /// <summary>The first parameter with a row for each pixel, or a kernel for each filter: a tile for each unit.</summary>
    private static Markup FirstWeights(Model model, Shape? image)
    {
        foreach (var info in model.ParameterInfos)
        {
            if (info.Role != ParameterRole.Weight || info.Shape.Rank is not (2 or 4)) continue;
            Shape? tile = info.Shape.Rank == 4 ? new Shape(info.Shape[0], info.Shape[1], info.Shape[2]) : image is { } whole && whole.Size == info.Shape[0]
                ? whole : null;
            if (tile is not { } shape || shape[0] * shape[1] == 1) return new Markup();
            int units = info.Shape[info.Shape.Rank - 1], shown = Math.Min(MostUnits, units), columns = Math.Min(SheetColumns, shown);
            var (address, width, height) = Images.OfWeights(model.Parameter(info.Name), shape, units, shown, columns);
            string title = $"{info.Name}: {(shown == units ? "" : $"{shown} of ")}{units} units, orange below 0, blue above";
            return Figure.Of(title, new Markup()
                .Add($"<div class=\"sheet\"><img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"The weights of {shown} units as "
                    + $"pictures.\"></div>\n"));
        }
        return new Markup();
    }
}

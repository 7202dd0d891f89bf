namespace ScratchNN.Reporting;

/// <summary>Lines over the steps of a Fit, with marks of its moments.</summary>
internal sealed record LineChart(string Title, string Unit, IReadOnlyList<Line> Lines)
{
    private const double Flag = 8; // half the width of a mark's flag, for each character

    public IReadOnlyList<Mark> Marks { get; init; } = [];

    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>The steps that the axis shows at least.</summary>
    public (double From, double To)? Span { get; init; }

    public bool FromZero { get; init; }

    /// <summary>The chart, its title and its legend.</summary>
    public Markup Draw()
    {
        var points = Lines.SelectMany(line => line.Points).ToArray();
        if (!points.Any(point => double.IsFinite(point.Value))) return new Markup();
        var values = Lines.SelectMany(line => line.Points.SelectMany(point => line.HasBand ? (double[])[point.Low, point.High] : [point.Value]));
        var x = Axis.Exact("step", Math.Min(points.Min(point => point.Step), Span?.From ?? double.MaxValue),
            Math.Max(points.Max(point => point.Step), Span?.To ?? double.MinValue));
        var frame = new Frame(x, Axis.Of(Unit, values.Concat(Limits.Select(limit => limit.Value)), FromZero));
        var content = new Markup();
        for (int i = 0; i < Lines.Count; i++) AddLine(content, frame, Lines[i], i % Figure.Colours);
        var marks = new Markup();
        var flags = AddMarks(marks, frame);
        foreach (var limit in Limits) AddLimit(content, frame.Y(limit.Value), limit.Text, flags);
        content.Add(marks);
        return Figure.Of(Title, frame.Draw(Description(), content), [.. Lines.Select(line => line.Name)]);
    }

    private string Description() => $"{Title}. " + string.Join(" ", Lines.Select(line =>
        line.Points.Where(point => double.IsFinite(point.Value)).ToArray() is not [var first, .., var last] ? $"{line.Name}."
            : $"{line.Name}: {Number.Text(first.Value)} at first, {Number.Text(last.Value)} in the end."));

    private static void AddLine(Markup content, Frame frame, Line line, int colour)
    {
        foreach (var run in Runs(line.Points))
        {
            if (line.HasBand)
            {
                content.Add($"<path class=\"band c{colour}\" d=\"M");
                foreach (var point in run) content.Add($"{frame.X(point.Step)} {frame.Y(point.High)} ");
                foreach (var point in run.Reverse()) content.Add($"{frame.X(point.Step)} {frame.Y(point.Low)} ");
                content.Add($"Z\"/>\n");
            }
            if (run.Count == 1)
            {
                content.Add($"<circle class=\"dot c{colour}\" cx=\"{frame.X(run[0].Step)}\" cy=\"{frame.Y(run[0].Value)}\" r=\"3\"/>\n");
                continue;
            }
            content.Add($"<path class=\"line c{colour}\" d=\"M");
            foreach (var point in run) content.Add($"{frame.X(point.Step)} {frame.Y(point.Value)} ");
            content.Add($"\"/>\n");
        }
    }

    /// <summary>The points between gaps.</summary>
    private static List<IList<SeriesPoint>> Runs(IReadOnlyList<SeriesPoint> points)
    {
        var runs = new List<IList<SeriesPoint>>();
        bool isOpen = false;
        foreach (var point in points)
        {
            bool isFinite = double.IsFinite(point.Value);
            if (isFinite && !isOpen) runs.Add(new List<SeriesPoint>());
            if (isFinite) runs[^1].Add(point);
            isOpen = isFinite;
        }
        return runs;
    }

    /// <summary>A level line and what it is: above it, below it, or at its other end, wherever no flag is.</summary>
    private static void AddLimit(Markup content, double y, string text, List<Box> flags)
    {
        double above = Math.Max(y - 5, 11), below = y + 15, left = Frame.Left + 6, right = Frame.Right - Box.WidthOf(text);
        (double X, double Y)[] places = [(left, above), (left, below), (right, above), (right, below)];
        var place = places.Where(place => !flags.Exists(flag => flag.Touches(Box.OfText(text, place.X, place.Y)))).FirstOrDefault(places[0]);
        content.Add($"<path class=\"limit\" d=\"M{Frame.Left} {y}H{Frame.Right}\"/><text class=\"note\" x=\"{place.X}\" y=\"{place.Y}\">{text}</text>\n");
    }

    /// <summary>Each mark has a line and a flag; flags that would touch stand one below the other.</summary>
    /// <returns>Where the flags are.</returns>
    private List<Box> AddMarks(Markup content, Frame frame)
    {
        var flags = new List<Box>();
        var drawn = new Markup(); // over all lines
        var ends = new List<double>(); // of the flags, by row
        foreach (var mark in Marks.OrderBy(mark => mark.Step))
        {
            double half = Flag + (3.6 * (mark.Text.Length - 1)), line = frame.X(mark.Step);
            double at = Math.Clamp(line, Frame.Left + half, Frame.Right - half);
            int row = ends.FindIndex(end => end < at - half - 2);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }
            ends[row] = at + half;
            double y = Frame.Top + (18 * row);
            flags.Add(new Box(at - half, y - 8, at + half, y + 8));
            content.Add($"<path class=\"mark\" d=\"M{line} {Frame.Top - 4}V{Frame.Bottom}\"/>\n");
            var flag = new Markup()
                .Add($"<g class=\"{(mark.IsSubject ? "flag subject" : "flag")}\"><title>{mark.Title}</title><rect x=\"{at - half}\" y=\"{y - 8}\" "
                    + $"width=\"{2 * half}\" height=\"16\" rx=\"8\"/><text x=\"{at}\" y=\"{y + 4.5}\" text-anchor=\"middle\">{mark.Text}</text></g>");
            drawn.Add(mark.Link == null ? flag : new Markup().Add($"<a href=\"{mark.Link}\">{flag}</a>")).Add($"\n");
        }
        content.Add(drawn);
        return flags;
    }
}

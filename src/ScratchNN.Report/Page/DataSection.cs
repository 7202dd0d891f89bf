namespace ScratchNN.Reporting;

/// <summary>What the training data is like.</summary>
internal static class DataSection
{
    private const int MostColumns = 40;

    public static Markup Write(FitRecord record, Shape? image)
    {
        var section = new Markup().Add($"<p>{Number.Count(record.Data.Count)} samples of {record.Data.InputShape.ToString()} to train on");
        if (record.Validation is { } validation) section.Add($", {Number.Count(validation.Count)} to validate");
        section.Add($".</p>\n<div class=\"charts\">\n").Add(Labels(record));
        var profile = record.Model.Info.Profile;
        if (profile != null && image is { } shape && shape.Size == profile.Mean.Count)
        {
            section.Add(Picture("Mean of all samples (black: lowest)", [.. profile.Mean], shape));
            section.Add(Picture("Standard deviation (white: they differ most)", [.. profile.Deviation], shape));
        }
        section.Add($"</div>\n");
        if (profile != null && image == null) AddColumns(section, record.Model, profile);
        return section;
    }

    public static Markup Labels(FitRecord record)
    {
        double all = record.Labels.Sum();
        if (all == 0) return new Markup();
        var bars = record.Labels.Select((count, label) => (ClassName.Of(record, label), (double)count, $"{Number.Percent(count / all)}"));
        return new BarChart("How often each class occurs", "share of the samples seen in training", [.. bars]).Draw();
    }

    private static Markup Picture(string title, float[] values, Shape shape) => Figure.Of(title, new Markup().Add(
        $"<div class=\"small\"><img src=\"{Images.OfSample(values, shape)}\" width=\"{shape[1]}\" height=\"{shape[0]}\" alt=\"{title}\"></div>\n"));

    private static void AddColumns(Markup section, Model model, DataProfile profile)
    {
        int shown = Math.Min(MostColumns, profile.Mean.Count);
        section.Add($"<details{Open(shown)}><summary>{(shown == profile.Mean.Count ? "" : $"The first {shown} of ")}{profile.Mean.Count} "
            + $"columns</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Columns\"><table>\n");
        section.Add($"<tr><th scope=\"col\">column</th><th scope=\"col\">smallest</th><th scope=\"col\">mean</th><th scope=\"col\">largest</th><th "
            + $"scope=\"col\">deviation</th><th scope=\"col\">zeros</th></tr>\n");
        for (int i = 0; i < shown; i++)
        {
            string name = model.Info.FeatureNames is { } names && i < names.Count ? names[i] : $"{i}";
            section.Add($"<tr><th scope=\"row\">{name}</th><td>{Number.Text(profile.Minimum[i])}</td><td>{Number.Text(profile.Mean[i])}</td>");
            section.Add($"<td>{Number.Text(profile.Maximum[i])}</td>");
            section.Add($"<td>{Number.Text(profile.Deviation[i])}</td><td>{Number.Percent(profile.ShareOfZeros[i])}</td></tr>\n");
        }
        section.Add($"</table></div></details>\n");

        static Markup Open(int rows) => rows <= 12 ? new Markup().Add($" open=\"\"") : new Markup();
    }
}

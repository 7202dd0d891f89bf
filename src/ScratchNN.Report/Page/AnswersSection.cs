namespace ScratchNN.Reporting;

/// <summary>How well it answers: classes taken for one another, or numbers beside their targets, and the worst mistakes.</summary>
internal static class AnswersSection
{
    private const int MostClasses = 20;

    public static Markup Write(FitRecord record, Ending? ending, Shape? image)
    {
        var section = new Markup();
        if (ending == null) return section;
        if (ending.Answers is not { } answers)
            return section.Add(
                $"<p>{(record.IsFinite ? "The model cannot predict." : "None: the weights are not finite numbers, so answers would mean nothing.")}</p>\n");
        section.Add($"<p>On the {answers.Of}: {Number.Count(answers.Evaluation.Count)} samples.</p>\n");
        foreach (var finding in answers.Evaluation.Findings) section.Add($"<p><b>{finding.Code}</b> {finding.Title} {finding.Advice}</p>\n");
        if (answers.Evaluation.Confusion is { Classes: <= MostClasses } confusion) AddConfusion(section, record, confusion);
        else section.Add($"<pre tabindex=\"0\">{answers.Evaluation.ToString()}</pre>\n");
        if (answers.Points.Count > 0)
            section.Add($"<div class=\"charts\">\n{new ScatterChart("Predicted and right", OutputName(record), answers.Points).Draw()}</div>\n");
        if (answers.Mistakes.Count > 0) AddMistakes(section, record, answers, image);
        return section;
    }

    private static void AddConfusion(Markup section, FitRecord record, ConfusionMatrix confusion)
    {
        int classes = confusion.Classes;
        section.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix\"><table class=\"confusion\"><caption "
            + $"class=\"soft\">Rows: the right class. Columns: the answer.</caption>\n<tr><th scope=\"col\">is</th>");
        for (int k = 0; k < classes; k++) section.Add($"<th scope=\"col\">{ClassName.Of(record, k)}</th>");
        section.Add($"<th scope=\"col\">precision</th><th scope=\"col\">recall</th><th scope=\"col\">F1</th></tr>\n");
        for (int actual = 0; actual < classes; actual++)
        {
            double row = Enumerable.Range(0, classes).Sum(k => confusion[actual, k]);
            section.Add($"<tr><th scope=\"row\">{ClassName.Of(record, actual)}</th>");
            for (int predicted = 0; predicted < classes; predicted++)
            {
                double count = confusion[actual, predicted];
                int tone = count == 0 ? 0 : 8 + (int)(30 * Math.Sqrt(count / row));
                section.Add(
                    $"<td class=\"{(actual == predicted ? "right" : "wrong")}\" style=\"--tone:{tone}%\">{(count == 0 ? "·" : Number.Text(count))}</td>");
            }
            section.Add($"<td>{Number.Percent(confusion.Precision(actual))}</td><td>{Number.Percent(confusion.Recall(actual))}</td>");
            section.Add($"<td>{Number.Percent(confusion.F1(actual))}</td></tr>\n");
        }
        section.Add($"</table></div>\n");
    }

    private static void AddMistakes(Markup section, FitRecord record, Answers answers, Shape? image)
    {
        section.Add($"<h3>The mistakes it was most certain of</h3>\n<ul class=\"pictures\">\n");
        bool isImage = image is { } shape && shape.Size == answers.Data.InputShape.Size;
        float[] sample = new float[answers.Data.InputShape.Size];
        foreach (var mistake in answers.Mistakes)
        {
            string right = ClassName.Of(record, mistake.Right), answer = ClassName.Of(record, mistake.Answer);
            section.Add($"<li>");
            if (isImage)
            {
                answers.Data.Read(new ReadPass { Rows = [mistake.Row], Inputs = sample, Labels = new int[1], Weights = new float[1] });
                section.Add($"<img src=\"{Images.OfSample(sample, image!.Value)}\" width=\"{image.Value[1]}\" height=\"{image.Value[0]}\" alt=\"Sample "
                    + $"{mistake.Row}\">");
            }
            section.Add($"{right}, read as {answer} ({Number.Percent(mistake.Conviction)}), row {mistake.Row}</li>\n");
        }
        section.Add($"</ul>\n");
    }

    private static string OutputName(FitRecord record) => record.Model.Info.OutputNames is [var name, ..] ? name : "y";
}

namespace ScratchNN;

/// <summary>SNN030 of the answers: those that are right but for the numbers of the classes, or for the unit of y.</summary>
internal static class AnswerFindings
{
    private const int FewestOfEach = 5, FewestRows = 30, MostClasses = 200;
    private const double Half = 0.5, Agreed = 0.8, Together = 0.9; // accuracy, and R²; of the rows; correlation

    /// <summary>What a report tells; null as a rule.</summary>
    public static Finding? Of(EvaluationReport? report) => report switch
    {
        ClassReport classes => OfClasses(classes.Confusion),
        NumberReport numbers => OfNumbers(numbers),
        _ => null,
    };

    /// <summary>Whether almost all rows of each class get one answer, another one for each class.</summary>
    private static Finding? OfClasses(ConfusionMatrix confusion)
    {
        int classes = confusion.Classes, other = -1;
        if (classes is < 2 or > MostClasses) return null;
        double total = 0, right = 0, agreed = 0;
        bool[] isTaken = new bool[classes];
        string pairs = "";
        for (int label = 0; label < classes; label++)
        {
            double rows = 0;
            int best = 0;
            for (int answer = 0; answer < classes; answer++)
            {
                double count = confusion[label, answer];
                rows += count;
                if (count > confusion[label, best]) best = answer;
            }
            if (rows == 0) continue;
            if (rows < FewestOfEach || isTaken[best]) return null;
            isTaken[best] = true;
            (total, right, agreed) = (total + rows, right + confusion[label, label], agreed + confusion[label, best]);
            if (best == label) continue;
            if (other < 0) other = label;
            if (pairs.Length < 40) pairs += $"{(pairs.Length == 0 ? "" : ", ")}{confusion.NameOf(label)} → {confusion.NameOf(best)}";
        }
        return other < 0 || right > Half * total || agreed < Agreed * total ? null : ComparedData.Answers.Of(
            $"The classes are numbered differently here than in training: the model answers {pairs} in {NumberFormat.Percent(agreed / total)} of the rows.",
            "Number the classes by one list for all data: pass class names as y, or build the dictionary once.", ("rows", total), ("agreed", agreed / total));
    }

    /// <summary>Whether y follows the answers, and has another unit.</summary>
    private static Finding? OfNumbers(NumberReport report)
    {
        if (report.Follows(FewestRows, Together, Half) is not var (output, correlation, factor, offset)) return null;
        return ComparedData.Answers.Of(
            $"y follows the answers (the correlation is {NumberFormat.Text(Math.Round(correlation, 3))}), but in another unit: "
                + $"y is about {NumberFormat.Text(factor)} times the answer {(offset < 0 ? "−" : "+")} {NumberFormat.Text(Math.Abs(offset))}.",
            "Scale y as in training, or scale the answers back before you compare them.", ("output", output), ("correlation", correlation), ("factor", factor),
                ("offset", offset));
    }
}

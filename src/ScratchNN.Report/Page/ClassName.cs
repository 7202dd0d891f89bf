namespace ScratchNN.Reporting;

/// <summary>What a class is called: its name, else its number; no and yes of a single answer.</summary>
internal static class ClassName
{
    public static string Of(FitRecord record, int label) =>
        record.Model.Info.ClassNames is { } names && label < names.Count ? names[label] : record.Model.Meaning == OutputKind.YesNo ? (label == 0 ? "no" : "yes")
            : $"{label}";
}

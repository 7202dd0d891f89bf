namespace ScratchNN;

/// <summary>How well a class is told from the others.</summary>
internal enum ClassScore
{
    Precision,
    Recall,
    F1,
}

namespace ScratchNN;

/// <summary>How precision, recall and F1 of several classes become one number.</summary>
public enum Average
{
    /// <summary>The mean over the classes, however rare they are. Classes that neither occur nor are predicted are left out.</summary>
    Macro,

    /// <summary>That of all samples together. Of one class of several it is the accuracy.</summary>
    Micro,

    /// <summary>The mean over the classes, each counting as often as it occurs.</summary>
    Weighted,
}

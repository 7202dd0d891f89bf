namespace ScratchNN;

/// <summary>The meaning of a model's outputs.</summary>
public enum OutputKind
{
    /// <summary>Numbers, as in a regression.</summary>
    Numbers,

    /// <summary>One class of several: an output per class, and the largest is the answer.</summary>
    OneClass,

    /// <summary>Yes or no, for each output by itself: the probability of yes.</summary>
    YesNo,
}

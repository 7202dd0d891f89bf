namespace ScratchNN;

/// <summary>The meaning of a model's outputs.</summary>
public enum OutputKind
{
    /// <summary>Numbers, as in a regression.</summary>
    Numbers,

    /// <summary>One class of several: an output per class, and the largest is the answer.</summary>
    OneClass,

    /// <summary>
    /// Yes or no, for each output by itself: the probability of yes where the last layer makes one, as <see cref="Sigmoid"/> does (its
    /// <see cref="Layer.Meaning"/> says so, or its <see cref="Layer.OutputRange"/> is within 0 to 1); otherwise its logit, so that an output above 0 says yes.
    /// </summary>
    YesNo,
}

namespace ScratchNN.Tests.LossContract;

/// <summary>What the losses are measured against.</summary>
internal enum Against
{
    /// <summary>Class labels; numbers where there is one output.</summary>
    Labels,

    /// <summary>The same classes as one-hot targets; the same numbers where there is one output.</summary>
    OneHot,

    /// <summary>Probabilities.</summary>
    Soft,

    /// <summary>Any numbers at least 0, whose sum is not 1 but about 2; where each output answers yes or no, 0 to 1.</summary>
    Free,
}

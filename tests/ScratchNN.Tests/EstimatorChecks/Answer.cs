namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What a model is asked for.</summary>
internal enum Answer
{
    /// <summary>Class labels.</summary>
    Labels,

    /// <summary>The same classes as one-hot rows.</summary>
    OneHot,

    /// <summary>Whether it is class 1.</summary>
    YesNo,

    /// <summary>The one-hot rows as answers yes or no.</summary>
    EachYesNo,

    /// <summary>Rows of numbers of either sign.</summary>
    Numbers,

    /// <summary>One number each.</summary>
    Number,
}

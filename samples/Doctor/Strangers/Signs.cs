using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>What is blamed most often, and wrongly.</summary>
internal static class Signs
{
    /// <summary>The rows of x and y, as the only reading.</summary>
    public static readonly Sign Order = new("", "belong together|in the same order|in different orders") { Not = "neighbour" };

    public static readonly Sign Overfitting = new("SNN018", "memoris|EarlyStopping|overfit");

    public static readonly Sign Rate = new("", "learning rate") { Not = "divided by the learning rate" };

    /// <summary>The rate is said to be right, though it is not.</summary>
    public static readonly Sign RateRuledOut = new("") { RulesOut = "the learning rate" };

    public static readonly Sign Scale = new("SNN002", "root mean square|Scale x|Scale y|Standardize");

    public static readonly Sign Saturation = new("SNN014") { AtLeast = Severity.Warning };

    public static readonly Sign Dead = new("SNN013") { AtLeast = Severity.Warning };

    /// <summary>Nothing in x tells of y, or the rows do not belong together: both readings.</summary>
    public static readonly Sign Neighbours = new("", "neighbour", "chance|no better");
}

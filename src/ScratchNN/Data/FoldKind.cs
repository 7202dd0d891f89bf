namespace ScratchNN;

/// <summary>How rows are shared out to folds.</summary>
public enum FoldKind
{
    /// <summary>At random, each fold with the same number of rows of each class, to within one.</summary>
    Stratified,

    /// <summary>At random.</summary>
    Random,

    /// <summary>In their order: the first rows are the first fold.</summary>
    InOrder,
}

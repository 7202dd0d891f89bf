namespace ScratchNN.Tables;

/// <summary>A column of a table that a model does not see.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Reason">Why not.</param>
public sealed record LeftOutColumn(string Column, string Reason);

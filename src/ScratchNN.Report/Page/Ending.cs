namespace ScratchNN.Reporting;

/// <summary>How a Fit ended.</summary>
/// <param name="History">Its epochs and findings.</param>
/// <param name="Answers">What the model answers then; null where it cannot.</param>
internal sealed record Ending(TrainingHistory History, Answers? Answers);

namespace ScratchNN.Reporting;

/// <summary>A sample that was answered wrongly, with much conviction.</summary>
/// <param name="Row">Its number in the data.</param>
/// <param name="Right">What is right.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Conviction">The probability of that answer.</param>
internal sealed record Mistake(int Row, int Right, int Answer, double Conviction);

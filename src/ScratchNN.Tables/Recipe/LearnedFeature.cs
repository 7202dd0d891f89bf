namespace ScratchNN.Tables;

/// <summary>A column of a model's input.</summary>
/// <param name="Name">Its name: that of the table's column, or with what it says of it.</param>
/// <param name="Unit">The unit of its logarithm; 0 if it is taken as it is.</param>
/// <param name="Categories">How many numbers of categories it holds, from 0; 0 if it holds any number.</param>
internal readonly record struct LearnedFeature(string Name, double Unit = 0, int Categories = 0)
{
    /// <summary>How many a column becomes at most.</summary>
    public const int MostOfAColumn = 4;
}

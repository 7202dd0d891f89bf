namespace Mnist;

/// <summary>What to train on and what to test on.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Train">Shown to the model.</param>
/// <param name="Test">Never shown to it before the end.</param>
/// <param name="Epochs">How many passes are enough.</param>
internal sealed record DigitData(string Name, ImageSet Train, ImageSet Test, int Epochs)
{
    /// <summary>The training images alone, the last sixth of them to test on: to choose a recipe by, since the test images may have no part in that.</summary>
    public DigitData HoldOut()
    {
        int held = Train.Count / 6;
        return this with { Train = Train.First(Train.Count - held), Test = Train.Last(held) };
    }
}

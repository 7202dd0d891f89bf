namespace Mnist;

/// <summary>One run of a recipe.</summary>
/// <param name="Seed">Of weights and shuffles.</param>
/// <param name="Seconds">From an array of images to a trained model.</param>
/// <param name="TestAccuracy">The share of images, held out or to test on, that it then reads correctly.</param>
internal sealed record RecordRun(ulong Seed, double Seconds, double TestAccuracy);

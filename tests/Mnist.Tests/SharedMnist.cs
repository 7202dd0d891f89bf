using ScratchNN.Tests;

namespace Mnist.Tests;

/// <summary>MNIST from the shared folder, read once.</summary>
internal static class SharedMnist
{
    public const string Relative = "data/mnist";

    private static readonly Lazy<DigitData> _data = new(() => new MnistSource().Find(Folder, offline: true, out _)!);

    public static string Folder { get; } = SharedFolder.Resolve(Relative);

    public static DigitData Data => _data.Value;
}

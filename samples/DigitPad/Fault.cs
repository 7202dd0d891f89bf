namespace DigitPad;

/// <summary>A way to break the network.</summary>
/// <param name="Name">As the page names it to the service.</param>
/// <param name="Words">As the page names it to people.</param>
internal sealed record Fault(string Name, string Words)
{
    public static Fault None { get; } = new("none", "Nothing: it learns");

    public static Fault Softmax { get; } = new("softmax", "Softmax over the batch");

    public static Fault Rate { get; } = new("rate", "Learning rate × 100");

    public static Fault Zeros { get; } = new("zeros", "All weights begin at zero");

    public static Fault Pixels { get; } = new("pixels", "Pixels 0 to 4,080, not 0 to 1") { PixelScale = 4080 };

    public static Fault Labels { get; } = new("labels", "Labels of the digit before");

    public static IReadOnlyList<Fault> All { get; } = [None, Softmax, Rate, Zeros, Pixels, Labels];

    /// <summary>What pixels from 0 to 1 are multiplied by.</summary>
    public float PixelScale { get; private init; } = 1;
}

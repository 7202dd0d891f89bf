using System.Globalization;

namespace ScratchNN.Benchmarks;

/// <summary>The networks whose prediction is compared: two of the peer's, and dense ones by their sizes.</summary>
internal static class Networks
{
    public static IReadOnlyList<string> Names { get; } = ["784-128-10", "784-512-512-10", "30-32-2", "lenet", "fast"];

    /// <summary>A network with weights as they are drawn: their values do not change how long a product takes.</summary>
    public static Model Create(string name)
    {
        const int Digits = 10;
        if (!char.IsAsciiDigit(name[0])) return Build([.. ConvolutionalNetworks.Of(name), new Dense(Digits)], new Shape(28, 28, 1));
        int[] sizes = [.. name.Split('-').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        return Build([.. sizes[1..^1].SelectMany(units => (Layer[])[new Dense(units), new ReLU()]), new Dense(sizes[^1])], sizes[0]);
    }

    private static Sequential Build(Layer[] layers, Shape input)
    {
        var model = new Sequential([.. layers, new Softmax()]);
        model.Build(input, seed: 1);
        return model;
    }
}

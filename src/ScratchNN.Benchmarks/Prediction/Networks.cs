namespace ScratchNN.Benchmarks;

/// <summary>The networks whose prediction is compared.</summary>
internal static class Networks
{
    public static IReadOnlyList<string> Names { get; } = ["784-128-10", "784-512-512-10", "30-32-2", "lenet", "fast"];

    /// <summary>A network with weights as they are drawn: their values do not change how long a product takes.</summary>
    public static Model Create(string name)
    {
        Layer[] layers = name switch
        {
            "lenet" => [new Conv2D(6, 5), new ReLU(), new MaxPool2D(2), new Conv2D(16, 5), new ReLU(), new MaxPool2D(2), new Dense(120), new ReLU(), new Dense(84), new ReLU(), new Dense(10), new Softmax()],
            "fast" => [new Conv2D(24, 5), new ReLU(), new MaxPool2D(2), new Conv2D(32, 3), new ReLU(), new MaxPool2D(2), new Dense(256), new ReLU(), new Dense(10), new Softmax()],
            _ => [.. Hidden(name.Split('-')), new Softmax()],
        };
        var model = new Sequential(layers);
        model.Build(name is "lenet" or "fast" ? new Shape(28, 28, 1) : new Shape(int.Parse(name.Split('-')[0])), seed: 1);
        return model;
    }

    private static IEnumerable<Layer> Hidden(string[] sizes)
    {
        for (int i = 1; i < sizes.Length; i++)
        {
            if (i > 1) yield return new ReLU();
            yield return new Dense(int.Parse(sizes[i]));
        }
    }
}

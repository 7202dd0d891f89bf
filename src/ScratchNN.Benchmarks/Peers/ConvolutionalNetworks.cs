namespace ScratchNN.Benchmarks;

/// <summary>The networks of the peer, layer by layer, up to the last.</summary>
internal static class ConvolutionalNetworks
{
    public static Layer[] Of(string name) => name switch
    {
        "lenet" =>
        [
            new Conv2D(6, 5), new ReLU(), new MaxPool2D(2), new Conv2D(16, 5), new ReLU(), new MaxPool2D(2),
            new Dense(120), new ReLU(), new Dense(84), new ReLU(),
        ],
        "small" => [new Conv2D(8, 3), new ReLU(), new MaxPool2D(2), new Dense(64), new ReLU()],
        "fast" => [new Conv2D(24, 5), new ReLU(), new MaxPool2D(2), new Conv2D(32, 3), new ReLU(), new MaxPool2D(2), new Dense(256), new ReLU()],
        "deep" =>
        [
            .. Normalized(16), .. Normalized(16), new MaxPool2D(2), .. Normalized(32), .. Normalized(32), new MaxPool2D(2),
            new Dropout(0.3), new Dense(128), new ReLU(),
        ],
        _ => throw new ArgumentException($"'{name}' is not a network of the peer."),
    };

    private static Layer[] Normalized(int filters) => [new Conv2D(filters, 3) { Padding = Padding.Same }, new BatchNorm(), new ReLU()];
}

namespace ScratchNN.Benchmarks;

/// <summary>What two libraries train in turns.</summary>
/// <param name="Network">Its name in the table.</param>
/// <param name="Arguments">What the peer is told of it, in order, up to the number of epochs.</param>
/// <param name="Model">Ours.</param>
/// <param name="BatchSize">Images per step.</param><param name="Threads">Of both.</param>
internal sealed record PeerSetting(string Network, IReadOnlyList<object> Arguments, Func<Sequential> Model, int BatchSize, int Threads)
{
    /// <summary>784-hidden-10.</summary>
    public static PeerSetting Dense(int hidden, int batchSize, int threads) =>
        new($"784-{hidden}-10", [threads, hidden, batchSize, "adam"], () =>
            new(new Dense(784, hidden), new ReLU(), new Dense(hidden, 10), new Softmax()), batchSize, threads);

    /// <summary>A convolutional network that the peer knows by its name.</summary>
    public static PeerSetting Convolutional(string network, int batchSize, int threads) =>
        new(network, [network, threads, batchSize], () =>
            new([new Reshape(28, 28, 1), .. ConvolutionalNetworks.Of(network), new Dense(10), new Softmax()]), batchSize, threads);

    /// <summary>
    /// Multiply-adds of the products for one image in training: forward, gradients of the weights and, except in the first layer with weights, of the inputs.
    /// </summary>
    public long MultiplyAdds()
    {
        var model = Model();
        model.Build(784, seed: 1);
        long[] products =
        [
            .. model.Built.Plan.Stages.Where(stage => stage.Layer is ScratchNN.Dense or Conv2D)
                .Select(stage => (long)stage.Layer.Parameters(stage.Input)[0].Shape.Size * (stage.Output.Size / stage.Output.Channels)),
        ];
        return (3 * products.Sum()) - products[0];
    }

    public override string ToString() => $"{Network}, batch {BatchSize}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}

#if TORCHSHARP
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScratchNN.Benchmarks;

/// <summary>Trains networks of <see cref="TorchNetworks"/> in libtorch, with Adam at its defaults.</summary>
internal sealed class TorchTrainer(float[] x, int[] labels, float[] xTest, int[] testLabels) : IDisposable
{
    private readonly Tensor _x = tensor(x, [labels.Length, 1, 28, 28]), _y = tensor([.. labels.Select(label => (long)label)]);
    private readonly Tensor _xTest = tensor(xTest, [testLabels.Length, 1, 28, 28]), _yTest = tensor([.. testLabels.Select(label => (long)label)]);

    /// <summary>The share of the test images that a new network reads after training.</summary>
    public double Accuracy(string network, int batchSize, int epochs, int threads, int seed)
    {
        set_num_threads(threads);
        manual_seed(seed);
        using var model = Sequential(TorchNetworks.Of(network));
        using var optimizer = optim.Adam(model.parameters());
        var loss = CrossEntropyLoss();
        long n = _x.shape[0];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var order = randperm(n);
            for (long first = 0; first < n; first += batchSize)
            {
                using var step = NewDisposeScope();
                var rows = order.slice(0, first, Math.Min(n, first + batchSize), 1);
                optimizer.zero_grad();
                loss.forward(model.forward(_x.index_select(0, rows)), _y.index_select(0, rows)).backward();
                optimizer.step();
            }
        }
        model.eval();
        using var end = NewDisposeScope();
        using (no_grad()) return model.forward(_xTest).argmax(1).eq(_yTest).to_type(ScalarType.Float32).mean().item<float>();
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_x, _y, _xTest, _yTest]) tensor.Dispose();
    }
}
#endif

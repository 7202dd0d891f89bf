#if TORCHSHARP
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScratchNN.Benchmarks;

/// <summary>The networks of <see cref="ConvolutionalNetworks"/> and <see cref="Networks"/> in libtorch: images are [1 × 28 × 28], logits come out.</summary>
internal static class TorchNetworks
{
    public static Module<Tensor, Tensor>[] Of(string name) => name switch
    {
        "lenet" =>
        [
            Conv2d(1, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2), Flatten(), .. Dense(256, 120, 84, 10),
        ],
        "small" => [Conv2d(1, 8, 3), ReLU(), MaxPool2d(2), Flatten(), .. Dense(1352, 64, 10)],
        "fast" => [Conv2d(1, 24, 5), ReLU(), MaxPool2d(2), Conv2d(24, 32, 3), ReLU(), MaxPool2d(2), Flatten(), .. Dense(800, 256, 10)],
        "deep" =>
        [
            .. Normalized(1, 16), .. Normalized(16, 16), MaxPool2d(2), .. Normalized(16, 32), .. Normalized(32, 32), MaxPool2d(2),
            Flatten(), Dropout(0.3), .. Dense(1568, 128, 10),
        ],
        _ => Dense([.. name.Split('-').Select(size => int.Parse(size, CultureInfo.InvariantCulture))]),
    };

    private static Module<Tensor, Tensor>[] Normalized(int channels, int filters) =>
        [Conv2d(channels, filters, 3, padding: 1), BatchNorm2d(filters), ReLU()];

    private static Module<Tensor, Tensor>[] Dense(params int[] sizes)
    {
        List<Module<Tensor, Tensor>> layers = [Linear(sizes[0], sizes[1])];
        for (int layer = 2; layer < sizes.Length; layer++) layers.AddRange([ReLU(), Linear(sizes[layer - 1], sizes[layer])]);
        return [.. layers];
    }
}
#endif

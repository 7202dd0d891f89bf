using ScratchNN;

namespace Mnist;

/// <summary>A network that reads digits, and how the main job trains it.</summary>
/// <param name="Model">Built by the main job.</param>
/// <param name="Inputs">Images, in the shape that the model takes.</param>
/// <param name="Optimizer">Its learning rate is the highest of one cycle.</param>
/// <param name="Epochs">Passes over the images, where one does not say how many.</param>
internal sealed record Network(Sequential Model, Func<ImageSet, ScratchNN.Samples> Inputs, Optimizer Optimizer, int Epochs)
{
    private const int MnistSide = 28;

    /// <summary>784-hidden-10.</summary>
    public static Network Dense(DigitData data, int hidden)
    {
        int pixels = data.Train.PixelsPerImage;
        var model = new Sequential(
            new Dense(pixels, hidden), new ReLU(),
            new Dense(hidden, 10), new Softmax());
        return new Network(model, set => set.Pixels, new Adam(), data.Epochs);
    }

    /// <summary>Two convolutions, each with a pooling: of 5×5 pixels, or of 3×3 with a border, where digits have 8×8.</summary>
    public static Network Convolutional(DigitData data)
    {
        var (kernel, padding, epochs) = data.Train.Side == MnistSide ? (5, Padding.Valid, 3) : (3, Padding.Same, 30);
        var model = new Sequential(
            new Conv2D(16, kernel) { Padding = padding }, new ReLU(), new MaxPool2D(2),
            new Conv2D(32, kernel) { Padding = padding }, new ReLU(), new MaxPool2D(2),
            new Dense(10), new Softmax());
        return new Network(model, set => set.Images, new Adam(0.002), epochs);
    }
}

using System.Numerics.Tensors;
using Mnist;
using ScratchNN;

namespace DigitPad;

/// <summary>64-32-10 on the 8×8 digits, sound or with a fault, and how it is trained.</summary>
internal static class PadNetwork
{
    public const int Hidden = 32, Pixels = 64, Epochs = 40;

    private const double Rate = 0.1;

    public static Sequential Model(Fault fault)
    {
        var model = new Sequential(new Dense(Pixels, Hidden), new ReLU(), new Dense(Hidden, 10), fault == Fault.Softmax ? new BatchAxisSoftmax()
            : new Softmax());
        model.Build(Pixels);
        if (fault == Fault.Zeros) model.Parameters.Clear();
        return model;
    }

    public static TrainerOptions Options(Fault fault, int epochs = Epochs) => new()
    {
        Epochs = epochs,
        BatchSize = fault == Fault.Softmax ? 256 : 32,
        MicroBatchSize = fault == Fault.Softmax ? 256 : null,
        Optimizer = new Sgd(fault == Fault.Rate ? 100 * Rate : Rate),
        Loss = fault == Fault.Softmax ? new AskersLoss() : null,
        WhenBroken = WhenBroken.Continue, // to watch what comes of it
    };

    /// <summary>Images and labels as the network gets them.</summary>
    public static IDataset Data(ImageSet digits, Fault fault)
    {
        float[] pixels = new float[digits.Count * Pixels];
        digits.Pixels.FlattenTo(pixels);
        TensorPrimitives.Multiply(pixels, fault.PixelScale, pixels);
        int[] labels = fault == Fault.Labels ? [digits.Labels[^1], .. digits.Labels[..^1]] : digits.Labels;
        return Dataset.From(new ScratchNN.Samples(pixels, Pixels), labels);
    }
}

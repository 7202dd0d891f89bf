using System.Numerics.Tensors;
using ScratchNN.Files;

namespace ScratchNN.Benchmarks;

/// <summary>MNIST's training images, 0 to 1, or images like them.</summary>
internal static class Images
{
    private const int Features = 784, Classes = 10, MadeUp = 60_000;

    /// <param name="mnist">The folder with MNIST's files; without them images are made up.</param>
    public static (Samples X, int[] Labels) Of(string mnist)
    {
        if (!File.Exists(Path.Combine(mnist, "train-images-idx3-ubyte.gz")))
            return (new Samples(Pixels(), Features), [.. Enumerable.Range(0, MadeUp).Select(row => row % Classes)]);
        var (x, labels) = Read(mnist, "train");
        return (new Samples(x, Features), labels);
    }

    /// <summary>Pixels from 0 to 1, and labels.</summary>
    /// <param name="mnist">The folder with MNIST's files.</param><param name="set">train or t10k.</param>
    public static (float[] X, int[] Labels) Read(string mnist, string set)
    {
        var images = Idx.Read<float>(Path.Combine(mnist, $"{set}-images-idx3-ubyte.gz"));
        float[] x = new float[images.FlattenedLength];
        images.FlattenTo(x);
        TensorPrimitives.Divide(x, 255, x);
        return (x, [.. Idx.Read<int>(Path.Combine(mnist, $"{set}-labels-idx1-ubyte.gz"))]);
    }

    /// <summary>Four of five are 0, the others up to 1; the class shows in a few.</summary>
    private static float[] Pixels()
    {
        float[] x = Draw.Normal(MadeUp * Features);
        for (int i = 0; i < x.Length; i++) x[i] = MathF.Round(255 * Math.Clamp(x[i] - 0.84f, 0, 1)) / 255;
        for (int row = 0; row < MadeUp; row++) x[(row * Features) + (row % Classes)] = 1;
        return x;
    }
}

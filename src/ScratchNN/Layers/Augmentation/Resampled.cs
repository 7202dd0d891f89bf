using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>What the layers of this room share: images, in training, from other places of themselves.</summary>
internal static class Resampled
{
    /// <summary>The shape, which is an image: [height × width] or [height × width × channels].</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static Shape Require(Layer layer, Shape input) => input.Rank is 2 or 3 ? input : throw new ArgumentException(
        $"{layer} expects images, [height × width] or [height × width × channels], got {(input.Rank == 0 ? "an empty shape" : input)}. "
            + "Give the samples that shape, or put a layer before it that does.");

    public static int CacheSize<TDistortion>(in TDistortion distortion, Shape input, int batchSize) where TDistortion : struct, IDistortion
    {
        var (height, width, channels) = Lengths(input);
        return Guard.FloatsOf(batchSize, Resampling.ScratchSize(distortion, height, width, channels));
    }

    public static void Forward<TDistortion>(in TDistortion distortion, in ForwardPass pass) where TDistortion : struct, IDistortion
    {
        var (height, width, channels) = Lengths(pass.InputShape);
        if (pass.IsTraining)
            Resampling.Forward(distortion, pass.Input, pass.Output, pass.Cache, height, width, channels, pass.Seed, pass.FirstRow, pass.Workers);
        else pass.Input.CopyTo(pass.Output);
    }

    public static void Backward<TDistortion>(in TDistortion distortion, in BackwardPass pass) where TDistortion : struct, IDistortion
    {
        var (height, width, channels) = Lengths(pass.InputShape);
        if (pass.InputGradient.IsEmpty) return;
        if (pass.IsTraining)
            Resampling.Backward(distortion, pass.OutputGradient, pass.InputGradient, pass.Cache, height, width, channels, pass.Seed, pass.FirstRow,
                pass.Workers);
        else pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    private static (int Height, int Width, int Channels) Lengths(Shape image) => (image[0], image[1], image.Rank == 2 ? 1 : image[2]);
}

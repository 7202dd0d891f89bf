using System.Runtime.InteropServices;
using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Numerics;

namespace Mnist;

/// <summary>Full-batch gradient descent on inputs-20-10, watched from outside.</summary>
/// <param name="Images">What to learn.</param>
/// <param name="Softmax">The last layer.</param>
/// <param name="Loss">What to make small.</param>
/// <param name="LearningRate">Of the mean gradient.</param>
/// <param name="Iterations">Each is an epoch of one step.</param>
/// <param name="LookEvery">Iterations from one look to the next; the last is always looked at.</param>
internal sealed record Experiment(ImageSet Images, Layer Softmax, Loss Loss, float LearningRate, int Iterations, int LookEvery)
{
    private const int Hidden = 20, Classes = 10;

    /// <summary>What a report of it is called.</summary>
    public string Title { get; init; } = "The experiment";

    public ExperimentResult Run(ExperimentOptions options, Action<Look> show, Action<Finding>? tell = null, CancellationToken cancellationToken = default)
    {
        var model = new Sequential(new Dense(Images.PixelsPerImage, Hidden), new ReLU(), new Dense(Hidden, Classes), Softmax);
        model.Build(Images.PixelsPerImage);
        SetInitialWeights(model, options);

        var observer = new Observer(this, model, show);
        observer.Look(0);
        var history = new Trainer(model, new()
        {
            Epochs = Iterations,
            BatchSize = Images.Count,
            MicroBatchSize = Softmax is Softmax ? 256 : Images.Count, // 800 KB: they stay in a core's cache; the wrong softmax needs all images at once
            Shuffle = false,
            Optimizer = new Sgd(LearningRate),
            Loss = Loss,
            Threads = options.Threads,
            WhenBroken = WhenBroken.Continue, // errors and NaN or not: to watch what happens
            Callbacks = [observer, .. tell == null ? [] : (Callback[])[Callback.EachFinding(tell)], .. Report.Of(options.Report, Title, Images.Side)],
        }).Fit(Images.Pixels, Images.Labels, cancellationToken: cancellationToken);
        return observer.Result(history);
    }

    /// <summary>Uniform between −½ and ½, or from a file of float32 in the order of the model's parameters: w1, b1, w2, b2.</summary>
    private static void SetInitialWeights(Model model, ExperimentOptions options)
    {
        var random = new RandomStream(options.Seed, 0);
        if (options.Initial is not { } path)
        {
            random.FillUniform(model.Parameters, -0.5f, 0.5f);
            return;
        }
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length != sizeof(float) * model.Parameters.Length)
            throw new InvalidDataException(
                $"{path} has {bytes.Length} bytes; the {model.Parameters.Length} weights need {sizeof(float) * model.Parameters.Length}.");
        MemoryMarshal.Cast<byte, float>(bytes).CopyTo(model.Parameters); // little-endian, as all machines that .NET runs on today
    }
}

using System.Numerics.Tensors;
using Mnist;
using ScratchNN;
using ScratchNN.Diagnostics;
using static Doctor.Sets;
using static Doctor.Trial;

namespace Doctor;

/// <summary>What is wrong with a layer of your own.</summary>
internal static class LayerFaults
{
    public static Fault[] All { get; } =
    [
        new("softmax along the batch", "SNN005", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(4), new BatchAxisSoftmax()), Usual with { Loss = new AskersLoss() })),
        new("centred along the batch", "SNN005", seed => Fit(Blobs(seed), new Sequential(new Dense(16), Centred(), new ReLU(), new Dense(4)))),
        new("divided by the largest of the batch", "SNN005", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), DividedByLargest(), new ReLU(), new Dense(4)))),
        new("backward wrong by 1 %", "SNN006", seed => Examine(seed, Own.Each(x => x * x, (x, _) => 2.02f * x))),
        new("backward of another sign", "SNN006", seed => Examine(seed, Own.Each(MathF.Cos, (x, _) => MathF.Sin(x)))),
        new("backward without the factor 2", "SNN006", seed => Examine(seed, Own.Each(x => x * x, (x, _) => x))),
        new("a ReLU that lets every gradient through", "SNN006", seed => Examine(seed, Own.Each(x => Math.Max(x, 0), (_, _) => 1))),
        new("tanh with 1 − x² for 1 − y²", "SNN006", seed => Examine(seed, Own.Each(MathF.Tanh, (x, _) => 1 - (x * x)))),
        new("a sigmoid with y for y·(1 − y)", "SNN006", seed => Examine(seed, Own.Each(x => 1 / (1 + MathF.Exp(-x)), (_, y) => y))),
        new("mean of a row without 1/N backward", "SNN006", seed => Examine(seed, RowMean(forgotten: true))),
        new("missing transpose", "SNN006", seed => Examine(seed, new OwnDense(OwnDense.Mistake.NoTranspose))),
        new("1/N taken twice", "SNN006", seed => Examine(seed, new OwnDense(OwnDense.Mistake.AveragedTwice))),
        new("gradient added, not assigned", "SNN006", seed => Examine(seed, new OwnDense(OwnDense.Mistake.Accumulated))),
        new("gradient never assigned", "SNN006", seed => Examine(seed, new OwnDense(OwnDense.Mistake.NotAssigned))),
        new("every second output never written", "SNN021 does not assign", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), HalfWritten(), new ReLU(), new Dense(4)))),
        new("noise in prediction too", "SNN021 random in prediction", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), Noise(), new ReLU(), new Dense(4)))),
        new("a generator of its own", "SNN021 generator of its own", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), OwnGenerator((int)seed), new ReLU(), new Dense(4)))),
        new("a loss divided by the largest of the batch", "SNN005", seed =>
            Fit(Curve(seed, MathF.Max), new Sequential(new Dense(16), new ReLU(), new Dense(1)), Usual with { Loss = new OverLargestLoss() })),
        new("a loss that falls for ever", "SNN006 no minimum", seed =>
            Fit(Blobs(seed), options: Usual with { Loss = new Reward(), WhenBroken = WhenBroken.Stop })),
        new("nothing comes through", "SNN008", seed => Examine(seed, Own.Each(_ => 0, (_, _) => 0))),
        new("input ignored", "SNN009", seed => Examine(seed, Own.Each(x => 1e-6f * x, (_, _) => 1e-6f))),
        new("no gradient passed on", "SNN015 did not change", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), Own.Each(x => x, (_, _) => 0), new Dense(4)))),
        new("no maximum subtracted in softmax", "SNN010 Exp overflow", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), NaiveSoftmax()),
                Usual with { Loss = new AskersLoss(), Optimizer = new Sgd(20) })),
        new("0/0 in a layer", "SNN010 0/0", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), Own.Each(x => x / Math.Abs(x), (_, _) => 0), new Dense(4)))),
        new("logarithm of a rounded probability", "SNN010 log(0)", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(4), Own.Each(x => 200 * x, (_, _) => 200), new Softmax()), Usual with { Loss = new LogLoss() })),
    ];

    private static IReadOnlyList<Finding> Examine(ulong seed, Layer layer) => Diagnose(Blobs(seed), new Sequential(new Dense(16), layer, new Dense(4)));

    private static Own HalfWritten() => new(
        (in pass) =>
        {
            for (int i = 0; i < pass.Input.Length; i += 2) pass.Output[i] = pass.Input[i];
        },
        (in pass) => pass.OutputGradient.CopyTo(pass.InputGradient));

    private static Own Noise() => new(
        (in pass) =>
        {
            for (int i = 0; i < pass.Input.Length; i++)
            {
                var random = pass.Random(i);
                pass.Output[i] = pass.Input[i] + random.NextSingle();
            }
        },
        (in pass) => pass.OutputGradient.CopyTo(pass.InputGradient));

    private static Own OwnGenerator(int seed)
    {
        var random = new Random(seed);
        return new(
            (in pass) =>
            {
                for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] * (pass.IsTraining ? random.NextSingle() : 0.5f);
            },
            (in pass) => pass.OutputGradient.CopyTo(pass.InputGradient));
    }

    private static Own Centred() => new(
        (in pass) =>
        {
            int k = pass.InputShape.Size;
            for (int i = 0; i < pass.Input.Length; i++)
            {
                float sum = 0;
                for (int at = i % k; at < pass.Input.Length; at += k) sum += pass.Input[at];
                pass.Output[i] = pass.Input[i] - (sum / pass.BatchSize);
            }
        },
        (in pass) => pass.OutputGradient.CopyTo(pass.InputGradient));

    private static Own DividedByLargest() => new(
        (in pass) => TensorPrimitives.Divide(pass.Input, Math.Abs(TensorPrimitives.MaxMagnitude(pass.Input)), pass.Output),
        (in pass) => TensorPrimitives.Divide(pass.OutputGradient, Math.Abs(TensorPrimitives.MaxMagnitude(pass.Input)), pass.InputGradient));

    private static Own RowMean(bool forgotten) => new(
        (in pass) =>
        {
            int k = pass.InputShape.Size;
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = TensorPrimitives.Average(pass.Input.Slice(i / k * k, k));
        },
        (in pass) =>
        {
            int k = pass.InputShape.Size;
            for (int i = 0; i < pass.Input.Length; i++)
                pass.InputGradient[i] = TensorPrimitives.Sum(pass.OutputGradient.Slice(i / k * k, k)) / (forgotten ? 1 : k);
        });

    private static Own NaiveSoftmax() => new(
        (in pass) =>
        {
            int k = pass.InputShape.Size;
            TensorPrimitives.Exp(pass.Input, pass.Output);
            for (int row = 0; row < pass.BatchSize; row++)
            {
                var y = pass.Output.Slice(row * k, k);
                TensorPrimitives.Divide(y, TensorPrimitives.Sum<float>(y), y);
            }
        },
        (in pass) => pass.OutputGradient.CopyTo(pass.InputGradient), nameof(NaiveSoftmax));
}

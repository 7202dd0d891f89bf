using Mnist;
using ScratchNN;
using static Doctor.Sets;
using static Doctor.Trial;

namespace Doctor;

/// <summary>What no check may say a word about.</summary>
internal static class HealthyRuns
{
    private static readonly TrainerOptions _full = Usual with { Epochs = 200, BatchSize = 10_000 };

    public static Healthy[] All { get; } =
    [
        new("digits, Adam", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Optimizer = new Adam() })),
        new("digits, plain descent", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Optimizer = new Sgd(0.1f) })),
        new("digits, slow descent", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Optimizer = new Sgd() })),
        new("digits, momentum", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Optimizer = new Sgd(0.02f) { Momentum = 0.9f } })),
        new("digits, one cycle", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Schedule = new OneCycle() })),
        new("digits, batches of 1", seed => Fit(Digits(seed), Hidden(32, 10), Usual with { Epochs = 1, BatchSize = 1, Optimizer = new Adam() })),
        new("digits, all in one batch", seed => Fit(Digits(seed), Hidden(32, 10), _full with { Optimizer = new Adam(0.01f) })),
        new("digits, 4 units", seed => Fit(Digits(seed), Hidden(4, 10))),
        new("digits, 256 units", seed => Fit(Digits(seed), Hidden(256, 10), Usual with { Epochs = 8, Optimizer = new Adam() })),
        new("digits, 4 layers, He", seed => Fit(Digits(seed), Deep(4, 32, Initialization.HeNormal, 10))),
        new("digits, 8 layers, He", seed => Fit(Digits(seed), Deep(8, 32, Initialization.HeUniform, 10), Usual with { Optimizer = new Adam() })),
        new("digits, sigmoid", seed => Fit(Digits(seed), new Sequential(new Dense(32), new Sigmoid(), new Dense(10)))),
        new("digits, two sigmoids", seed => Fit(Digits(seed), new Sequential(new Dense(32), new Sigmoid(), new Dense(32), new Sigmoid(), new Dense(10)))),
        new("digits, tanh", seed => Fit(Digits(seed), new Sequential(new Dense(32), new Tanh(), new Dense(10)))),
        new("digits, tanh, long after it is solved", seed =>
            Fit(Digits(seed), new Sequential(new Dense(16), new Tanh(), new Dense(10)), Usual with { Epochs = 150, Optimizer = new Adam(0.01f) })),
        new("digits, softmax", seed => Fit(Digits(seed), new Sequential(new Dense(32), new ReLU(), new Dense(10), new Softmax()))),
        new("digits, one layer", seed => Fit(Digits(seed), new Sequential(new Dense(10)))),
        new("digits, pixels from −1 to 1", seed => Fit(Digits(seed).Each(pixel => (2 * pixel) - 1), Hidden(32, 10))),
        new("digits, validation, stopped early", seed =>
            Fit(Digits(seed), Hidden(32, 10), Usual with { Epochs = 40, ValidationSplit = 0.2f, Callbacks = [new EarlyStopping()] })),
        new("digits, one-hot targets", seed => Fit(Digits(seed).OneHot(), new Sequential(new Dense(32), new ReLU(), new Dense(10), new Softmax()))),
        new("digits, an autoencoder", seed =>
            Fit(Digits(seed) is var set ? set with { Targets = set.X } : set, new Sequential(new Dense(16), new ReLU(), new Dense(64)))),
        new("Xor, numbers", seed =>
            Fit(Xor(seed) with { Targets = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } } }, Hidden(16, 1),
                Usual with { Epochs = 500, Optimizer = new Adam(0.01f) })),
        new("Xor, classes", seed =>
            Fit(Xor(seed), new Sequential(new Dense(16), new ReLU(), new Dense(2), new Softmax()), Usual with { Epochs = 300, Optimizer = new Adam(0.01f) })),
        new("Xor, tanh", seed =>
            Fit(Xor(seed), new Sequential(new Dense(8), new Tanh(), new Dense(2)), Usual with { Epochs = 1000, Optimizer = new Sgd(0.5f) })),
        new("blobs", seed => Fit(Blobs(seed))),
        new("blobs, descent", seed => Fit(Blobs(seed), options: Usual with { Optimizer = new Sgd() })),
        new("blobs, batches of 1", seed => Fit(Blobs(seed), options: Usual with { Epochs = 2, BatchSize = 1, Optimizer = new Sgd() })),
        new("blobs, all in one batch", seed => Fit(Blobs(seed), options: _full with { Optimizer = new Sgd(0.1f) })),
        new("blobs, long after they are solved", seed => Fit(Blobs(seed), options: Usual with { Epochs = 200 })),
        new("blobs, 2 classes", seed => Fit(Blobs(seed, classes: 2))),
        new("blobs, 20 classes", seed => Fit(Blobs(seed, features: 16, classes: 20), Hidden(32, 20), Usual with { Epochs = 40 })),
        new("blobs that overlap", seed => Fit(Blobs(seed, spread: 3).Each(x => x / 3))),
        new("blobs, 4096 in turn", seed => Fit(Blobs(seed, count: 4096), options: Usual with { Epochs = 4 })),
        new("blobs, every fifth label wrong", seed =>
            Fit(Blobs(seed).After(set => { for (int row = 0; row < set.Count; row += 5) set.Y[row] = (row / 5) % 4; }))),
        new("blobs, one class 5 times as large", seed =>
            Fit(Blobs(seed) is var set ? set.Rows(Enumerable.Range(0, set.Count).Where(row => set.Y[row] == 0 || row % 20 < 4)) : set)),
        new("blobs, a right layer of your own", seed =>
            Diagnose(Blobs(seed), new Sequential(new Dense(8), new OwnDense(OwnDense.Mistake.None), new ReLU(), new Dense(4)))),
        new("blobs, examined", seed => Diagnose(Blobs(seed))),
        new("digits, examined", seed => Diagnose(Digits(seed))),
        new("a line", seed => Fit(Curve(seed, (a, b) => a - b), new Sequential(new Dense(1)), Usual with { Optimizer = new Sgd(0.05f) })),
        new("a wave, tanh", seed =>
            Fit(Curve(seed, (a, b) => MathF.Sin(2 * a) * b), new Sequential(new Dense(32), new Tanh(), new Dense(1)), Usual with { Epochs = 60 })),
        new("two targets", seed => Fit(Curve(seed, (a, b) => Math.Abs(a) + b, targets: 2), Hidden(16, 2))),
        new("a line in much noise", seed => Fit(Curve(seed, (a, b) => a - b, noise: 3), Hidden(16, 1))),
    ];

    /// <summary>The default of samples/Mnist on all of MNIST, one epoch.</summary>
    public static Healthy Mnist(ImageSet images) => new("MNIST", seed => Fit(Of(seed, images), Hidden(128, 10), new() { Epochs = 2, Threads = 1 }));

    private static Sequential Hidden(int units, int outputs) => new(new Dense(units), new ReLU(), new Dense(outputs));

    private static Sequential Deep(int depth, int units, Initialization initialization, int outputs) => new(
        [.. Enumerable.Range(0, depth).SelectMany(_ => new Layer[] { new Dense(units) { Initialization = initialization }, new ReLU() }), new Dense(outputs)]);
}

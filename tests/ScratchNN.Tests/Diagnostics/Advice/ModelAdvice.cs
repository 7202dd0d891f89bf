using ScratchNN.Tests.LayerContract;
using static ScratchNN.Tests.Trials;

namespace ScratchNN.Tests;

/// <summary>Advice on models, losses and layers, obeyed.</summary>
internal static class ModelAdvice
{
    private static readonly (float[,] X, int[] Y) _two = Blobs.Make(3, Count, classes: 2);
    private static readonly float[] _yes = Array.ConvertAll(_two.Y, label => (float)label), _more = Array.ConvertAll(_two.Y, label => label + 1f);

    public static AdviceCase[] All { get; } =
    [
        new("SNN003", "Softmax occurs twice: keep one.", () => Ended(new Softmax(), new Softmax()), () => Ended(new Softmax())),
        new("SNN003", "Move Softmax to the end, and put a ReLU here.", () => Between(new Softmax()), () => Between(new ReLU(), new Softmax())),
        new("SNN003", "Put a ReLU between them.", () => Ring(new Dense(16)), () => Ring(new Dense(16), new ReLU())),
        new("SNN003", "For yes or no put Sigmoid in the place of Softmax", () => Binary(_yes, new BinaryCrossEntropy(), new Softmax()), () =>
            Binary(_yes, new BinaryCrossEntropy(), new Sigmoid())),
        new("SNN003", "Use CrossEntropy (the default for labels)", () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.01, 3) with { Loss = new MeanSquaredError() }), () =>
                Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.01, 3))),
        new("SNN003", "Pass y as bool[], int[] or byte[] and leave Loss unset", () => Binary(_yes, new MeanSquaredError(), new Sigmoid()), () =>
            Binary(_two.Y, null, new Sigmoid())),
        new("SNN003", "If they mean no and yes, pass y as bool[] or end the model in Sigmoid", () => Binary(_two.Y, new MeanSquaredError()), () =>
            Binary(_two.Y, null, new Sigmoid())) { Cured = 1.1 },
        new("SNN003", "Drop that ReLU.", () => Cut(new ReLU(), new Softmax()), () => Cut(new Softmax())),
        new("SNN003", "on the output of the last Dense, or on a last Sigmoid.", () =>
            Cost(Ending(new Tanh()), _two.X, _yes, Usual with { Loss = new BinaryCrossEntropy() }), () =>
                Cost(Ending(), _two.X, _yes, Usual with { Loss = new BinaryCrossEntropy() })),
        new("SNN003", "Drop that Sigmoid: CrossEntropy works on the output of the last Dense.", () =>
            Cost(new Sequential(new Dense(3), new Sigmoid()), Clouds.X, Clouds.Y), () => Cost(new Sequential(new Dense(3)), Clouds.X, Clouds.Y)),
        new("SNN003", "End the model in the layer before it, or in Softmax", () =>
            Cost(new Sequential(new Dense(3), new OwnSoftmax()), Clouds.X, Clouds.Y, Usual with { Loss = new CrossEntropy() }), () =>
                Cost(new Sequential(new Dense(3), new Softmax()), Clouds.X, Clouds.Y)),
        new("SNN004", "Scale the inputs to about 1.", () =>
            Fit(Built(Hidden(3), 4, model => model.Parameter("2.bias")[0] = 30), Clouds.X, Clouds.Y, Descent(0.01, 3)), () =>
                Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.01, 3))),
        new("SNN005", "It works along the batch, axis 0", () =>
            Fit(new Sequential(new Dense(8), new BatchCenter(declares: false), new ReLU(), new Dense(3)), Clouds.X, Clouds.Y), () =>
                Fit(new Sequential(new Dense(8), new LayerNorm(), new ReLU(), new Dense(3)), Clouds.X, Clouds.Y)),
        new("SNN005", "leave the division by N out of Compute", () => Squares("mean"), () => Squares("right")),
        new("SNN005", "Assign each row its own gradient", () => Squares("root"), () => Squares("right")),
        new("SNN005", "Assign each row the loss and the gradient of that row alone", () => Squares("largest"), () => Squares("right")),
        new("SNN005", "Assign each row its own loss", () => Squares("mean of losses"), () => Squares("right")) { Cured = 1.1 },
        new("SNN006", "Flip the sign", () => Squares("sign"), () => Squares("right")),
        new("SNN006", "A factor is missing", () => Squares("factor"), () => Squares("right")),
        new("SNN006", "Compare OutputGradient in Compute with the derivative of the loss", () => Squares("always one"), () => Squares("right")),
        new("SNN006", "Give the loss a lower bound, or use CrossEntropy or MeanSquaredError", () => Squares("no minimum"), () =>
            Fit(Ending(), _two.X, _more, Descent(0.01, 4))),
        new("SNN007", "Build a new model, or find what wrote to this one.", () =>
            Fit(Built(Hidden(3), 4, model => model.Parameter("2.weight")[5] = float.NaN), Clouds.X, Clouds.Y), () => Fit(Hidden(3), Clouds.X, Clouds.Y)),
        new("SNN007", "Start with smaller weights, Initialization.HeNormal before ReLU", () => Deep(3), () => Deep(1)),
        new("SNN007", "Start from random weights", () => Fit(Built(Hidden(3), 4, model => model.Parameter("0.weight").Fill(0.3f)), Clouds.X, Clouds.Y), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y)),
        new("SNN007", "Signals and gradients shrink at this layer.", () => Scaled(0.001f), () => Scaled(null)),
        new("SNN007", "Signals grow at this layer and saturate or overflow the layers after it.", () => Scaled(20), () => Scaled(null)),
        new("SNN015", "Let it reach the full rate in the first tenth of the steps", () => Warmed(100_000), () => Warmed(20)),
        new("SNN020", "to train on: add more, or remove BatchNorm", () =>
            Fit(Normalized(new BatchNorm()), Rows(Clouds.X, 0), [Clouds.Y[0]], asked: Clouds), () => Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y)),
        new("SNN020", "Leave MicroBatchSize unset", () => Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y, Usual with { MicroBatchSize = 1 }), () =>
            Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y)),
        new("SNN020", "Set BatchSize to 16 or more", () => Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y, Usual with { BatchSize = 1, Epochs = 2 }), () =>
            Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y, Usual with { BatchSize = 16, Epochs = 2 })),
        new("SNN020", "or replace BatchNorm by LayerNorm, which normalises each sample by itself.", () =>
            Fit(Normalized(new BatchNorm()), Clouds.X, Clouds.Y, Usual with { BatchSize = 1, Epochs = 2 }), () =>
                Fit(Normalized(new LayerNorm()), Clouds.X, Clouds.Y, Usual with { BatchSize = 1, Epochs = 2 })) { Cured = 1.1 },
        new("SNN021", "assign every entry of pass.", () => Own("half"), () => Own("right")),
        new("SNN021", "never add to what is in it", () => Own("adds"), () => Own("right")),
        new("SNN021", "Where pass.IsTraining is false, pass the input through unchanged.", () => Noise("seeded noise", again: false), () =>
            Noise("noise in training", again: false)),
        new("SNN021", "Take the numbers from pass.Random(row)", () => Noise("own noise", again: true), () => Noise("noise in training", again: true)),
    ];

    private static Outcome Ended(params Layer[] last) => Fit(new Sequential([new Dense(3), .. last]), Clouds.X, Clouds.Y, Descent(0.01, 2));

    private static Outcome Between(Layer layer, params Layer[] last) =>
        Fit(new Sequential([new Dense(8), layer, new Dense(3), .. last]), Clouds.X, Clouds.Y, Descent(0.02, 3));

    private static Outcome Ring(params Layer[] first)
    {
        var (x, y) = Curve((a, b) => (a * a) + (b * b));
        return Fit(new Sequential([.. first, new Dense(2)]), x, Array.ConvertAll(y, square => square < 2.5f ? 1 : 0));
    }

    private static Sequential Ending(params Layer[] last) => new([new Dense(8), new ReLU(), new Dense(1), .. last]);

    private static Outcome Binary(Targets y, Loss? loss, params Layer[] last)
    {
        var model = Ending(last);
        var findings = new Trainer(model, Descent(0.05, 2) with { Loss = loss }).Fit(_two.X, y).Findings;
        return new(findings, Missed(model, _two.X, _two.Y));
    }

    /// <summary>Logits that all begin below 0.</summary>
    private static Outcome Cut(params Layer[] last) =>
        Fit(Built(new([new Dense(3), .. last]), 4, model => model.Parameter("0.bias").Fill(-2)), Clouds.X, Clouds.Y, Descent(0.05, 3));

    private static Outcome Squares(string fault) => Fit(Ending(), _two.X, _more, Descent(0.01, 4) with { Loss = new OwnSquares(fault) });

    private static Outcome Warmed(int steps) => Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.1) with { Schedule = new WarmUp(steps) });

    private static Outcome Deep(float factor) => Fit(
        Built(new(
            [.. Enumerable.Range(0, 6).SelectMany(_ => new Layer[] { new Dense(16) { Initialization = Initialization.HeNormal }, new ReLU() }), new Dense(3)]),
                4, model =>
        {
            foreach (ref float weight in model.Parameters) weight *= factor;
        }), Clouds.X, Clouds.Y, Descent(0.01));

    private static Outcome Scaled(float? factor) => Fit(
        Built(new(new Dense(16), new Tanh(), new Dense(16), new Tanh(), new Dense(16), new Tanh(), new Dense(3)), 4, model =>
        {
            foreach (string name in (string[])["0.weight", "2.weight", "4.weight"])
                foreach (ref float weight in model.Parameter(name)) weight *= factor ?? 1;
        }), Clouds.X, Clouds.Y, Descent(0.02, 5));

    private static Sequential Normalized(Layer norm) => new(new Dense(8), norm, new ReLU(), new Dense(3));

    private static Outcome Own(string kind) => Fit(new Sequential(new Dense(16), new OwnLayer(kind), new Dense(3)), Clouds.X, Clouds.Y);

    /// <summary>The score is how far the answers of two equal runs, or of a run and its training, are apart.</summary>
    private static Outcome Noise(string kind, bool again)
    {
        var layer = new OwnLayer(kind);
        var model = new Sequential(new Dense(3), layer, new Dense(3));
        var findings = new Trainer(model, Usual with { Epochs = 1 }).Fit(Clouds.X, Clouds.Y).Findings;
        float[] x = Draw.Normal(30, 4), y = new float[30], other = new float[30];
        Forward(y, 1);
        Forward(other, again ? 1ul : 2);
        return new(findings, Enumerable.Range(0, 30).Sum(i => Math.Abs(y[i] - other[i])));

        void Forward(float[] output, ulong seed) =>
            layer.Forward(
                new ForwardPass
                {
                    Parameters = default, Input = x, Output = output, Cache = [], BatchSize = 10, InputShape = 3, IsTraining = again,
                    Seed = seed
                });
    }

    /// <summary>A softmax that declares nothing.</summary>
    private sealed class OwnSoftmax : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            int k = pass.InputShape.Size;
            for (int row = 0; row < pass.BatchSize; row++)
                System.Numerics.Tensors.TensorPrimitives.SoftMax(pass.Input.Slice(row * k, k), pass.Output.Slice(row * k, k));
        }

        public override void Backward(in BackwardPass pass)
        {
            int k = pass.InputShape.Size;
            for (int row = 0; row < pass.BatchSize && !pass.InputGradient.IsEmpty; row++)
            {
                float sum = 0;
                for (int i = row * k; i < (row + 1) * k; i++) sum += pass.OutputGradient[i] * pass.Output[i];
                for (int i = row * k; i < (row + 1) * k; i++) pass.InputGradient[i] = pass.Output[i] * (pass.OutputGradient[i] - sum);
            }
        }
    }
}

using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>Every model × loss × optimizer: all checks run on all of them. A new layer, loss or optimizer adds its row to one of the three lists.</summary>
internal static class EstimatorCases
{
    private static readonly (string Name, Func<int, Sequential> Make)[] _models =
    [
        ("linear", outputs => new(new Dense(outputs))),
        ("hidden layer", outputs => new(new Dense(12), new ReLU(), new Dense(outputs))),
        ("nested blocks", outputs => new(new Dense(12), new Block(new Tanh(), new Block(new Dense(9), new Sigmoid())), new Dense(outputs))),
        ("a user's layer", outputs => new(new Dense(24), new Tanh(), new CoinFlips(), new Dense(outputs))), // that draws in training
        ("statistics", outputs => new(new Dense(9), new RunningCenter(), new Tanh(), new Dense(outputs))), // that no optimizer moves
        ("normalised", outputs => new(new Standardize(), new Dense(16), new BatchNorm(), new ReLU(), new Dropout(0.1), new LayerNorm(), new Dense(outputs))),
        ("containers", outputs =>
            new(new Branches(new Block(new Dense(6), new Sigmoid()), new Block(new Dense(6), new Tanh())), new Residual(new Dense(12), new Tanh()),
                new Dense(outputs))),
        ("convolution", outputs => new(new Conv1D(4, 3) { Padding = Padding.Same }, new ReLU(), new Dense(outputs))),
        ("activations", outputs =>
            new(new Dense(10), new LeakyReLU(), new Dense(10) { UseBias = false }, new ELU(), new Dense(10), new GELU(), new Dense(10), new SiLU(),
                new Dense(10), new Softplus(), new Dense(outputs))),
        ("embedding", outputs => new(
            new Branches(new Block(new Columns(..1), new Binned(5), new Embedding(5, 3), new Flatten()),
                new Block(new Columns(..), new Reshape(1, 1, -1), new Flatten())), new Dense(8), new Tanh(), new Dense(outputs))),
        ("softmax", outputs => new(new Dense(12), new ReLU(), new Dense(outputs), new Softmax())),
    ];

    private static readonly (Loss Loss, Answer Answer)[] _losses =
    [
        (new CrossEntropy(), Answer.Labels),
        (new CrossEntropy(), Answer.OneHot),
        (new CrossEntropy { LabelSmoothing = 0.1, IgnoredLabel = -100 }, Answer.Labels),
        (new BinaryCrossEntropy(), Answer.YesNo),
        (new BinaryCrossEntropy(), Answer.EachYesNo),
        (new MeanSquaredError(), Answer.Labels),
        (new MeanSquaredError(), Answer.Numbers),
        (new MeanSquaredError(), Answer.Number),
        (new MeanAbsoluteError(), Answer.Number),
        (new Huber(), Answer.Numbers),
    ];

    private static readonly Optimizer[] _optimizers =
    [
        new Sgd(0.05f), new Sgd(0.02f) { Momentum = 0.9f }, new Sgd(0.02) { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3 }, new Adam(0.01f),
            new AdamW(0.01),
        new RmsProp(0.003) { Momentum = 0.5 }, new AdaGrad(0.05),
    ];

    public static EstimatorCase[] All { get; } =
    [
        .. from model in _models
           from loss in _losses
           where model.Name != "softmax" || loss.Answer is Answer.Labels or Answer.OneHot // its outputs are shares
           // losses and optimizers do not know each other
           from optimizer in loss.Loss is CrossEntropy { LabelSmoothing: 0 } or MeanSquaredError ? _optimizers : [_optimizers[^1]]
           select new EstimatorCase(model.Name, model.Make, loss.Loss, loss.Answer, optimizer),
    ];

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    /// <summary>Those with probabilities of classes.</summary>
    public static TheoryData<string> Classifiers => [.. All.Where(row => row.Loss.Meaning == OutputKind.OneClass).Select(row => row.Name)];

    /// <summary>Those that answer yes or no.</summary>
    public static TheoryData<string> Answering => [.. All.Where(row => row.Loss.Meaning == OutputKind.YesNo).Select(row => row.Name)];

    /// <summary>Those with numbers to predict.</summary>
    public static TheoryData<string> Regressors => [.. All.Where(row => row.Answer is Answer.Numbers or Answer.Number).Select(row => row.Name)];

    public static EstimatorCase Get(string name) => All.Single(row => row.Name == name);
}

namespace ScratchNN.Tests.LayerContract;

/// <summary>Every layer, one row per case: the contract suite runs on all of them. A new layer adds its rows here.</summary>
internal static class LayerCases
{
    private static readonly Dense _twice = new(6, 6); // before All, which uses it

    /// <summary>Makes the layers here that are not the library's.</summary>
    public static LayerRegistry Registry { get; } = new LayerRegistry()
        .Add("SeededDropout", json => new SeededDropout(json.GetProperty("rate").GetSingle()))
        .Add("ScaledSquare", _ => new ScaledSquare())
        .Add("BatchCenter", _ => new BatchCenter())
        .Add("RunningCenter", _ => new RunningCenter())
        .Add("Center", _ => new Center())
        .Add("Highway", (json, layers) => new Highway(layers.Read(json.GetProperty("transform"))))
        .Add("InARow", (json, layers) => new InARow(layers.Read(json.GetProperty("first")), layers.Read(json.GetProperty("second"))));

    public static LayerCase[] All { get; } =
    [
        new("dense 1 to 1", new Dense(1, 1), 1),
        new("dense 1 to 10", new Dense(10), 1),
        new("dense 10 to 1", new Dense(10, 1), 10),
        new("dense 10 to 17", new Dense(10, 17), 10),
        new("dense 17 to 33", new Dense(33), 17),
        new("dense 33 to 10", new Dense(33, 10), 33),
        new("dense of images", new Dense(24, 10), new Shape(2, 3, 4)),
        new("dense Glorot normal", new Dense(10, 17) { Initialization = Initialization.GlorotNormal }, 10),
        new("dense He uniform", new Dense(10, 17) { Initialization = Initialization.HeUniform }, 10),
        new("dense He normal", new Dense(10, 17) { Initialization = Initialization.HeNormal }, 10),
        new("dense zeros", new Dense(10, 17) { Initialization = Initialization.Zeros }, 10),
        new("dense without bias", new Dense(10, 17) { UseBias = false, Initialization = Initialization.HeUniform }, 10),

        new("ReLU 1", new ReLU(), 1),
        new("ReLU 17", new ReLU(), 17),
        new("ReLU of images", new ReLU(), new Shape(3, 5, 2)),

        new("sigmoid 1", new Sigmoid(), 1),
        new("sigmoid 17", new Sigmoid(), 17),
        new("sigmoid of images", new Sigmoid(), new Shape(3, 5, 2)),

        new("tanh 1", new Tanh(), 1),
        new("tanh 17", new Tanh(), 17),
        new("tanh of images", new Tanh(), new Shape(3, 5, 2)),

        new("leaky ReLU, 1", new LeakyReLU(), 1),
        new("leaky ReLU, 17", new LeakyReLU(), 17),
        new("leaky ReLU, images", new LeakyReLU(), new Shape(3, 5, 2)),
        new("leaky ReLU 0.3, 1", new LeakyReLU(0.3), 1),
        new("leaky ReLU 0.3, 17", new LeakyReLU(0.3), 17),
        new("leaky ReLU 0.3, images", new LeakyReLU(0.3), new Shape(3, 5, 2)),
        new("ELU, 1", new ELU(), 1),
        new("ELU, 17", new ELU(), 17),
        new("ELU, images", new ELU(), new Shape(3, 5, 2)),
        new("ELU 0.5, 1", new ELU(0.5), 1),
        new("ELU 0.5, 17", new ELU(0.5), 17),
        new("ELU 0.5, images", new ELU(0.5), new Shape(3, 5, 2)),
        new("GELU, 1", new GELU(), 1),
        new("GELU, 17", new GELU(), 17),
        new("GELU, images", new GELU(), new Shape(3, 5, 2)),
        new("GELU by tanh, 1", new GELU { Approximate = true }, 1),
        new("GELU by tanh, 17", new GELU { Approximate = true }, 17),
        new("GELU by tanh, images", new GELU { Approximate = true }, new Shape(3, 5, 2)),
        new("SiLU, 1", new SiLU(), 1),
        new("SiLU, 17", new SiLU(), 17),
        new("SiLU, images", new SiLU(), new Shape(3, 5, 2)),
        new("softplus, 1", new Softplus(), 1),
        new("softplus, 17", new Softplus(), 17),
        new("softplus, images", new Softplus(), new Shape(3, 5, 2)),

        new("logarithm, 1", new Logarithm(), 1),
        new("logarithm, images", new Logarithm(), new Shape(3, 5, 2)),
        new("logarithm in units", new Logarithm(0.5, 3, 10), 3),
        new("logarithm in units, images", new Logarithm(0.5, 30), new Shape(3, 5, 2)),

        new("softmax 1", new Softmax(), 1),
        new("softmax 2", new Softmax(), 2),
        new("softmax 10", new Softmax(), 10),
        new("softmax 17", new Softmax(), 17),
        new("softmax 100", new Softmax(), 100),
        new("softmax of images", new Softmax(), new Shape(3, 5, 2)),

        new("dropout 1", new Dropout(0.5), 1),
        new("dropout 17", new Dropout(0.3), 17),
        new("dropout of images", new Dropout(0.9), new Shape(3, 5, 2)),
        new("dropout of nothing", new Dropout(0), 300),

        new("standardize 1", new Standardize(), 1),
        new("standardize 19", new Standardize(), 19),
        new("standardize of images", new Standardize(), new Shape(3, 2, 5)),

        new("batch norm 1", new BatchNorm(), 1),
        new("batch norm 19", new BatchNorm { Momentum = 0.3, Epsilon = 0.01 }, 19),
        new("batch norm of images", new BatchNorm(), new Shape(3, 2, 5)),
        new("batch norm in a block", new Block(new Dense(5), new BatchNorm(), new ReLU(), new Dense(3)), 6),

        new("random shift", new RandomShift(2), new Shape(5, 4)),
        new("random shift of images with channels", new RandomShift(1.5), new Shape(4, 3, 3)),
        new("random rotation", new RandomRotation(30), new Shape(4, 5)),
        new("random zoom", new RandomZoom(0.3), new Shape(5, 3, 2)),
        new("random flip", new RandomFlip(), new Shape(3, 5)),
        new("random flip of top and bottom", new RandomFlip { Vertical = true }, new Shape(3, 2, 2)),
        new("elastic distortion", new ElasticDistortion(8, 1.5), new Shape(6, 5)),
        new("elastic distortion of images with channels", new ElasticDistortion(20, 4), new Shape(4, 5, 2)),
        new("gaussian noise", new GaussianNoise(0.5), 17),
        new("gaussian noise of images", new GaussianNoise(0.1), new Shape(3, 5, 2)),

        new("layer norm 2", new LayerNorm(), 2),
        new("layer norm 19", new LayerNorm { Epsilon = 0.1 }, 19),
        new("layer norm of images", new LayerNorm(), new Shape(3, 2, 5)),

        new("conv 3 of one row", new Conv2D(2, (1, 3)), new Shape(1, 7, 2)),
        new("conv of one channel", new Conv2D(4, 3), new Shape(6, 5)),
        new("conv 1", new Conv2D(5, 1), new Shape(4, 3, 3)),
        new("conv as large as the image", new Conv2D(3, (4, 5)), new Shape(4, 5, 2)),
        new("conv same", new Conv2D(3, 3) { Padding = Padding.Same }, new Shape(5, 4, 2)),
        new("conv same, even", new Conv2D(3, (2, 4)) { Padding = Padding.Same, UseBias = false }, new Shape(5, 4, 2)),
        new("conv same, stride", new Conv2D(2, 3) { Padding = Padding.Same, Stride = (2, 3) }, new Shape(7, 8, 1)),
        new("conv padded beyond its kernel", new Conv2D(2, (2, 1)) { Padding = Padding.Of(3, 1, 0, 2), Initialization = Initialization.GlorotNormal },
            new Shape(3, 2, 2)),
        new("conv, stride above its kernel", new Conv2D(17, 2) { Stride = 3 }, new Shape(8, 6, 3)),
        new("conv of 34 channels", new Conv2D(3, 3) { Padding = Padding.Of(1) }, new Shape(5, 5, 34)), // 306 products: more than a chain

        new("conv of sequences", new Conv1D(4, 3), new Shape(9, 2)),
        new("conv of sequences of one channel, same", new Conv1D(3, 4) { Padding = Padding.Same, Stride = 2 }, 9),
        new("conv of sequences, padded", new Conv1D(2, 5) { Padding = Padding.Of(0, 4, 0, 1), UseBias = false, Initialization = Initialization.GlorotUniform },
            new Shape(3, 3)),
        new("conv of one step", new Conv1D(3, 1), new Shape(1, 4)),

        new("max pool", new MaxPool2D(2), new Shape(4, 6, 3)),
        new("max pool of one channel, the rest left out", new MaxPool2D((2, 3)), new Shape(5, 7)),
        new("max pool, overlapping", new MaxPool2D(3) { Stride = 2, Padding = Padding.Of(1) }, new Shape(5, 6, 2)),
        new("max pool, overlapping, same", new MaxPool2D((3, 2)) { Stride = 1, Padding = Padding.Same }, new Shape(4, 5, 17)),
        new("max pool as large as the image", new MaxPool2D((3, 4)), new Shape(3, 4, 2)),
        new("max pool of padded ends", new MaxPool2D(3) { Stride = 2, Padding = Padding.Of(0, 0, 1, 1) }, new Shape(4, 4, 1)),
        new("average pool", new AveragePool2D(2), new Shape(4, 6, 3)),
        new("average pool of one channel", new AveragePool2D((1, 3)) { Stride = (2, 1) }, new Shape(5, 7)),
        new("average pool, same", new AveragePool2D(3) { Stride = 2, Padding = Padding.Same }, new Shape(5, 6, 2)),
        new("average pool that counts padding", new AveragePool2D(3) { Stride = 1, Padding = Padding.Of(2, 1, 0, 1), CountsPadding = true },
            new Shape(4, 5, 2)),
        new("global average pool", new GlobalAveragePool2D(), new Shape(5, 3, 7)),
        new("global average pool of one channel", new GlobalAveragePool2D(), new Shape(4, 3)),
        new("conv net", new Block(new Conv2D(4, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(3, 2), new ReLU(), new Dense(4)),
            new Shape(6, 8)),

        new("flatten", new Flatten(), 7),
        new("flatten of rows", new Flatten(), new Shape(3, 5)),
        new("flatten of images", new Flatten(), new Shape(3, 5, 2)),
        new("flatten of an image of a channel", new Flatten(), new Shape(4, 5, 1)),
        new("flatten of large images", new Flatten(), new Shape(9, 7, 12)),
        new("reshape", new Reshape(2, 3, 2), 12),
        new("reshape, one open", new Reshape(-1, 4), new Shape(3, 2, 2)),
        new("columns", new Columns(2..5), 7),
        new("columns from the end", new Columns(^3..), 7),
        new("columns of images", new Columns(1..^1), new Shape(3, 2, 4)),
        new("embedding", new Embedding(6, 4), 5),
        new("embedding of one category", new Embedding(1, 3), 1),
        new("embedding of rows", new Embedding(40, 17), new Shape(3, 2)),
        new("one-hot", new OneHot(3, 1, 5), 3),
        new("one-hot without the first", new OneHot(4, 2) { DropFirst = true }, 2),
        new("one-hot behind columns", new Branches(new Block(new Columns(..2), new OneHot(5, 3)), new Block(new Columns(2..), new Dense(4))), 6),
        new("embedding behind columns",
            new Branches(new Block(new Columns(..2), new Embedding(5, 3), new Flatten()), new Block(new Columns(2..), new Dense(4))), 6),

        new("block", new Block(new Dense(7, 12), new ReLU(), new Dense(12, 5)), 7),
        new("nested block", new Block(new Dense(6, 9), new ReLU(), new Block(new Dense(8), new Softmax())), 6),
        new("block that begins without parameters", new Block(new ReLU(), new Block(new Dense(9, 4), new ReLU()), new Dense(3)), 9),
        new("block of one layer twice", new Block(_twice, new ReLU(), _twice), 6),
        new("block without parameters", new Block(new ReLU(), new Softmax()), 10),

        // a user's layers: seeds, caches, and rows that see each other
        new("a user's dropout", new SeededDropout(0.5f), 10),
        new("scaled square", new ScaledSquare(), 11),
        new("block with seeds and caches",
            new Block(new Dense(9), new SeededDropout(0.3f), new Block(new ScaledSquare(), new SeededDropout(0.4f)), new Dense(4)), 5),
        new("batch centre", new BatchCenter(), 6),
        new("block with a bias to no effect", new Block(new Dense(5), new BatchCenter()), 6),
        new("running centre", new RunningCenter(), 6),
        new("block with statistics", new Block(new Dense(5), new Block(new RunningCenter(), new ReLU()), new Dense(3)), 6),
        new("centre", new Center(), 6),
        new("block that adapts", new Block(new Dense(5), new Center()), 6),

        new("residual", new Residual(new Dense(7), new Tanh(), new Dense(5)), 5),
        new("residual of one layer", new Residual(new Dense(5)), 5),
        new("residual without parameters", new Residual(new Tanh()), new Shape(3, 2)),
        new("residual with a shortcut", new Residual(new Dense(4), new ReLU()) { Shortcut = new Dense(4) }, 6),
        new("residual of residuals", new Residual(new Dense(5), new Residual(new Tanh(), new Dense(5)), new Residual(new Highway(new Dense(5)))), 5),
        new("branches", new Branches(new Dense(3), new Block(new Dense(4), new Tanh()), new Sigmoid()), 5),
        new("branches of images", new Branches(new Tanh(), new Sigmoid()), new Shape(2, 3, 2)),
        new("branches, added", new Branches(new Dense(4), new Block(new Dense(3), new Tanh(), new Dense(4))) { Merge = Merge.Add }, 6),
        new("branch, alone", new Branches(new Dense(4)), 6),
        new("branches without parameters", new Branches(new ReLU(), new Tanh()), 4),
        new("branches with seeds, caches and statistics",
            new Block(new Branches(new SeededDropout(0.3f), new ScaledSquare(), new Block(new Dense(3), new RunningCenter())), new Dense(2)), 5),
        new("highway", new Highway(new Dense(5)), 5),
        new("highway in a block", new Block(new ReLU(), new Highway(new Block(new Dense(8), new ScaledSquare(), new Dense(5))), new Dense(3)), 5),
        new("container in a row", new InARow(new Dense(4), new Block(new Tanh(), new Dense(3))), 5),
        new("container that adapts", new Residual(new Center(), new Dense(4)), 4),

        new("block that mixes the batch", new Block(new BatchCenter(), new Dense(5), new Softmax()), 6),
    ];

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static LayerCase Get(string name) => All.Single(row => row.Name == name);
}

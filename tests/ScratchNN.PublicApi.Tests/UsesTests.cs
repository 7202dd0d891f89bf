using System.Numerics.Tensors;

namespace ScratchNN.PublicApi.Tests;

/// <summary>What users write: every call must compile as it stands, and do what it says.</summary>
public class UsesTests
{
    [Fact]
    public void TheCard_Runs()
    {
        float[,] x = new float[60, 784]; int[] y = new int[60]; float[,] xTest = new float[10, 784];
        for (int row = 0; row < 60; row++) (x[row, row % 10], y[row]) = (1, row % 10);
        for (int row = 0; row < 10; row++) xTest[row, row] = 1;

        var model = new Sequential(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax());
        TrainingHistory history = new Trainer(model, new() { Epochs = 60 }).Fit(x, y);
        int[] digits = model.PredictClasses(xTest);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], digits);
        Assert.Contains("completed; best epoch 60", history.ToString());
    }

    [Fact]
    public void CollectionExpressions_Bind()
    {
        var xor = new Sequential(new Dense(8), new ReLU(), new Dense(1));
        new Trainer(xor, new() { Epochs = 500, Optimizer = new Sgd(0.1f) { Momentum = 0.9f } }).Fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0f, 1f, 1f, 0f]);
        Assert.Equal([0, 1, 1, 0], xor.Predict([[0, 0], [0, 1], [1, 0], [1, 1]]).Cast<float>().Select(value => (int)MathF.Round(value)));

        new Trainer(xor).Fit([[0, 0], [0, 1]], [[0], [1]]);
        new Trainer(xor).Fit([[0, 0], [0, 1]], [0, 1], cancellationToken: CancellationToken.None);
        Assert.Equal(2, new Trainer(xor).Evaluate([[0, 0], [0, 1]], [0, 1]).Count);
    }

    [Fact]
    public void TensorsSpansAndBytes_Bind()
    {
        var xor = new Sequential(new Dense(8), new ReLU(), new Dense(1));
        Tensor<float> t = Tensor.Create(new float[8], [(nint)4, 2]);
        new Trainer(xor).Fit(t, [0, 1, 1, 0]);
        new Trainer(xor).Fit(new Samples(new float[8], new Shape(2)), (ReadOnlySpan<byte>)[0, 1, 1, 0]);
        new Trainer(xor).Fit(new Samples((float[])[0, 0, 0, 1], 2), [0, 1]);
        new Trainer(new Sequential(new Dense(2))).Fit(t, t);
        byte[] labels = [0, 1];
        float[,] x = new float[2, 2];
        new Trainer(xor).Fit(x, labels);
        Assert.Null(new Trainer(xor).Evaluate(x, labels).Accuracy);

        float[] y = new float[4];
        xor.Predict(new float[8], y);
        Assert.Equal(xor.Predict(t).Cast<float>(), y);
    }

    [Fact]
    public void Weights_AreReadAndWrittenByName()
    {
        var model = new Sequential(new Dense(2, 1));
        model.Build(2);
        new float[] { 2, 3 }.CopyTo(model.Parameter("0.weight"));
        model.Parameter("0.bias")[0] = 1;

        Assert.Equal(51, model.Predict([[10, 10]])[0, 0]);
        Assert.Equal(["0.weight [2 × 1]", "0.bias [1]"], model.ParameterInfos.Select(info => $"{info.Name} {info.Shape}"));
    }

    [Fact]
    public void Gemm_Multiplies()
    {
        float[] a = [1, 2, 3, 4, 5, 6], b = [7, 8, 9, 10, 11, 12], c = new float[4];
        Gemm.Multiply(a, b, c, m: 2, n: 2, k: 3); // [2 × 3]·[3 × 2]
        Assert.Equal([58, 64, 139, 154], c);

        Gemm.Multiply(a, b, c, 2, 2, 3, accumulate: true);
        Assert.Equal([116, 128, 278, 308], c);

        Gemm.MultiplyTransposedA(a, b, c, 2, 2, 3, bias: [1, 2]); // [3 × 2]ᵀ·[3 × 2] + bias
        Assert.Equal([90, 100, 117, 130], c);

        using var workers = new Workers(2);
        Gemm.MultiplyTransposedB(a, b, c, 2, 2, 3, workers: workers); // [2 × 3]·[2 × 3]ᵀ
        Assert.Equal([50, 68, 122, 167], c);

        Gemm.Multiply(a, b, c, 2, 1, 2, lda: 3, ldb: 2, ldc: 2); // the first two columns of A by the first of B, into the first of C
        Assert.Equal([25, 68, 73, 167], c);
    }

    [Fact]
    public void Workers_ShareRows()
    {
        int[] squares = new int[1000];
        using var workers = new Workers(3);

        workers.For(squares.Length, new Squares(squares));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * i), squares);
    }

    [Fact]
    public void Options_Combine()
    {
        var (x, y) = Data.Classes();
        var options = new TrainerOptions
        {
            Epochs = 50,
            Optimizer = new Adam(0.01f),
            ValidationSplit = 0.2f,
            Callbacks = [new EarlyStopping(3) { MinimumImprovement = 1e-4f }],
            ClipNorm = 5,
            MicroBatchSize = 16,
        };
        var model = new Sequential(new Dense(16) { Initialization = Initialization.HeNormal }, new ReLU(), new Dense(2), new Softmax());

        var history = new Trainer(model, options with { Seed = 3, WhenBroken = WhenBroken.Stop }).Fit(x, y);

        Assert.Null(history.Breakage);
        Assert.InRange(history.BestEpoch, 1, history.Epochs.Count);
        Assert.True(new Trainer(model).Evaluate(x, y) is { Accuracy: > 0.9, Count: 200 });
    }

    [Fact]
    public void Breakage_IsAnExceptionWithTheHistory()
    {
        var (x, y) = Data.Classes();
        x[7, 1] = float.NaN;

        try
        {
            new Trainer(new Sequential(new Dense(2))).Fit(x, y);
            Assert.Fail("It must throw.");
        }
        catch (TrainingException exception)
        {
            Assert.Equal(StopReason.Broken, exception.History.StopReason);
        }
    }

    private readonly ref struct Squares(Span<int> squares) : IRowKernel
    {
        private readonly Span<int> _squares = squares;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++) _squares[i] = i * i;
        }
    }
}

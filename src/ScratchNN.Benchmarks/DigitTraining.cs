using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>784-128-10, Adam, batches of 64, on made-up images of MNIST's shape.</summary>
internal sealed class DigitTraining
{
    private const int Features = 784, Hidden = 128, Classes = 10, BatchSize = 64;
    private const float Rate = 1e-6f; // it hardly learns, so no epoch differs from the one before

    private readonly float[] _x;
    private readonly IDataset _data;
    private readonly Trainer _trainer;
    private readonly float[] _w1 = Draw.Normal(Features * Hidden), _dw1 = new float[Features * Hidden];
    private readonly float[] _w2 = Draw.Normal(Hidden * Classes), _dw2 = new float[Hidden * Classes];
    private readonly float[] _h = new float[BatchSize * Hidden], _dh = new float[BatchSize * Hidden], _y = new float[BatchSize * Classes];

    /// <param name="steps">Steps of an epoch.</param><param name="workers">The threads.</param>
    /// <param name="options">What else is wanted; if omitted, one epoch without checks: those before the first step would be a third of so short a Fit, and
    /// have a row of their own.</param>
    public DigitTraining(int steps, int workers, TrainerOptions? options = null)
    {
        options ??= new TrainerOptions { Epochs = 1, Checks = [] };
        int images = steps * BatchSize;
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) labels[image] = image % Classes;
        _x = Draw.Normal(images * Features);
        _data = Dataset.From(new Samples(_x, Features), labels);

        var model = new Sequential(new Dense(Features, Hidden), new ReLU(), new Dense(Hidden, Classes), new Softmax());
        _trainer = new Trainer(model, options with { BatchSize = BatchSize, Optimizer = new Adam(Rate), Threads = workers });
    }

    public double Fit() => _trainer.Fit(_data).Epochs[^1].Loss;

    /// <summary>The matrix products of an epoch on one thread, and nothing else: no shuffle, no loss, no optimizer.</summary>
    public void Products()
    {
        for (int start = 0; start < _x.Length; start += BatchSize * Features)
        {
            var x = _x.AsSpan(start, BatchSize * Features);
            Gemm.Multiply(x, _w1, _h, BatchSize, Hidden, Features);
            Gemm.Multiply(_h, _w2, _y, BatchSize, Classes, Hidden);
            Gemm.MultiplyTransposedA(_h, _y, _dw2, Hidden, Classes, BatchSize);
            Gemm.MultiplyTransposedB(_y, _w2, _dh, BatchSize, Hidden, Classes);
            Gemm.MultiplyTransposedA(x, _dh, _dw1, Features, Hidden, BatchSize);
        }
    }
}

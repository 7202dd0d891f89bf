namespace ScratchNN.GuardPages;

/// <summary>
/// Passes that a user made, with spans of wrong lengths, batches of wrong sizes and labels of no class, for every layer, loss and optimizer: they answer what
/// they like, or throw, but touch nothing outside of the spans, which lie between pages that may not be touched.
/// </summary>
internal sealed class WrongSpans : IDisposable
{
    private const int Cases = 20_000, Longest = 200;

    private readonly GuardedBuffer[] _buffers = [.. Enumerable.Range(0, 7).Select(_ => new GuardedBuffer(Longest))];
    private readonly Layer[] _layers =
    [
        new Dense(7), new Dense(16), new ReLU(), new Sigmoid(), new Tanh(), new Softmax(), new Identity(), new Dropout(0.5), new Standardize(), new BatchNorm(),
            new LayerNorm(), new GaussianNoise(1),
        new Block(new Dense(5), new ReLU(), new Block(new Softmax())),
    ];
    private readonly Loss[] _losses = [new CrossEntropy(), new CrossEntropy { LabelSmoothing = 0.1, IgnoredLabel = 0 }, new BinaryCrossEntropy(),
        new MeanSquaredError(), new MeanAbsoluteError(), new Huber()];
    private readonly Optimizer[] _optimizers =
    [
        new Sgd(), new Sgd(0.1f) { Momentum = 0.9f }, new Sgd { Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 }, new Adam(), new AdamW(), new RmsProp(),
            new RmsProp { Momentum = 0.9 }, new AdaGrad(),
    ];
    private readonly Random _random = new(1);
    private int _answered, _refused;

    public void Run()
    {
        using var two = new Workers(2);
        for (int i = 0; i < Cases; i++)
        {
            var workers = i % 2 == 0 ? Workers.None : two;
            int batchSize = _random.Next(-1, 12), number = _random.Next(100);
            var shape = _random.Next(20) == 0 ? default : new Shape(1 + _random.Next(20));
            try
            {
                if (i % 4 == 0) Compute(_losses[number % _losses.Length], batchSize, shape, workers);
                else if (i % 4 == 1) Step(_optimizers[number % _optimizers.Length]);
                else RunLayer(_layers[number % _layers.Length], batchSize, shape, workers, isForward: i % 4 == 2);
                _answered++;
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException or ArithmeticException)
            {
                _refused++;
            }
        }
        Console.WriteLine($"{_answered} answered, {_refused} refused");
    }

    private void RunLayer(Layer layer, int batchSize, Shape shape, Workers workers, bool isForward)
    {
        bool isShaped = shape.Size > 0;
        int n = batchSize, size = shape.Size, outputs = isShaped ? layer.OutputShape(shape).Size : 0;
        Span<float> w = Take(0, isShaped ? layer.Parameters(shape).Sum(info => info.Shape.Size) : 0), dw = Take(1, w.Length);
        Span<float> cache = Take(2, isShaped && n > 0 ? layer.CacheSize(shape, n) : 0);
        Span<float> x = Take(3, n * size), dx = Take(4, n * size), y = Take(5, n * outputs), dy = Take(6, n * outputs);
        if (isForward)
            layer.Forward(
                new ForwardPass
                {
                    Parameters = w, Input = x, Output = y, Cache = cache, BatchSize = n, InputShape = shape, IsTraining = n % 2 == 0,
                    Workers = workers
                });
        else
            layer.Backward(new BackwardPass
            {
                Parameters = w,
                Input = x,
                Output = y,
                OutputGradient = dy,
                Cache = cache,
                InputGradient = dx,
                ParameterGradient = dw,
                BatchSize = n,
                InputShape = shape,
                Workers = workers,
            });
    }

    private void Compute(Loss loss, int batchSize, Shape shape, Workers workers)
    {
        var labels = _buffers[5].Take<int>(Length(batchSize), atEnd: _random.Next(2) == 0);
        foreach (ref int label in labels) label = _random.Next(-1, shape.Size + 1);
        loss.Compute(new LossPass
        {
            Output = Take(0, batchSize * shape.Size),
            Targets = _random.Next(2) == 0 ? default : Take(1, batchSize * shape.Size),
            Labels = _random.Next(4) == 0 ? default : labels,
            Losses = Take(2, batchSize),
            OutputGradient = _random.Next(3) == 0 ? default : Take(3, batchSize * shape.Size),
            BatchSize = batchSize,
            Workers = workers,
        });
    }

    private void Step(Optimizer optimizer)
    {
        int length = _random.Next(Longest / 2);
        optimizer.Step(new OptimizerPass(Take(0, 2 * length), _random.Next(5) == 0 ? _random.Next(int.MinValue, int.MaxValue) : Length(length))
        {
            Parameters = Take(1, length),
            Gradient = Take(2, length),
            StepNumber = _random.Next(-1, 3),
            LearningRate = 0.1f,
        });
    }

    private Span<float> Take(int buffer, int length) => _buffers[buffer].Take<float>(Length(length), atEnd: _random.Next(2) == 0);

    /// <summary>Often right, else a little or wholly wrong.</summary>
    private int Length(int right) =>
        Math.Clamp(_random.Next(12) switch { 0 => right - 1, 1 => right + 1, 2 => 0, 3 => _random.Next(Longest), _ => right }, 0, Longest);

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }
}

namespace ScratchNN.GuardPages;

/// <summary>Fit, Evaluate, Diagnose and Predict on data whose pages may only be read: nobody writes to what is the user's.</summary>
internal sealed class ReadOnlyData : IDisposable
{
    private const int Count = 21, Features = 6, Classes = 3; // no whole number of vectors

    private readonly GuardedBuffer _x = new(Count * Features), _labels = new(Count), _bytes = new(Count), _targets = new(Count * Classes), _number = new(Count);

    public ReadOnlyData()
    {
        new RandomStream(seed: 3, stream: 0).FillNormal(X, 1);
        for (int row = 0; row < Count; row++)
        {
            Labels[row] = Bytes[row] = (byte)(row % Classes);
            OneHot[(row * Classes) + (row % Classes)] = 1;
            Number[row] = X[row * Features];
        }
        foreach (var buffer in Buffers) buffer.Freeze();
    }

    public int Fits { get; private set; }

    private GuardedBuffer[] Buffers => [_x, _labels, _bytes, _targets, _number];
    private Span<float> X => _x.Take<float>(Count * Features, atEnd: true);
    private Span<int> Labels => _labels.Take<int>(Count, atEnd: true);
    private Span<byte> Bytes => _bytes.Take<byte>(Count, atEnd: true);
    private Span<float> OneHot => _targets.Take<float>(Count * Classes, atEnd: true);
    private Span<float> Number => _number.Take<float>(Count, atEnd: true);

    public void Run()
    {
        foreach (bool shuffle in (bool[])[true, false]) // gathered, and viewed
            foreach (int workers in (int[])[1, 3])
                foreach (var optimizer in (Optimizer[])[new Sgd(), new Sgd(0.01f) { Momentum = 0.9f }, new Adam()])
                    Run(new TrainerOptions
                    {
                        Epochs = 2, BatchSize = 8, ValidationSplit = 0.2f, ClipNorm = 1, Shuffle = shuffle, Threads = workers,
                        Optimizer = optimizer
                    });
    }

    private void Run(TrainerOptions options)
    {
        var x = new Samples(_x.View<float>(Count * Features), Features);
        Targets labels = _labels.View<int>(Count), bytes = _bytes.View<byte>(Count), number = _number.View<float>(Count),
            rows = new Samples(_targets.View<float>(Count * Classes), Classes);
        foreach (
            Layer[] layers in (Layer[][])[[new Dense(Classes)], [new ReLU(), new Dense(8), new Tanh(), new Dense(Classes)],
                [new Sigmoid(), new Block(new Dense(Classes), new Softmax())], [new Softmax(), new Dense(Classes)]])
            foreach (Loss loss in (Loss[])[new CrossEntropy(), new MeanSquaredError(), new Huber()])
            {
                var trainer = Announce(new Trainer(new Sequential(layers), options with { Loss = loss }));
                trainer.Fit(x, labels);
                trainer.Fit(x, bytes);
                trainer.Fit(x, rows);
                trainer.Evaluate(x, labels);
                trainer.Evaluate(x, bytes);
                trainer.Evaluate(x, rows);
                trainer.Model.Meaning = OutputKind.OneClass;
                trainer.Model.PredictProbabilities(x);
                trainer.Model.PredictClasses(x);
                trainer.Model.Predict(X, new float[Count * Classes]);
            }
        var regression = Announce(new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1)), options));
        regression.Fit(x, number);
        regression.Evaluate(x, number);
        if (options.Optimizer is Adam) regression.Diagnose(x, number);
    }

    private Trainer Announce(Trainer trainer)
    {
        Fits++;
        var options = trainer.Options;
        string line = $"Fit of {trainer.Model}, {options.Loss}, {options.Optimizer}, {options.Threads} workers, on read-only data";
        Console.WriteLine(line.ReplaceLineEndings(" "));
        return trainer;
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers) buffer.Dispose();
    }
}

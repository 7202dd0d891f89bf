using BenchmarkDotNet.Attributes;

namespace ScratchNN.Benchmarks;

/// <summary>An epoch of 60,000 made-up images through 784-128-10, Adam, batches of 64.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class TrainingStepBenchmarks
{
    private const int Rows = 60_000, Features = 784, Classes = 10;

    private Trainer? _trainer;
    private IDataset? _data;

    [Params(1, 2)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++) labels[row] = row % Classes;
        _data = Dataset.From(Draw.Normal(Rows * Features), Features, labels);

        var model = new Sequential(new Dense(Features, 128), new ReLU(), new Dense(128, Classes), new Softmax());
        _trainer = new Trainer(model, new TrainerOptions { Epochs = 1, Workers = Workers });
    }

    [Benchmark]
    public double Epoch() => _trainer!.Fit(_data!).Epochs[^1].Loss;
}

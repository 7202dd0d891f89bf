// Trains a small net and prints the hash of its weights, for GoldenHashTests: instruction sets can only be switched off for a whole process.
// Arguments: "convolution" for a convolutional net, then numbers of workers. A line each: workers, threads that computed, bytes allocated in an epoch's steps,
// SHA-256.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScratchNN.Kernels;

// Beyond one chain of 256 in forward and in dW, and no multiple of a register anywhere; large enough that products fork.
const int Inputs = 300, Hidden = 40, Classes = 10, BatchSize = 320, MicroBatchSize = 300;
const int Attempts = 100; // a busy machine may leave a whole run of some milliseconds to one thread, and the runtime allocates for itself now and then

bool isConvolutional = args is ["convolution", ..];
var (batches, epochs) = isConvolutional ? (2, 3) : (10, 5);
float[,] x = new float[batches * BatchSize, Inputs];
int[] labels = new int[batches * BatchSize];
var random = new RandomStream(seed: 2026, stream: 0);
random.FillNormal(MemoryMarshal.CreateSpan(ref x[0, 0], x.Length), 1);
for (int row = 0; row < labels.Length; row++) labels[row] = random.NextInt32(Classes);

Console.WriteLine(Simd.Fuses ? "fused" : "two roundings");
foreach (int workers in args.Skip(isConvolutional ? 1 : 0).Select(int.Parse))
{
    string? hash = null;
    int threads = 0;
    long allocated = -1;
    for (int attempt = 0; (threads < Math.Min(2, workers) || allocated != 0) && attempt < Attempts; attempt++)
    {
        string next;
        (next, threads, allocated) = Train(workers);
        if (hash != null && hash != next) throw new InvalidOperationException($"{workers} workers gave {hash}, then {next}.");
        hash = next;
    }
    Console.WriteLine($"{workers} {threads} {allocated} {hash}");
}

(string Hash, int Threads, long Allocated) Train(int workers)
{
    var model = isConvolutional ? Convolutional() : new Sequential(new Dense(Inputs, Hidden), new ReLU(), new Dense(Classes), new Softmax());
    var progress = new Allocations();
    var history = new Trainer(model,
        new() { Epochs = epochs, BatchSize = BatchSize, Threads = workers, MicroBatchSize = MicroBatchSize, ClipNorm = 1, Callbacks = [progress] })
            .Fit(x, labels);

    using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    sha.AppendData(MemoryMarshal.AsBytes(model.Parameters));
    sha.AppendData(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref model.Predict(x)[0, 0], Classes * 100)));
    sha.AppendData(BitConverter.GetBytes(history.Epochs[^1].Loss));
    return (Convert.ToHexStringLower(sha.GetHashAndReset()), history.ThreadsUsed, progress.Bytes);
}

// Narrow and wide filters, several chains, padding and strides, everything that images go through.
Sequential Convolutional() => new(
    new Reshape(15, 20, 1),
    new Conv2D(6, 5), new BatchNorm(), new ReLU(), new MaxPool2D(2),
    new Conv2D(32, 3) { Padding = Padding.Same }, new ReLU(), new AveragePool2D(2),
    new Conv2D(16, 3) { Padding = Padding.Same, Stride = (1, 2) }, new BatchNorm(), new ReLU(),
    new Dropout(0.3), new Dense(Classes), new Softmax());

/// <summary>
/// What all threads allocate from the first to the last step of an epoch, in the epoch with the least: the runtime has a few bytes of its own
/// to allocate now and then.
/// </summary>
internal sealed class Allocations : Callback
{
    private long _before;

    public long Bytes { get; private set; } = long.MaxValue;

    public override void OnStepEnd(in CallbackPass pass)
    {
        var value = pass.Step;
        if (value.StepInEpoch == 1) _before = GC.GetTotalAllocatedBytes(precise: true);
        if (value.StepInEpoch == value.StepsPerEpoch) Bytes = Math.Min(Bytes, GC.GetTotalAllocatedBytes(precise: true) - _before);
    }
}

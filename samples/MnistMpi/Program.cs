// One network, trained by all processes of an MPI job: mpirun --bind-to none -n 2 dotnet MnistMpi.dll --data DIR
// What makes it so is two lines, marked below; without mpirun the same program trains alone, to the same weights.
using System.CommandLine;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using MnistMpi;
using Samples;
using ScratchNN;
using ScratchNN.Mpi;

var data = CheckedOption.Folder("--data",
    "A folder with train-images-idx3-ubyte and train-labels-idx1-ubyte, plain or .gz. Default: the 1797 small digits included.");
var steps = CheckedOption.WholeNumber("--steps", "Steps to take. Default 200.");
var net = CheckedOption.Word("--net", "NAME", "dense, wide, or conv. Default dense.", [.. Networks.Names]);
var batch = CheckedOption.WholeNumber("--batch", "Samples per step. Default 128.");
var parts = CheckedOption.WholeNumber("--parts", "Micro-batches per batch, shared among the ranks. Default 4.");
var threads = CheckedOption.WholeNumber("--threads", "Threads per rank. Default: the cores, divided among the ranks.", 1024);
var folder = new Option<string?>("--checkpoints")
{
    Description = "A folder for a checkpoint every 20 steps. A job that was killed continues from the last one."
};
var alone = new Option<bool>("--alone") { Description = "Train without MPI." };
var unordered = new Option<bool>("--unordered") { Description = "Let MPI choose the order of the sums: the weights then depend on the number of ranks." };
var cost = new Option<bool>("--cost") { Description = "Measure the constants of the cost model, and compare one rank with all of them." };
var root = new RootCommand("Trains on MNIST, on all ranks of an MPI job.") { data, steps, net, batch, parts, threads, folder, alone, unordered, cost };
root.SetAction(parsed =>
{
    using var mpi = parsed.GetValue(alone) ? null : new MpiCollective { Ordered = !parsed.GetValue(unordered) }; // line 1
    int size = parsed.GetValue(batch) ?? 128;
    var options = new TrainerOptions
    {
        Collective = mpi ?? Collective.None, // line 2
        Epochs = 100,
        BatchSize = size,
        MicroBatchSize = ((size - 1) / (parsed.GetValue(parts) ?? 4)) + 1, // the same for any number of ranks: so is the result
        Optimizer = new Adam(0.001),
        Seed = 1,
        Checks = [],
    };
    if (parsed.GetValue(threads) is { } count) options = options with { Threads = count };
    var clock = new StepClock(parsed.GetValue(steps) ?? 200);
    string? checkpoints = parsed.GetValue(folder);
    options = options with { Callbacks = checkpoints == null ? [clock] : [clock, new Checkpoints(checkpoints) { EverySteps = 20 }] };

    var (x, y) = Digits.Read(parsed.GetValue(data));
    if (parsed.GetValue(cost))
    {
        new CostTrial(options.Collective, () => Networks.Make(parsed.GetValue(net) ?? "dense", x.Shape), x, y, parsed.InvocationConfiguration.Output).Run(size);
        return;
    }
    var trainer = checkpoints != null && Checkpoints.Latest(checkpoints) is { } latest ? Trainer.Resume(latest, options)
        : new Trainer(Networks.Make(parsed.GetValue(net) ?? "dense", x.Shape), options);
    trainer.Fit(x, y);

    if (options.Collective.Rank != 0) return;
    var output = parsed.InvocationConfiguration.Output;
    output.WriteLine($"{options.Collective.Size} ranks of {options.Threads} threads: {clock.Steps} steps, {clock.MillisecondsPerStep:0.000} ms each, "
        + $"{clock.MillisecondsPerStep * 1000 / size:0.00} µs a sample");
    output.WriteLine($"weights sha256 {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(trainer.Model.Parameters)))}");
});
return Invocation.Run(root, args, Console.Out, Console.Error);

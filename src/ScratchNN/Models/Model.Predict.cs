using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public partial class Model
{
    private const int WorkPerThread = 1 << 18; // multiplications: about 10 µs
    private const int WorkPerWaking = 1 << 22; // of a row, about 0.3 ms: threads that sleep take some of that to wake, in each call
    private const int WorkPerFork = 1 << 19;   // of a row, about 25 µs: worth the threads that are awake
    private volatile PredictionPool _pool = new(Math.Min(Environment.ProcessorCount, MostThreads));
    private const int MostThreads = 1024;

    /// <summary>
    /// The maximum number of threads of a prediction, the caller's included, 1 to 1024; by default one per core. The first call with enough work for two starts
    /// them: many rows, or a few through large layers. A call that finds them busy computes on its own thread, as a small call does. Results are the same bit
    /// for bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public int Threads
    {
        get => _pool.Threads;
        set => _pool = new PredictionPool(Guard.Between(1, MostThreads, value, nameof(Threads)));
    }

    /// <summary>
    /// The outputs for x: those of the last layer, in the unit of y if the model has a <see cref="TargetScale"/>.
    /// <see cref="PredictProbabilities(Samples)"/> gives probabilities whatever the last layer.
    /// </summary>
    /// <remarks>
    /// A call with many rows gives each of <see cref="Threads"/> some of them; the numbers are the same bit for bit for any number of threads. Several threads
    /// may predict at once: one uses the model's threads, and the others compute on their own thread.
    /// </remarks>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × output size].</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public float[,] Predict(Samples x) => Predict(new RowSource(x.Open()));

    /// <summary>The outputs for x, without allocating and without a look at the numbers: NaN gives what the layers make of it.</summary>
    /// <inheritdoc cref="Predict(Samples)" path="/remarks"/>
    /// <param name="x">Samples, row after row.</param>
    /// <param name="y">Receives one row of outputs per sample; it must not overlap x or the parameters.</param>
    /// <exception cref="ArgumentException">x cannot be split into whole samples; y has another number of rows, or shares memory with x or
    /// parameters.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void Predict(ReadOnlySpan<float> x, Span<float> y)
    {
        var weights = Built;
        var samples = new SampleSpan(x, weights.Plan.Input);
        long outputs = (long)samples.Count * weights.Plan.Output.Size;
        if (y.Length != outputs)
            throw new ArgumentException($"{samples.Count} samples give {outputs} outputs, y has room for {y.Length}.", nameof(y));
        if (y.Overlaps(x) || y.Overlaps(weights.Buffer.Span))
            throw new ArgumentException(
                $"y shares memory with {(y.Overlaps(x) ? "x" : "the parameters")}, still read when y is written: give y memory of its own.", nameof(y));
        Split(samples.Count, new Outputs(Root, weights, samples, y), weights.Plan);
    }

    /// <summary>The outputs for the rows of a dataset.</summary>
    /// <inheritdoc cref="Predict(Samples)"/>
    /// <param name="data">Samples; their labels or targets are not used. One thread at a time reads them.</param>
    public float[,] Predict(IDataset data)
    {
        var source = new RowSource(data);
        return source.IsOnDemand ? PredictOnDemand(source) : Predict(source);
    }

    /// <summary>The outputs for one sample.</summary>
    /// <param name="sample">Its numbers.</param>
    /// <returns>[output size].</returns>
    /// <exception cref="ArgumentException">The sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public float[] PredictOne(ReadOnlySpan<float> sample)
    {
        var weights = Built;
        var input = weights.Plan.Input;
        if (sample.Length != input.Size)
            throw new ArgumentException(
                $"A sample of {input} has {input.Size} numbers, got {sample.Length}{(sample.Length > input.Size ? ": for several samples use Predict" : "")}.",
                nameof(sample));
        float[] y = new float[weights.Plan.Output.Size];
        Split(1, new Outputs(Root, weights, new SampleSpan(sample, input), y) { RequiresFinite = true }, weights.Plan);
        return y;
    }

    private float[,] Predict(in RowSource data)
    {
        var weights = Built;
        if (data.Count > 0) RequireInput(data, weights.Plan.Input);
        float[,] result = Allocate(data.Count, weights.Plan.Output.Size, "x");
        Split(data.Count, new Outputs(Root, weights, data.Inputs, Values(result)) { RequiresFinite = true }, weights.Plan);
        return result;
    }

    private float[,] PredictOnDemand(in RowSource data)
    {
        var weights = Built;
        var plan = weights.Plan;
        RequireInput(data, plan.Input);
        float[,] result = Allocate(data.Count, plan.Output.Size, nameof(data));
        int most = (int)Math.Min(data.Count,
            Math.Min((long)Threads * MicroBatchSize.MostRows(Root, plan.Input), Math.Max(1, AlignedBuffer.MaxLength / plan.Input.Size)));
        float[] x = new float[Guard.FloatsOf(most, plan.Input.Size)], targets = new float[Guard.FloatsOf(most, data.TargetShape?.Size ?? 0)];
        int[] rows = [.. Enumerable.Range(0, data.Count)], labels = new int[data.TargetShape == null ? most : 0];
        data.Announce(rows);
        for (int first = 0, n; first < data.Count; first += n)
        {
            n = Math.Min(most, data.Count - first);
            var inputs = x.AsSpan(0, n * plan.Input.Size);
            data.Read(rows.AsSpan(first, n), inputs, labels.AsSpan(0, Math.Min(n, labels.Length)), targets.AsSpan(0, n * (data.TargetShape?.Size ?? 0)),
                default, Workers.None);
            var y = Values(result).Slice(first * plan.Output.Size, n * plan.Output.Size);
            Split(n, new Outputs(Root, weights, new SampleSpan(inputs, plan.Input), y) { RequiresFinite = true, FirstRow = first }, plan);
        }
        return result;
    }

    private static float[,] Allocate(int rows, int outputs, string argument) => (long)rows * outputs <= Array.MaxLength ? new float[rows, outputs]
        : throw new ArgumentException(
        $"{rows} samples give {(long)rows * outputs} outputs, more than the {Array.MaxLength} that an array holds: predict fewer samples at a time.", argument);

    /// <summary>Gives each thread some of the rows or, where they are too few, some of the outputs of each layer.</summary>
    private void Split(int rows, scoped in Outputs outputs, ContainerPlan plan)
    {
        long work = Math.Max(1L, (long)plan.ParameterCount + Root.CacheSize(plan.Input, 1));
        int fewest = (int)Math.Max(1, WorkPerThread / work);
        var pool = _pool;
        if (rows / fewest > 1 && rows >= pool.Threads) pool.Workers.For(rows, outputs, fewest);
        else if (rows > 0) outputs.Run(0, rows, IsShared(rows * work, pool) ? pool.Workers : Workers.None);
        GC.KeepAlive(pool); // its threads end with it
    }

    /// <summary>Whether threads share the outputs of each layer.</summary>
    private static bool IsShared(long work, PredictionPool pool) =>
        pool.Threads > 1 && (work >= WorkPerWaking || (work >= WorkPerFork && pool.IsCalledAgain()));

    /// <summary>Predicts rows in pieces that stay in a cache.</summary>
    private readonly ref struct Outputs(Block root, Weights weights, SampleSpan x, Span<float> y) : IRowKernel
    {
        private readonly SampleSpan _x = x;
        private readonly Span<float> _y = y;

        /// <summary>Whether to throw if x is not finite.</summary>
        public bool RequiresFinite { get; init; }

        /// <summary>The number of row 0, for messages.</summary>
        public int FirstRow { get; init; }

        public void Run(int firstRow, int endRow) => Run(firstRow, endRow, Workers.None);

        public void Run(int firstRow, int endRow, Workers workers)
        {
            var plan = weights.Plan;
            int chunk = Math.Min(endRow - firstRow, MicroBatchSize.MostRows(root, plan.Input));
            float[] cache = ArrayPool<float>.Shared.Rent(root.CacheSize(plan.Input, chunk)),
                gathered = ArrayPool<float>.Shared.Rent(_x.IsScattered ? chunk * plan.Input.Size : 0);
            try
            {
                for (int row = firstRow, rows; row < endRow; row += rows)
                {
                    rows = Math.Min(chunk, endRow - row);
                    var input = _x.Rows(row, rows, gathered);
                    if (RequiresFinite) RowSource.RequireFinite(input, plan.Input.Size, default, "x", firstRow: FirstRow + row);
                    var y = _y.Slice(row * plan.Output.Size, rows * plan.Output.Size);
                    root.Forward(new ForwardPass
                    {
                        Parameters = weights.Buffer.Span,
                        Input = input,
                        Output = y,
                        Cache = cache.AsSpan(0, root.CacheSize(plan.Input, rows)),
                        BatchSize = rows,
                        InputShape = plan.Input,
                        FirstRow = FirstRow + row,
                        Workers = workers,
                    });
                    weights.Scale?.Unstandardize(y, y, workers);
                }
            }
            finally
            {
                ArrayPool<float>.Shared.Return(cache);
                ArrayPool<float>.Shared.Return(gathered);
            }
        }
    }

    private static Span<float> Values(float[,] matrix) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.Length);
}

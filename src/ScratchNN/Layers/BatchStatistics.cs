using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Mean and variance that a <see cref="BatchNorm"/> normalises by, in its cache: those of the batch, or the running ones.</summary>
internal readonly ref struct BatchStatistics
{
    private readonly ReadOnlySpan<float> _x, _running;
    private readonly Span<float> _shift, _variance;
    private readonly int _rows;

    /// <param name="cache">The layer's.</param>
    /// <param name="x">X [M × C].</param>
    /// <param name="running">Mean and variance [2 × C].</param>
    /// <param name="isTraining">As the pass says.</param>
    public BatchStatistics(Span<float> cache, ReadOnlySpan<float> x, ReadOnlySpan<float> running, bool isTraining)
    {
        int c = running.Length / 2;
        _x = x;
        _running = running;
        _rows = x.Length / c;
        IsUsed = isTraining && _rows > 1;
        _shift = cache[..c];
        _variance = cache[c..(2 * c)];
        InverseRoot = cache[(2 * c)..(3 * c)];
        Scratch = cache[(3 * c)..];
    }

    /// <summary>Whether they are those of the batch.</summary>
    public bool IsUsed { get; }

    /// <summary>The mean, less <see cref="Shift"/>: a number of each channel, near the mean.</summary>
    public ReadOnlySpan<float> Origin => IsUsed ? _x[.._shift.Length] : _running[.._shift.Length];

    /// <summary>What is to be added to the origin; empty for 0.</summary>
    public ReadOnlySpan<float> Shift => IsUsed ? _shift : default;

    /// <summary>1 / √(σ² + ε), once computed.</summary>
    public Span<float> InverseRoot { get; }

    /// <summary>For sums.</summary>
    public Span<float> Scratch { get; }

    /// <summary>The floats of the cache.</summary>
    public static int Size(Shape input, int batchSize)
    {
        int c = input.Channels;
        return Guard.FloatsOf(batchSize, 0, besides: (3L * c) + (2 * Channels.SumScratch((long)batchSize * (input.Size / c), c)));
    }

    public void Compute(double epsilon, Workers workers)
    {
        if (IsUsed) BatchNormalization.Moments(_x, _shift, _variance, Scratch, workers);
        BatchNormalization.InverseRoots(IsUsed ? _variance : _running[_shift.Length..], InverseRoot, epsilon);
    }

    /// <summary>share·(μ − running mean), and share·(σ²·M / (M − 1) − running variance); zeros where the running ones are used.</summary>
    public void ChangeOfRunning(Span<float> change, float share)
    {
        change.Clear();
        if (IsUsed) BatchNormalization.ChangeOfRunning(Origin, _shift, _variance, _running, change, (double)_rows / (_rows - 1), share);
    }
}

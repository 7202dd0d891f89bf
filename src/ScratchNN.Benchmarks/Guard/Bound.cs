namespace ScratchNN.Benchmarks;

/// <summary>What a measured value has to keep to.</summary>
internal readonly record struct Bound(double Limit, bool IsCeiling)
{
    public static Bound AtLeast(double floor) => new(floor, IsCeiling: false);

    public static Bound AtMost(double ceiling) => new(ceiling, IsCeiling: true);

    /// <summary>False for NaN.</summary>
    public bool Holds(double value) => IsCeiling ? value <= Limit : value >= Limit;

    /// <summary>The one of two measurements that is nearer to holding.</summary>
    public double Better(double a, double b) => IsCeiling ? Math.Min(a, b) : Math.Max(a, b);

    /// <summary><c>≥ 1.05</c></summary>
    public override string ToString() => $"{(IsCeiling ? '≤' : '≥')} {Limit:0.00}";
}

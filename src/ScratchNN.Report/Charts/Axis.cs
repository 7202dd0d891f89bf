using System.Globalization;

namespace ScratchNN.Reporting;

/// <summary>An axis: what it shows with its unit, where a value stands on it, and its ticks.</summary>
internal sealed class Axis
{
    private const int Wanted = 5;            // ticks
    private const double Decades = 2;        // from which on a scale of positive values is logarithmic
    private readonly double _low, _high;

    private Axis(string label, double low, double high, bool isLogarithmic)
    {
        Label = isLogarithmic ? $"{label}, log scale" : label;
        (_low, _high, IsLogarithmic) = (low, high, isLogarithmic);
    }

    public string Label { get; }

    public bool IsLogarithmic { get; }

    /// <summary>The values with a line, and how they are written.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks => IsLogarithmic ? LogarithmicTicks() : LinearTicks();

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, as they are.</summary>
    public static Axis Exact(string label, double low, double high) => new(label, low, high > low ? high : low + 1, isLogarithmic: false);

    /// <summary>Rounded outwards so that all values fit; logarithmic where positive values span two decades.</summary>
    public static Axis Of(string label, IEnumerable<double> values, bool fromZero = false)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return new Axis(label, 0, 1, isLogarithmic: false);
        double low = finite.Min(), high = finite.Max();
        if (!fromZero && low > 0 && Math.Log10(high / low) > Decades)
            return new Axis(label, Math.Pow(10, Math.Floor(Math.Log10(low))), Math.Pow(10, Math.Ceiling(Math.Log10(high))), isLogarithmic: true);
        if (fromZero || (low > 0 && low < high / 2)) low = Math.Min(low, 0);
        if (low == high) (low, high) = low == 0 ? (0, 1) : (low - (Math.Abs(low) / 10), high + (Math.Abs(high) / 10));
        double step = Step(high - low);
        return new Axis(label, Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, isLogarithmic: false);
    }

    /// <summary>Where a value stands: 0 at the low end, 1 at the high end; beyond them outside.</summary>
    public double Place(double value) => IsLogarithmic ? Math.Log(value / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);

    private List<(double, string)> LinearTicks()
    {
        var ticks = new List<(double, string)>();
        double step = Step(_high - _low);
        for (double tick = Math.Ceiling(_low / step); tick * step <= _high + (step / 1000); tick++) ticks.Add((tick * step, Text(tick * step)));
        return ticks;
    }

    private List<(double, string)> LogarithmicTicks()
    {
        int first = (int)Math.Round(Math.Log10(_low)), last = (int)Math.Round(Math.Log10(_high)), by = ((last - first) / Wanted) + 1;
        var ticks = new List<(double, string)>();
        for (int power = first; power <= last; power += by) ticks.Add((Math.Pow(10, power), Text(Math.Pow(10, power))));
        return ticks;
    }

    /// <summary>1, 2 or 5 times a power of ten.</summary>
    private static double Step(double range)
    {
        double rough = range / Wanted, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private static string Text(double value) => Math.Abs(value) is >= 1e6 or (> 0 and < 1e-4)
        ? value.ToString("0.##E+0", CultureInfo.InvariantCulture) : value.ToString("#,0.#####", CultureInfo.InvariantCulture);
}

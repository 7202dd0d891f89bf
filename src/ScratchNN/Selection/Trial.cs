using System.Collections.ObjectModel;
using System.Globalization;

namespace ScratchNN.Selection;

/// <summary>A try of a <see cref="Search"/>: the settings that it chose, and how well these did.</summary>
/// <remarks>
/// The function that makes a trainer asks the trial for each setting by name, when it needs it; a setting may depend on those before it. A name that was asked
/// for gives the same value again, also when the search is over: <c>create(result.Best)</c> makes the best trainer once more.
/// </remarks>
public sealed class Trial
{
    private const double Bits32 = 1ul << 32;

    private readonly Dictionary<string, object> _values = [];
    private readonly IChoices _choices;

    internal Trial(int number, IChoices choices) => (Number, _choices, Values) = (number, choices, new ReadOnlyDictionary<string, object>(_values));

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>The settings, by name, in no particular order.</summary>
    public IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>
    /// The value of <see cref="SearchOptions.Monitor"/> on the rows held out; with <see cref="SearchOptions.Folds"/> the mean over the folds. NaN until it is
    /// known, and where training broke.
    /// </summary>
    public double Score { get; internal set; } = double.NaN;

    /// <summary>How it did on the rows held out: once, or on each fold. Empty where training broke.</summary>
    public IReadOnlyList<Evaluation> Evaluations { get; internal set; } = [];

    /// <summary>The findings of its Fit or Fits.</summary>
    public IReadOnlyList<Finding> Findings { get; internal set; } = [];

    /// <summary>Where and how training broke, or why it did not begin; null if nothing of this happened.</summary>
    public string? Breakage { get; internal set; }

    /// <summary>One of several values.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="name">The name of the setting.</param>
    /// <param name="values">At least one. At random each is equally likely.</param>
    /// <exception cref="ArgumentException">There is none, or the name was used for something else.</exception>
    public T Choose<T>(string name, params ReadOnlySpan<T> values)
    {
        if (values.IsEmpty) throw new ArgumentException($"\"{name}\" has no values to choose from: pass at least one.", nameof(values));
        var there = values.ToArray();
        return Value(name, there.Contains, () => there[_choices.Index(name, there.Length)]);
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest; each is equally likely.</param>
    /// <exception cref="ArgumentException"><paramref name="high"/> is below <paramref name="low"/>, or the name was used for something else.</exception>
    public int Integer(string name, int low, int high)
    {
        if (high < low) throw new ArgumentException($"\"{name}\" goes from {low} to {high}: the smaller comes first.", nameof(low));
        ulong range = (ulong)((long)high - low) + 1; // at most 2³²
        return Value(name, value => value >= low && value <= high, () => (int)(low + (long)((_choices.Bits(name, nameof(Integer)) * range) >> 32)));
    }

    /// <summary>A number.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest; all numbers between are equally likely.</param>
    /// <exception cref="ArgumentException">A bound is not finite, <paramref name="high"/> is below <paramref name="low"/>, or the name was used for something
    /// else.</exception>
    public double Uniform(string name, double low, double high)
    {
        RequireRange(name, low, high, double.NegativeInfinity);
        return Value(name, value => value >= low
            && value <= high, () => Math.Min(high, low + ((high - low) * (_choices.Bits(name, nameof(Uniform)) / Bits32))));
    }

    /// <summary>A number, each power of ten being equally likely: learning rates, weight decays.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="low">The smallest, above 0.</param>
    /// <param name="high">The largest.</param>
    /// <exception cref="ArgumentException">A bound is not finite or not above 0, <paramref name="high"/> is below <paramref name="low"/>, or the name was used
    /// for something else.</exception>
    public double LogUniform(string name, double low, double high)
    {
        RequireRange(name, low, high, 0);
        return Value(name, value => value >= low
            && value <= high, () => Math.Clamp(Geometric(low, high, (uint)_choices.Bits(name, nameof(LogUniform))), low, high));
    }

    /// <summary>The values and the score.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"trial {Number}: {string.Join(", ", _values.Select(value => $"{value.Key} {Text(value.Value)}"))}, score {NumberFormat.Text(Score)}");

    internal static string Text(object? value) => value is double number ? NumberFormat.Text(number)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>low · (high / low)^(u / 2³²), by square roots alone, which are the same on every machine.</summary>
    private static double Geometric(double low, double high, uint u)
    {
        double value = low, root = high / low;
        for (uint bit = 1u << 31; bit != 0; bit >>= 1)
        {
            root = Math.Sqrt(root);
            if ((u & bit) != 0) value *= root;
        }
        return value;
    }

    /// <summary>The value of a name: a new one, or the one that was chosen, which must be one that can be.</summary>
    private T Value<T>(string name, Func<T, bool> isIn, Func<T> choose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_values.TryGetValue(name, out object? known))
            return (known is T || known == null) && isIn((T)known!) ? (T)known!
                : throw new ArgumentException(
                    $"\"{name}\" is {Text(known)} already in trial {Number}, which is not among what is asked for now: give each setting a name of its own.",
                    nameof(name));
        var chosen = choose();
        _values.Add(name, chosen!);
        return chosen;
    }

    private static void RequireRange(string name, double low, double high, double above)
    {
        if (!(low > above && high >= low && double.IsFinite(high)))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"\"{name}\" goes from {low} to {high}: both must be finite{(above == 0 ? " and above 0" : "")}, the smaller first."), nameof(low));
    }
}

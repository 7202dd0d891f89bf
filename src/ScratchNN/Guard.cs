using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Ranges of options, checked where they are set. Each returns the value, or throws with it and its range.</summary>
internal static class Guard
{
    public static double PositiveFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && float.IsFinite((float)value) && (float)value > 0 ? value : throw Outside(name, value, "above 0, and a float");

    public static double FromZeroBelowOne(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 && (float)value < 1 ? value : throw Outside(name, value, "at least 0 and below 1");

    public static double FiniteAtLeast(double minimum, double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum && float.IsFinite((float)value) ? value
            : throw Outside(name, value, FormattableString.Invariant($"a finite number, at least {minimum}"));

    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 && (float)value > 0 ? value : throw Outside(name, value, "above 0 and at most 1");

    public static int AtLeast(int minimum, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum ? value : throw Outside(name, value, $"at least {minimum}");

    public static int Between(int minimum, int maximum, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum && value <= maximum ? value : throw Outside(name, value, $"{minimum} to {maximum}");

    public static T Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "") where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Outside(name, value, string.Join(", ", Enum.GetNames<T>()));

    public static IReadOnlyList<T> NoneNull<T>(IReadOnlyList<T> values, string name) where T : class
    {
        ArgumentNullException.ThrowIfNull(values, name);
        for (int i = 0; i < values.Count; i++)
            if (values[i] is null) throw new ArgumentNullException(name, $"{name}[{i}] is null: put a {typeof(T).Name} there, or leave it out.");
        return values;
    }

    /// <summary>The floats of that many rows, and of what is needed besides; throws if no array holds them.</summary>
    public static int FloatsOf(int rows, long size, long besides = 0)
    {
        decimal floats = ((decimal)rows * size) + besides;
        return floats <= AlignedBuffer.MaxLength ? (int)floats : throw new ArgumentException(
            $"{rows} {(rows == 1 ? "sample takes" : "samples at once take")} {floats} floats{(size > 0 ? $", {size} each" : "")}: "
            + $"one piece holds at most {AlignedBuffer.MaxLength}. "
            + (rows == 1 ? "Make the samples smaller." : "Set a smaller MicroBatchSize, or BatchSize where a layer mixes the batch."));
    }

    private static ArgumentOutOfRangeException Outside(string name, object value, string range) =>
        new(name, value, FormattableString.Invariant($"{name} must be {range}, got {value}."));
}

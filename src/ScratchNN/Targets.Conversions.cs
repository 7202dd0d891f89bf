using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;

namespace ScratchNN;

public readonly partial struct Targets
{
    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(int[] labels) => new(Given(labels).Length, labels: labels);

    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(byte[] labels) => new(Given(labels).Length, byteLabels: labels);

    /// <summary>Class names.</summary>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    public static implicit operator Targets(string[] classNames)
    {
        for (int i = 0; i < Given(classNames).Length; i++)
            if (classNames[i] is null)
                throw new ArgumentNullException(nameof(classNames), $"The class name of sample {i} is null: fill it in, or leave the sample out.");
        return new(classNames.Length, words: classNames);
    }

    /// <summary>Yes or no for each sample.</summary>
    public static implicit operator Targets(bool[] yes) => new(Given(yes).Length, labels: Array.ConvertAll(yes, value => value ? 1 : 0)) { AreYesNo = true };

    /// <summary>Views a number for each sample.</summary>
    public static implicit operator Targets(float[] numbers) => (ReadOnlyMemory<float>)Given(numbers);

    /// <summary>A number for each sample; each becomes a float.</summary>
    public static implicit operator Targets(double[] numbers) => (ReadOnlyMemory<float>)Floats.From(Given(numbers));

    /// <summary>Views rows of targets.</summary>
    public static implicit operator Targets(float[,] rows) => (Samples)Given(rows);

    /// <summary>Views rows of targets.</summary>
    public static implicit operator Targets(float[][] rows) => (Samples)Given(rows);

    /// <summary>Rows of targets; each number becomes a float.</summary>
    public static implicit operator Targets(double[,] rows) => (Samples)Given(rows);

    /// <summary>Rows of targets; each number becomes a float.</summary>
    public static implicit operator Targets(double[][] rows) => (Samples)Given(rows);

    /// <summary>Yes or no for each output of each sample.</summary>
    public static implicit operator Targets(bool[,] yes)
    {
        int rows = Given(yes).GetLength(0);
        return rows == 0 ? default
            : new(new Samples(Floats.From(ArrayMemory<bool>.Of(yes, Samples.LengthOf([rows, yes.GetLength(1)])).Span), yes.GetLength(1))) { AreYesNo = true };
    }

    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(Tensor<int> labels)
    {
        int count = Samples.LengthOf(Given(labels).Lengths);
        RequireVector(labels.Lengths);
        return ArrayMemory<int>.Of(labels, count);
    }

    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(Tensor<byte> labels)
    {
        int count = Samples.LengthOf(Given(labels).Lengths);
        RequireVector(labels.Lengths);
        return new(count, byteLabels: ArrayMemory<byte>.Of(labels, count));
    }

    /// <summary>Views rows of targets; a vector is a number for each sample.</summary>
    public static implicit operator Targets(Tensor<float> rows) =>
        Given(rows).Rank == 1 ? ArrayMemory<float>.Of(rows, Samples.LengthOf(rows.Lengths)) : (Samples)rows;

    /// <summary>Rows of targets.</summary>
    public static implicit operator Targets(Samples rows) => new(rows);

    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(ReadOnlyMemory<int> labels) => new(labels.Length, labels: labels);

    /// <summary>Views class labels.</summary>
    public static implicit operator Targets(ReadOnlyMemory<byte> labels) => new(labels.Length, byteLabels: labels);

    /// <summary>Views a number for each sample.</summary>
    public static implicit operator Targets(ReadOnlyMemory<float> numbers) => new(new Samples(numbers, 1));

    /// <summary>Copies class labels.</summary>
    public static implicit operator Targets(ReadOnlySpan<int> labels) => labels.ToArray();

    /// <summary>Copies class labels.</summary>
    public static implicit operator Targets(ReadOnlySpan<byte> labels) => labels.ToArray();

    /// <summary>Copies a number for each sample.</summary>
    public static implicit operator Targets(ReadOnlySpan<float> numbers) => numbers.ToArray();

    private static void RequireVector(ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length != 1)
            throw new ArgumentException(
                $"Labels are a vector, one for each sample; got a tensor of [{string.Join(" × ", lengths.ToArray())}]. Reshape it to one dimension.");
    }

    private static T Given<T>([NotNull] T? targets) where T : class => targets
        ?? throw new ArgumentNullException(nameof(targets), "y is null: every sample needs its target.");
}

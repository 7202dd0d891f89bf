using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A column for each category: 1 where the sample has it, else 0. The input is the numbers of categories, as of <see cref="Embedding"/>.</summary>
/// <remarks>
/// <code>
/// Y[f, k] = 1 if x_f = k, else 0     for each feature f and its categories k = 0 … n_f − 1
/// dX = 0: an index has no slope
///
/// X [N × F]   Y [N × Σ n_f], or with DropFirst [N × Σ (n_f − 1)]
/// </code>
/// A <see cref="Dense"/> after it has a row of weights for each category, as an embedding has; without a bias it is one, and with <see cref="DropFirst"/> the
/// vector of category 0 is zero. A number that is not an index gives an <see cref="ArgumentException"/>, in Fit and in Predict: nothing is clamped or rounded.
/// </remarks>
public sealed class OneHot : Layer
{
    private const int MostCategories = 1 << 24; // up to here a float has every whole number

    private readonly int[] _categories;

    /// <summary>Columns for the categories of each feature.</summary>
    /// <param name="categories">n of each feature, 1 to 16,777,216; with <see cref="DropFirst"/> 2 at least.</param>
    /// <exception cref="ArgumentException">There is no feature.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OneHot(params ReadOnlySpan<int> categories)
    {
        if (categories.IsEmpty) throw new ArgumentException("OneHot needs the number of categories of at least one feature.", nameof(categories));
        foreach (int count in categories) Guard.Between(1, MostCategories, count, nameof(categories));
        _categories = categories.ToArray();
    }

    /// <summary>
    /// Whether category 0 has no column: its samples have zeros in all of the feature. For a category that means unknown or none. Default false.
    /// </summary>
    public bool DropFirst { get; init; }

    /// <inheritdoc/>
    public override Shape? InputShape => _categories.Length;

    private int First => DropFirst ? 1 : 0;

    /// <summary>n of the feature.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="feature">The position in the sample.</param>
    public override int? Categories(Shape input, int feature) => _categories[feature];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        long columns = _categories.Sum(count => (long)count - First);
        return columns is > 0 and <= int.MaxValue ? new Shape((int)columns)
            : throw new ArgumentException($"{this} would make {columns} columns: at least 1 and at most {int.MaxValue} are supported.");
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        if (RowKernels.IndexOfNoIndex(pass.Input, _categories) is var bad and >= 0)
            throw new InputException(
                $"{this} takes whole numbers 0 to {_categories[bad % _categories.Length] - 1} as number {bad % _categories.Length} of a sample, "
                    + $"got {NumberFormat.Text(pass.Input[bad])}. "
                + "Count the categories from 0, and give those that are unknown or missing a number of their own.");

        // Y[f, k] = 1 if x_f = k, else 0
        RowKernels.OneHot(pass.Input, pass.Output, _categories, First);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) =>
        // dX = 0
        pass.InputGradient.Clear();

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteStartArray("categories");
        foreach (int count in _categories) json.WriteNumberValue(count);
        json.WriteEndArray();
        if (DropFirst) json.WriteBoolean("dropFirst", true);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        var (features, numbers) = (new List<long>(), new List<float>());
        for (int f = 0; f < _categories.Length; f++)
            for (int k = First; k < _categories[f]; k++)
            {
                features.Add(f);
                numbers.Add(k);
            }
        string repeated = pass.Node("Gather", [pass.Input, pass.Constant("features", features.ToArray())], ("axis", 1)); // [N × Σ n]
        return pass.Node("Cast", [pass.Node("Equal", [repeated, pass.Constant("numbers", numbers.ToArray())])], ("to", 1)); // 1: float
    }

    internal static OneHot Read(JsonElement json) => new([.. json.GetProperty("categories").EnumerateArray().Select(count => count.GetInt32())])
    {
        DropFirst = json.TryGetProperty("dropFirst", out var drop) && drop.GetBoolean(),
    };

    /// <summary><c>OneHot(3, 12)</c>: the categories of each feature.</summary>
    public override string ToString() =>
        $"OneHot({string.Join(", ", _categories.Take(6))}{(_categories.Length > 6 ? ", …" : "")}{(DropFirst ? ", without the first" : "")})";
}

using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A learned vector for each category: words, places, articles. The input is their numbers, 0 to n − 1.</summary>
/// <remarks>
/// <code>
/// Y[i] = W[xᵢ]                       for each number xᵢ of the sample
/// dW[k] = Σ dY[i] of all xᵢ = k      dX = 0: an index has no slope
///
/// X [N × F]   weight W [n × size]   Y [N × F × size]
/// </code>
/// All numbers of a sample share one table; columns with tables of their own are <see cref="Branches"/> of <see cref="Columns"/>. A <see cref="Dense"/> takes Y
/// as it is. A number that is not an index gives an <see cref="ArgumentException"/>, in Fit and in Predict: nothing is clamped or rounded.
/// W is drawn from the normal distribution of mean 0 and deviation 1, as in PyTorch (Keras: uniform in ±0.05).
/// </remarks>
public sealed class Embedding : Layer
{
    private const int MostCategories = 1 << 24; // up to here a float has every whole number

    private readonly int _categories;
    private readonly int _size;

    /// <summary>A table of <paramref name="categories"/> vectors of <paramref name="size"/> numbers.</summary>
    /// <param name="categories">n, 1 to 16,777,216.</param>
    /// <param name="size">The numbers of each vector, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Embedding(int categories, int size) => (_categories, _size) = (Guard.Between(1, MostCategories, categories), Guard.AtLeast(1, size));

    /// <summary>n, of every feature.</summary>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="feature">The position in the sample.</param>
    public override int? Categories(Shape input, int feature) => _categories;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return input.Rank < 4 ? new Shape([.. input.ToArray(), _size])
            : throw new ArgumentException($"{this} adds an axis, and a shape has 4 at most: it takes samples of 1 to 3 dimensions, got {input}.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "weight", Shape = new Shape(_categories, _size) }];

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => random.FillNormal(parameters, 1);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        if (RowKernels.IndexOfNoIndex(pass.Input, _categories) is var bad and >= 0)
            throw new InputException(
                $"{this} takes whole numbers 0 to {_categories - 1}, got {NumberFormat.Text(pass.Input[bad])} as number {bad % pass.InputShape.Size} of a "
                    + "sample. "
                + "Count the categories from 0, and give those that are unknown or missing a number of their own.");

        // Y[i] = W[xᵢ]
        RowKernels.Gather(pass.Parameters, pass.Input, pass.Output, _size, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dW[k] = Σ dY[i] of all xᵢ = k
        RowKernels.GatherGradient(pass.Input, pass.OutputGradient, pass.ParameterGradient, _size, pass.Workers);

        // dX = 0
        pass.InputGradient.Clear();
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("categories", _categories);
        json.WriteNumber("size", _size);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("Gather", [pass.Parameter("weight"), pass.Node("Cast", [pass.Input], ("to", 7))]); // 7: int64

    internal static Embedding Read(JsonElement json) => new(json.Get("categories").GetInt32(), json.Get("size").GetInt32());

    /// <summary><c>Embedding(1000 → 16)</c>.</summary>
    public override string ToString() => $"Embedding({_categories} → {_size})";
}

using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The mean of each window, channel by channel.</summary>
/// <remarks>
/// <code>
/// y  = Σ x / n over the window
/// dx = Σ dy / n of the windows that it is in
///
/// X [N × H × W × C], or [N × H × W] with C = 1    Y [N × H' × W' × C]
/// </code>
/// n counts the pixels in the image, as in Keras, or with <see cref="CountsPadding"/> all of the window, as PyTorch does by default. Without padding both are
/// the same.
/// </remarks>
public sealed class AveragePool2D : Layer
{
    private readonly Size2D _window;

    /// <summary>Means of windows.</summary>
    /// <param name="window">2 is 2 × 2, (1, 3) is 1 high and 3 wide.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AveragePool2D(Size2D window) => _window = Windows.Given(window, nameof(window));

    /// <summary>Pixels from a window to the next. Default null: the window, so that none overlap.</summary>
    public Size2D? Stride { get; init => field = value is { } stride ? Windows.Given(stride, nameof(Stride)) : null; }

    /// <summary>The padding around the image, less than the window on each side. Default <see cref="Padding.Valid"/>: nothing.</summary>
    public Padding Padding { get; init; }

    /// <summary>
    /// Whether padding counts, as zeros: PyTorch's <c>count_include_pad</c>, which is true there by default. Default false: an even image stays even at its
    /// edges.
    /// </summary>
    public bool CountsPadding { get; init; }

    private Windows Windows => new(_window, Stride ?? _window, Padding);

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <summary>[H' × W' × C].</summary>
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var grid = Windows.Pool(input, this);
        return new Shape(grid.Rows, grid.Columns, grid.Channels);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = Σ x / n over the window
        PoolKernels.Average(pass.Input, pass.Output, CountsPadding, Windows.Pool(pass.InputShape, this), pass.BatchSize, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = Σ dy / n of the windows that it is in
        if (!pass.InputGradient.IsEmpty)
            PoolKernels.AverageGradient(pass.OutputGradient, pass.InputGradient, CountsPadding, Windows.Pool(pass.InputShape, this), pass.BatchSize,
                pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        Windows.Write(json);
        json.WriteBoolean("countsPadding", CountsPadding);
    }

    internal static AveragePool2D Read(JsonElement json)
    {
        var windows = Windows.Read(json);
        return new(windows.Size) { Stride = windows.Stride, Padding = windows.Padding, CountsPadding = json.Get("countsPadding").GetBoolean() };
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        var attributes = Windows.Attributes(Windows.Pool(pass.InputShape, this));
        return pass.ChannelsLast(pass.Node("AveragePool", [pass.ChannelsFirst(places: 2)], [.. attributes, ("count_include_pad", CountsPadding ? 1 : 0)]),
            places: 2);
    }

    /// <summary><c>AveragePool2D(2 × 2)</c>, with stride and padding where they are not as usual.</summary>
    public override string ToString() => $"AveragePool2D({_window}{Windows.Options(usualStride: _window)})";
}

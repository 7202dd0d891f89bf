using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The largest number of each window, channel by channel: fewer pixels, and less depends on where exactly something is.</summary>
/// <remarks>
/// <code>
/// y  = max of x over the window
/// dx = Σ dy of the windows whose maximum it is, the first of equals
///
/// X [N × H × W × C], or [N × H × W] with C = 1    Y [N × H' × W' × C]
/// </code>
/// Padding never is a maximum. NaN is: it goes through, so that it is seen. Where windows do not reach the last pixels, these are left out;
/// <see cref="Padding.Of(int, int, int, int)"/> with one more at the end takes them in, which others call ceil mode.
/// </remarks>
public sealed class MaxPool2D : Layer
{
    private readonly Size2D _window;

    /// <summary>Maxima of windows.</summary>
    /// <param name="window">2 is 2 × 2, (1, 3) is 1 high and 3 wide.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public MaxPool2D(Size2D window) => _window = Windows.Given(window, nameof(window));

    /// <summary>Pixels from a window to the next. Default null: the window, so that none overlap.</summary>
    public Size2D? Stride { get; init => field = value is { } stride ? Windows.Given(stride, nameof(Stride)) : null; }

    /// <summary>The padding around the image, less than the window on each side. Default <see cref="Padding.Valid"/>: nothing.</summary>
    public Padding Padding { get; init; }

    private Windows Windows => new(_window, Stride ?? _window, Padding);

    /// <summary>[H' × W' × C].</summary>
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var grid = Windows.Pool(input, this);
        return new Shape(grid.Rows, grid.Columns, grid.Channels);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = max of x over the window
        PoolKernels.Max(pass.Input, pass.Output, Windows.Pool(pass.InputShape, this), pass.BatchSize, pass.Workers);

    internal override bool RectifiesGradient => true;

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = Σ dy of the windows whose maximum it is
        if (!pass.InputGradient.IsEmpty)
            PoolKernels.MaxGradient(
                pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, Windows.Pool(pass.InputShape, this), pass.BatchSize, pass.Workers,
                    pass.IsBehindRectifier);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => Windows.Write(json);

    internal static MaxPool2D Read(JsonElement json)
    {
        var windows = Windows.Read(json);
        return new(windows.Size) { Stride = windows.Stride, Padding = windows.Padding };
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) =>
        pass.ChannelsLast(pass.Node("MaxPool", [pass.ChannelsFirst(places: 2)], Windows.Attributes(Windows.Pool(pass.InputShape, this))), places: 2);

    /// <summary><c>MaxPool2D(2 × 2)</c>, with stride and padding where they are not as usual.</summary>
    public override string ToString() => $"MaxPool2D({_window}{Windows.Options(usualStride: _window)})";
}

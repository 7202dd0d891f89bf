using System.Globalization;
using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What layers that move a window over images have in common: the window, how far it moves, and what is around the image.</summary>
internal readonly record struct Windows(Size2D Size, Size2D Stride, Padding Padding)
{
    /// <summary>An image as [height × width × channels]; one of rank 2 has one channel.</summary>
    /// <exception cref="ArgumentException">It is not an image; the message names the layer.</exception>
    public static (int Height, int Width, int Channels) RequireImage(Shape input, Layer layer) => input.Rank is 2 or 3
        ? (input[0], input[1], input.Rank == 2 ? 1 : input[2])
        : throw new ArgumentException(
            $"{layer} takes images [height × width × channels], or [height × width] of one channel, got {Text(input)}: give the samples that shape, "
                + "or put a Reshape before it.");

    /// <summary>The windows over images [height × width × channels], or [height × width] of one channel.</summary>
    /// <exception cref="ArgumentException">It is not an image, or smaller than a window; the message names the layer.</exception>
    public WindowGrid Over(Shape input, Layer layer)
    {
        var (height, width, channels) = RequireImage(input, layer);
        var grid = Padding.Grid(height, width, channels, Size, Stride);
        if (Fits(grid)) return grid;
        string remedy = IsTransposed(grid)
            ? $"channels come last, so give images of PyTorch's order, [channels × height × width], as [{width} × {channels} × {height}]"
            : "take a smaller window, Padding = Padding.Same, or fewer strides and pools before it";
        throw new ArgumentException($"{layer} needs images of at least {Math.Max(1, Size.Height - grid.Top - grid.Bottom)} × "
            + $"{Math.Max(1, Size.Width - grid.Left - grid.Right)}, got {input}: {remedy}.");
    }

    /// <summary>Whether it fits once the first dimension comes last.</summary>
    private bool IsTransposed(in WindowGrid grid) =>
        grid.Height is 1 or 3 && Fits(Padding.Grid(grid.Width, grid.Channels, grid.Height, Size, Stride));

    /// <summary>Windows each of which has a pixel of the image: what is padded on a side is less than a window.</summary>
    /// <inheritdoc cref="Over"/>
    public WindowGrid Pool(Shape input, Layer layer)
    {
        var grid = Over(input, layer);
        return Math.Max(grid.Top, grid.Bottom) < Size.Height && Math.Max(grid.Left, grid.Right) < Size.Width ? grid : throw new ArgumentException(
            $"{layer} has windows of padding alone, which have no maximum and no mean: pad at most {Size.Height - 1} rows and {Size.Width - 1} columns on "
                + "each side.");
    }

    /// <summary>The windows over sequences [length × channels], or [length] of one channel: images of one row.</summary>
    /// <exception cref="ArgumentException">It is not a sequence, or shorter than a window; the message names the layer.</exception>
    public WindowGrid OverSequence(Shape input, Layer layer)
    {
        if (input.Rank is not (1 or 2))
            throw new ArgumentException(
                $"{layer} takes sequences [length × channels], or [length] of one channel, got {Text(input)}: give the samples that shape, "
                    + "or put a Reshape before it.");
        var grid = Padding.Grid(1, input[0], input.Rank == 1 ? 1 : input[1], Size, Stride, isSequence: true);
        return Fits(grid) ? grid : throw new ArgumentException(
            $"{layer} needs sequences of at least {Math.Max(1, Size.Width - grid.Left - grid.Right)}, got {input}: take a smaller kernel, "
                + "Padding = Padding.Same, or fewer strides before it.");
    }

    /// <summary>Refuses a convolution whose kernels need more working memory than an array holds: they copy images with their padding.</summary>
    /// <exception cref="ArgumentException">One does; the message has its size and what to make smaller.</exception>
    public void RequireScratch(in WindowGrid grid, int filters, Shape input, Layer layer)
    {
        double floats = ConvolutionKernels.MostScratch(grid, filters);
        if (floats <= AlignedBuffer.MaxLength) return;
        double image = ((double)grid.Top + grid.Height + grid.Bottom) * ((double)grid.Left + grid.Width + grid.Right) * grid.Channels;
        string remedy = image > 2.0 * input.Size ? "Pad less, or take a smaller kernel."
            : (double)Size.Height * Size.Width * grid.Channels * filters > input.Size ? "Take a smaller kernel or fewer filters."
            : "Take smaller inputs.";
        throw new ArgumentException(
            $"{layer} needs {floats.ToString("F0", CultureInfo.InvariantCulture)} floats of working memory for an input of {input}: "
                + $"one piece holds at most {AlignedBuffer.MaxLength}. {remedy}");
    }

    /// <summary>A size that is not <c>default</c>, which has no pixels.</summary>
    public static Size2D Given(Size2D size, string name) => size != default ? size
        : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1 × 1, got {size}.");

    /// <summary>Windows as an operator of ONNX has them.</summary>
    public static (string Name, OnnxAttribute Value)[] Attributes(in WindowGrid grid) =>
    [
        ("kernel_shape", (long[])[grid.KernelHeight, grid.KernelWidth]), ("strides", (long[])[grid.StrideHeight, grid.StrideWidth]),
        ("pads", (long[])[grid.Top, grid.Left, grid.Bottom, grid.Right]),
    ];

    /// <inheritdoc cref="Attributes"/>
    public static (string Name, OnnxAttribute Value)[] SequenceAttributes(in WindowGrid grid) =>
        [("kernel_shape", (long[])[grid.KernelWidth]), ("strides", (long[])[grid.StrideWidth]), ("pads", (long[])[grid.Left, grid.Right])];

    public void Write(Utf8JsonWriter json)
    {
        Write(json, "window", Size);
        Write(json, "stride", Stride);
        Padding.Write(json);
    }

    public static Windows Read(JsonElement json) => new(Read(json, "window"), Read(json, "stride"), Padding.Read(json));

    /// <summary>Stride and padding, where they are not as usual.</summary>
    public string Options(Size2D usualStride) => (Stride == usualStride ? "" : $", stride {Stride}") + (Padding == Padding.Valid ? "" : $", padding {Padding}");

    private static bool Fits(in WindowGrid grid) => grid.Rows > 0 && grid.Columns > 0;

    private static string Text(Shape shape) => shape.Rank == 0 ? "an empty shape" : shape.ToString();

    private static void Write(Utf8JsonWriter json, string name, Size2D size)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(size.Height);
        json.WriteNumberValue(size.Width);
        json.WriteEndArray();
    }

    private static Size2D Read(JsonElement json, string name)
    {
        var size = json.Get(name);
        return size.GetArrayLength() == 2 ? new(size[0].GetInt32(), size[1].GetInt32())
            : throw new InvalidOperationException($"The {name} has a height and a width, got {size.GetArrayLength()} numbers.");
    }
}

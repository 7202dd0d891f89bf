using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A convolution over images: each filter looks through a window of k × k pixels, which moves over the image.</summary>
/// <remarks>
/// <code>
/// P  = patches(X)     each window of X as a row
/// Y  = P·W + b
/// dW = Pᵀ·dY          db = Σ rows of dY          dX = the patches of dY·Wᵀ, added where they are from
///
/// X [N × H × W × C], or [N × H × W] with C = 1    P [N·H'·W' × K·K·C]    Y [N × H' × W' × F]
/// weight W [K × K × C × F], in files [F × C × K × K]    bias b [F]
/// </code>
/// F is <c>filters</c>; H' and W' follow from kernel, <see cref="Stride"/> and <see cref="Padding"/>. Padding adds nothing to a sum, not even 0 · ∞. The kernel
/// is not turned around, as in all libraries (mathematicians call this a cross-correlation). The bias starts at 0.
/// K. Chellapilla, S. Puri, P. Simard: High performance convolutional neural networks for document processing, IWFHR 2006.
/// </remarks>
public sealed class Conv2D : Layer
{
    private readonly int _filters;
    private readonly Size2D _kernel;

    /// <summary>A convolution of <paramref name="filters"/> filters.</summary>
    /// <param name="filters">F, at least 1: the channels of its output.</param>
    /// <param name="kernel">The window: 3 is 3 × 3, (1, 5) is 1 high and 5 wide.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv2D(int filters, Size2D kernel) => (_filters, _kernel) = (Guard.AtLeast(1, filters), Windows.Given(kernel, nameof(kernel)));

    /// <summary>Pixels from a window to the next. Default 1.</summary>
    public Size2D Stride { get; init => field = Windows.Given(value, nameof(Stride)); } = 1;

    /// <summary>What is around the image. Default <see cref="Padding.Valid"/>: nothing.</summary>
    public Padding Padding { get; init; }

    /// <summary>Whether b is added. Default true.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How W starts. Default <see cref="Initialization.HeUniform"/>. Fan-in is K·K·C, fan-out K·K·F.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initialization.</exception>
    public Initialization Initialization { get; init => field = Guard.Defined(value, nameof(Initialization)); } = Initialization.HeUniform;

    private Windows Windows => new(_kernel, Stride, Padding);

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <summary>[H' × W' × F].</summary>
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var grid = Windows.Over(input, this);
        Windows.RequireScratch(grid, _filters, input, this);
        return new Shape(grid.Rows, grid.Columns, _filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input)
    {
        var grid = Windows.Over(input, this);
        var weight = new ParameterInfo
        {
            Name = "weight", Shape = new Shape(_kernel.Height, _kernel.Width, grid.Channels, _filters), FileAxes = [3, 2, 0, 1],
            FanIn = grid.WindowSize
        };
        return UseBias ? [weight, new() { Name = "bias", Shape = _filters, Role = ParameterRole.Undecayed }] : [weight];
    }

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        int fanIn = Windows.Over(input, this).WindowSize;
        Initialization.Initialize(parameters[..(fanIn * _filters)], fanIn, _kernel.Height * _kernel.Width * _filters, ref random);
        parameters[(fanIn * _filters)..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        var grid = Windows.Over(pass.InputShape, this);
        int weights = grid.WindowSize * _filters;
        ReadOnlySpan<float> w = pass.Parameters[..weights], b = pass.Parameters[weights..]; // empty: no bias

        // Y = P·W + b
        ConvolutionKernels.Forward(pass.Input, w, b, pass.Output, grid, pass.BatchSize, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        var grid = Windows.Over(pass.InputShape, this);
        int weights = grid.WindowSize * _filters;
        ReadOnlySpan<float> x = pass.Input, w = pass.Parameters[..weights], dy = pass.OutputGradient;
        Span<float> dw = pass.ParameterGradient[..weights], db = pass.ParameterGradient[weights..];

        // dW = Pᵀ·dY
        ConvolutionKernels.WeightGradient(x, dy, dw, grid, pass.BatchSize, pass.Workers);

        // db = Σ rows of dY
        if (UseBias) Sums.OverRows(dy, db, pass.Workers);

        // dX: dY·Wᵀ, added where the patches are from
        if (!pass.InputGradient.IsEmpty)
            ConvolutionKernels.InputGradient(dy, w, pass.InputGradient, grid, pass.BatchSize, pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("filters", _filters);
        Windows.Write(json);
        json.WriteBoolean("useBias", UseBias);
        json.WriteString("initialization", Initialization.ToString());
    }

    internal static Conv2D Read(JsonElement json)
    {
        var windows = Windows.Read(json);
        return new(json.Get("filters").GetInt32(), windows.Size)
        {
            Stride = windows.Stride,
            Padding = windows.Padding,
            UseBias = json.Get("useBias").GetBoolean(),
            Initialization = Enum.Parse<Initialization>(json.Get("initialization").GetText()),
        };
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string x = pass.ChannelsFirst(places: 2), w = pass.Parameter("weight");
        return pass.ChannelsLast(pass.Node("Conv", UseBias ? [x, w, pass.Parameter("bias")] : [x, w], Windows.Attributes(Windows.Over(pass.InputShape, this))),
            places: 2);
    }

    /// <summary><c>Conv2D(16, 5 × 5)</c>, with stride and padding where they are not as usual.</summary>
    public override string ToString() => $"Conv2D({_filters}, {_kernel}{Windows.Options(usualStride: 1)})";
}

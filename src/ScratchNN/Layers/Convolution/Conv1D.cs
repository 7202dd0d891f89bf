using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A convolution over sequences: each filter looks through a window of k steps, which moves along.</summary>
/// <remarks>
/// <code>
/// P  = patches(X)     each window of X as a row
/// Y  = P·W + b
/// dW = Pᵀ·dY          db = Σ rows of dY          dX = the patches of dY·Wᵀ, added where they are from
///
/// X [N × L × C], or [N × L] with C = 1    P [N·L' × K·C]    Y [N × L' × F]
/// weight W [K × C × F], in files [F × C × K]    bias b [F]
/// </code>
/// F is <c>filters</c>; L' follows from kernel, <see cref="Stride"/> and <see cref="Padding"/>. It is <see cref="Conv2D"/> over images of one row, and all that
/// is said there holds. PyTorch has channels before steps, so a <see cref="Dense"/> behind it takes [L' × F] there as <c>x.transpose(1, 2).flatten(1)</c>.
/// </remarks>
public sealed class Conv1D : Layer
{
    private readonly int _filters;
    private readonly int _kernel;

    /// <summary>A convolution of <paramref name="filters"/> filters.</summary>
    /// <param name="filters">F, at least 1: the channels of its output.</param>
    /// <param name="kernel">K, at least 1: the steps of a window.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv1D(int filters, int kernel) => (_filters, _kernel) = (Guard.AtLeast(1, filters), Guard.AtLeast(1, kernel));

    /// <summary>Steps from a window to the next, at least 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Stride { get; init => field = Guard.AtLeast(1, value, nameof(Stride)); } = 1;

    /// <summary>What is before and behind the sequence. Default <see cref="Padding.Valid"/>: nothing.</summary>
    public Padding Padding { get; init; }

    /// <summary>Whether b is added. Default true.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How W starts. Default <see cref="Initialization.HeUniform"/>. Fan-in is K·C, fan-out K·F.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initialization.</exception>
    public Initialization Initialization { get; init => field = Guard.Defined(value, nameof(Initialization)); } = Initialization.HeUniform;

    private Windows Windows => new((1, _kernel), (1, Stride), Padding);

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <summary>[L' × F].</summary>
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var grid = Windows.OverSequence(input, this);
        Windows.RequireScratch(grid, _filters, input, this);
        return new Shape(grid.Columns, _filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input)
    {
        var grid = Windows.OverSequence(input, this);
        var weight = new ParameterInfo { Name = "weight", Shape = new Shape(_kernel, grid.Channels, _filters), FileAxes = [2, 1, 0], FanIn = grid.WindowSize };
        return UseBias ? [weight, new() { Name = "bias", Shape = _filters, Role = ParameterRole.Undecayed }] : [weight];
    }

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        int fanIn = Windows.OverSequence(input, this).WindowSize;
        Initialization.Initialize(parameters[..(fanIn * _filters)], fanIn, _kernel * _filters, ref random);
        parameters[(fanIn * _filters)..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        var grid = Windows.OverSequence(pass.InputShape, this);
        int weights = grid.WindowSize * _filters;
        ReadOnlySpan<float> w = pass.Parameters[..weights], b = pass.Parameters[weights..]; // empty: no bias

        // Y = P·W + b
        ConvolutionKernels.Forward(pass.Input, w, b, pass.Output, grid, pass.BatchSize, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        var grid = Windows.OverSequence(pass.InputShape, this);
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

    internal static Conv1D Read(JsonElement json)
    {
        var windows = Windows.Read(json);
        return new(json.Get("filters").GetInt32(), windows.Size.Width)
        {
            Stride = windows.Stride.Width,
            Padding = windows.Padding,
            UseBias = json.Get("useBias").GetBoolean(),
            Initialization = Enum.Parse<Initialization>(json.Get("initialization").GetText()),
        };
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string x = pass.ChannelsFirst(places: 1), w = pass.Parameter("weight");
        return pass.ChannelsLast(
            pass.Node("Conv", UseBias ? [x, w, pass.Parameter("bias")] : [x, w], Windows.SequenceAttributes(Windows.OverSequence(pass.InputShape, this))),
            places: 1);
    }

    /// <summary><c>Conv1D(16, 5)</c>, with stride and padding where they are not as usual.</summary>
    public override string ToString() => $"Conv1D({_filters}, {_kernel}{(Stride == 1 ? "" : $", stride {Stride}")}{Windows.Options(usualStride: (1, Stride))})";
}

using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A fully connected layer.</summary>
/// <remarks>
/// <code>
/// Y  = X·W + b
/// dX = dY·Wᵀ    dW = Xᵀ·dY    db = Σ rows of dY
///
/// X [N × I]   Y [N × O]   weight W [I × O]   bias b [O]
/// </code>
/// I is the size of an input sample, whatever its shape; O is <c>units</c>. In files W is [O × I], and I is in PyTorch's order: of an image
/// [height × width × channels] channels, rows, columns; of a matrix as it is here. The bias starts at 0; without <see cref="UseBias"/> there is no b and no db.
/// </remarks>
public sealed class Dense : Layer
{
    private readonly int? _inputs;
    private readonly int _units;

    /// <summary>A layer of <paramref name="units"/> outputs that takes as many inputs as come.</summary>
    /// <param name="units">O, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Dense(int units) => _units = Guard.AtLeast(1, units);

    /// <summary>A layer of <paramref name="inputs"/> inputs and <paramref name="units"/> outputs.</summary>
    /// <param name="inputs">I, at least 1.</param>
    /// <param name="units">O, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Dense(int inputs, int units) : this(units) => _inputs = Guard.AtLeast(1, inputs);

    /// <summary>
    /// Whether b is added. Default true. A layer that normalises the outputs of this one removes every constant: then b has no effect.
    /// </summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How W starts. Default <see cref="Initialization.GlorotUniform"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initialization.</exception>
    public Initialization Initialization { get; init => field = Guard.Defined(value, nameof(Initialization)); }

    /// <inheritdoc/>
    public override Shape? InputShape => _inputs;

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (_inputs != input.Size) RequireInput(input);
        return _units;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input)
    {
        var weight = new ParameterInfo { Name = "weight", Shape = new Shape(input.Size, _units), FileAxes = [1, 0], FanIn = input.Size };
        if (HasChannels(input))
            weight = weight with
            {
                Shape = new Shape(input.Size / input.Channels, input.Channels, _units),
                FileAxes = [2, 1, 0],
                FileShape = new Shape(_units, input.Size)
            };
        return UseBias ? [weight, new() { Name = "bias", Shape = _units, Role = ParameterRole.Undecayed }] : [weight];
    }

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        int weights = input.Size * _units;
        Initialization.Initialize(parameters[..weights], input.Size, _units, ref random);
        parameters[weights..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int n = pass.BatchSize, i = pass.InputShape.Size, o = _units;
        ReadOnlySpan<float> w = pass.Parameters[..(i * o)], b = pass.Parameters[(i * o)..]; // empty: no bias

        // Y = X·W + b
        Gemm.Multiply(pass.Input, w, pass.Output, n, o, i, bias: b, workers: pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        int n = pass.BatchSize, i = pass.InputShape.Size, o = _units;
        ReadOnlySpan<float> x = pass.Input, w = pass.Parameters[..(i * o)], dy = pass.OutputGradient;
        Span<float> dw = pass.ParameterGradient[..(i * o)], db = pass.ParameterGradient[(i * o)..];

        // dW = Xᵀ·dY
        Gemm.MultiplyTransposedA(x, dy, dw, i, o, n, workers: pass.Workers);

        // db = Σ rows of dY
        if (UseBias) Sums.OverRows(dy, db, pass.Workers);

        // dX = dY·Wᵀ
        if (!pass.InputGradient.IsEmpty)
            Gemm.MultiplyTransposedB(dy, w, pass.InputGradient, n, i, o, workers: pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        if (_inputs is { } inputs) json.WriteNumber("inputs", inputs);
        json.WriteNumber("units", _units);
        json.WriteString("initialization", Initialization.ToString());
        if (!UseBias) json.WriteBoolean("useBias", false);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string x = HasChannels(pass.InputShape) ? pass.Node("Flatten", [pass.ChannelsFirst(pass.InputShape.Rank - 1)])
            : pass.FlatInput(), w = pass.Parameter("weight");
        return pass.Node("Gemm", UseBias ? [x, w, pass.Parameter("bias")] : [x, w], ("transB", 1)); // the file has Wᵀ
    }

    /// <summary>Whether an input is an image or a volume, which PyTorch lays flat with its channels first.</summary>
    private static bool HasChannels(Shape input) => input.Rank >= 3;

    internal static Dense Read(JsonElement json)
    {
        int units = json.Get("units").GetInt32();
        var initialization = Enum.Parse<Initialization>(json.Get("initialization").GetText());
        bool useBias = !json.TryGetProperty("useBias", out var given) || given.GetBoolean();
        return json.TryGetProperty("inputs", out var inputs)
            ? new(inputs.GetInt32(), units) { UseBias = useBias, Initialization = initialization }
            : new(units) { UseBias = useBias, Initialization = initialization };
    }

    /// <summary><c>Dense(784 → 128)</c>, or <c>Dense(128)</c> where the inputs are inferred.</summary>
    public override string ToString() => _inputs is { } inputs ? $"Dense({inputs} → {_units})" : $"Dense({_units})";
}

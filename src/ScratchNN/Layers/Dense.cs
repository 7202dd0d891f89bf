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
/// I is the size of an input sample, whatever its shape; O is <c>units</c>. The bias starts at 0.
/// </remarks>
public sealed class Dense : Layer
{
    private readonly int? _inputs;
    private readonly int _units;
    private readonly Initialization _initialization;

    /// <summary>A layer of <paramref name="units"/> outputs that takes as many inputs as come.</summary>
    /// <param name="units">O, at least 1.</param>
    /// <param name="initialization">How W starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there is no such initialization.</exception>
    public Dense(int units, Initialization initialization = default) : this(null, units, initialization)
    {
    }

    /// <summary>A layer of <paramref name="inputs"/> inputs and <paramref name="units"/> outputs.</summary>
    /// <param name="inputs">I, at least 1.</param>
    /// <param name="units">O, at least 1.</param>
    /// <param name="initialization">How W starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there is no such initialization.</exception>
    public Dense(int inputs, int units, Initialization initialization = default) : this((int?)inputs, units, initialization)
    {
    }

    private Dense(int? inputs, int units, Initialization initialization)
    {
        _inputs = inputs is { } given ? Guard.AtLeast(1, given, nameof(inputs)) : null;
        (_units, _initialization) = (Guard.AtLeast(1, units), Guard.Defined(initialization));
    }

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
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
    [
        new() { Name = "weight", Shape = new Shape(input.Size, _units), FileAxes = [1, 0], FanIn = input.Size },
        new() { Name = "bias", Shape = _units, Role = ParameterRole.Undecayed },
    ];

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        _initialization.Initialize(parameters[..^_units], input.Size, _units, ref random);
        parameters[^_units..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int n = pass.BatchSize, i = pass.InputShape.Size, o = _units;
        ReadOnlySpan<float> w = pass.Parameters[..^o], b = pass.Parameters[^o..];

        // Y = X·W + b
        Gemm.Multiply(pass.Input, w, pass.Output, n, o, i, bias: b, workers: pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        int n = pass.BatchSize, i = pass.InputShape.Size, o = _units;
        ReadOnlySpan<float> x = pass.Input, w = pass.Parameters[..^o], dy = pass.OutputGradient;
        Span<float> dw = pass.ParameterGradient[..^o], db = pass.ParameterGradient[^o..];

        // dW = Xᵀ·dY
        Gemm.MultiplyTransposedA(x, dy, dw, i, o, n, workers: pass.Workers);

        // db = Σ rows of dY
        Sums.OverRows(dy, db, pass.Workers);

        // dX = dY·Wᵀ
        if (!pass.InputGradient.IsEmpty)
            Gemm.MultiplyTransposedB(dy, w, pass.InputGradient, n, i, o, workers: pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        if (_inputs is { } inputs) json.WriteNumber("inputs", inputs);
        json.WriteNumber("units", _units);
        json.WriteString("initialization", _initialization.ToString());
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("Gemm", [pass.FlatInput(), pass.Parameter("weight"), pass.Parameter("bias")], ("transB", 1)); // the file has Wᵀ

    internal static Dense Read(JsonElement json) => new(
        json.TryGetProperty("inputs", out var inputs) ? inputs.GetInt32() : null,
        json.GetProperty("units").GetInt32(),
        Enum.Parse<Initialization>(json.GetProperty("initialization").GetText()));

    /// <summary><c>Dense(784 → 128)</c>, or <c>Dense(128)</c> where the inputs are inferred.</summary>
    public override string ToString() => _inputs is { } inputs ? $"Dense({inputs} → {_units})" : $"Dense({_units})";
}

namespace ScratchNN;

/// <summary>A version of ONNX: of the file and of its operators. A file has the earliest in which its operators mean what they should.</summary>
internal readonly record struct OnnxVersion(int Ir, int OperatorSet)
{
    /// <summary>ONNX 1.8, of 2020: ONNX Runtime reads it from 1.6 on.</summary>
    public static readonly OnnxVersion Early = new(7, 13);

    /// <summary>ONNX 1.12, of 2022.</summary>
    public static readonly OnnxVersion Later = new(8, 17);

    /// <summary>Operators that mean the same for floats in both sets, without attributes that came between them.</summary>
    private static readonly HashSet<string> _early =
    [
        "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Conv", "Div", "Elu", "Erf", "Exp", "Flatten", "Gather", "Gemm",
        "GlobalAveragePool", "Identity", "LeakyRelu", "Log", "MatMul", "MaxPool", "Mul", "Pow", "Relu", "Reshape", "Selu", "Sigmoid", "Slice", "Softmax",
        "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tanh", "ThresholdedRelu", "Transpose",
    ];

    private static readonly string[] _laterAttributes = ["allowzero", "training_mode"];

    /// <summary>Whether an operator may need <see cref="Later"/>.</summary>
    public static bool NeedsLater(string type, ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes)
    {
        foreach (var (name, _) in attributes)
            if (_laterAttributes.Contains(name)) return true;
        return !_early.Contains(type);
    }
}

using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Probabilities from logits: each row's exponentials, divided by their sum.</summary>
/// <remarks>
/// <code>
/// yⱼ = exp(xⱼ − max x) / Σₖ exp(xₖ − max x)      over each row; subtracting the maximum changes nothing but avoids ∞/∞
/// dx = y ⊙ (dy − Σ y·dy)                         the Jacobian times dy
///
/// X, Y [N × K]
/// </code>
/// As last layer under <see cref="CrossEntropy"/> it is not computed in training: the loss works on the logits, which is exact
/// where probabilities round to 0. A shape of several dimensions counts as one row of its size.
/// </remarks>
public sealed class Softmax : Layer
{
    /// <summary><see cref="OutputKind.OneClass"/>: the probability of each class.</summary>
    public override OutputKind? Meaning => OutputKind.OneClass;

    /// <summary>0 to 1.</summary>
    public override (float Low, float High)? OutputRange => (0, 1);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = exp(x − max x) / Σ exp(x − max x)
        RowKernels.Softmax(pass.Input, pass.Output, pass.InputShape.Size, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = y ⊙ (dy − Σ y·dy)
        if (!pass.InputGradient.IsEmpty)
            RowKernels.SoftmaxGradient(pass.Output, pass.OutputGradient, pass.InputGradient, pass.InputShape.Size, pass.Workers);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Reshape(pass.Node("Softmax", [pass.FlatInput()]), pass.InputShape);
}

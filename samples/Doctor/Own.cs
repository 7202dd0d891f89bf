using ScratchNN;

namespace Doctor;

internal delegate void Forward(in ForwardPass pass);

internal delegate void Backward(in BackwardPass pass);

/// <summary>A layer as a beginner writes it: two functions, without parameters.</summary>
internal sealed class Own(Forward forward, Backward backward, string name = nameof(Own)) : Layer
{
    /// <summary>y = f(x), dx = slope(x, y)·dy, elementwise.</summary>
    public static Own Each(Func<float, float> f, Func<float, float, float> slope, string name = nameof(Own)) => new(
        (in pass) =>
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = f(pass.Input[i]);
        },
        (in pass) =>
        {
            for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = slope(pass.Input[i], pass.Output[i]) * pass.OutputGradient[i];
        }, name);

    public override void Forward(in ForwardPass pass) => forward(pass);

    public override void Backward(in BackwardPass pass) => backward(pass);

    public override string ToString() => name;
}

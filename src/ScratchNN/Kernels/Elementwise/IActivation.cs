namespace ScratchNN.Kernels;

/// <summary>An activation, for one register: y = f(x), and dx = f′(x)·dy.</summary>
internal interface IActivation
{
    static abstract T Value<T>(T x) where T : struct, ISimd<T>;

    static abstract T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>;
}

namespace ScratchNN.Kernels;

/// <summary>An activation, for one register: y = f(x), and dx = f′(x)·dy. Its numbers, if it has any, are its fields.</summary>
internal interface IActivation
{
    T Value<T>(T x) where T : struct, ISimd<T>;

    T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>;
}

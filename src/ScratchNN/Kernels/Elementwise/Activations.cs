using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>The activations.</summary>
internal static class Activations
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>max(x, 0), and NaN for NaN.</summary>
    public readonly struct ReLU : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => T.Max(T.Broadcast(0), x) + T.Broadcast(0); // −0 becomes 0

        [MethodImpl(Inline)]
        public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>
        {
            T zero = T.Broadcast(0);
            return T.IfGreater(x, zero, dy, zero);
        }
    }

    /// <summary>x where it is positive, else slope·x.</summary>
    public readonly struct LeakyReLU(float slope) : IActivation
    {
        private readonly float _slope = slope;

        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => T.IfGreater(x, T.Broadcast(0), x, T.Broadcast(_slope) * x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => T.IfGreater(x, T.Broadcast(0), dy, T.Broadcast(_slope) * dy);
    }

    /// <summary>x where it is positive, else α·(eˣ − 1).</summary>
    public readonly struct ELU(float alpha) : IActivation
    {
        private readonly float _alpha = alpha;

        [MethodImpl(Inline)]
        public T Value<T>(T x) where T : struct, ISimd<T>
        {
            T zero = T.Broadcast(0);
            return T.IfGreater(x, zero, x, T.Broadcast(_alpha) * Exponential.ExpMinusOne(T.Min(zero, x)));
        }

        [MethodImpl(Inline)]
        public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => T.IfGreater(x, T.Broadcast(0), dy, (y + T.Broadcast(_alpha)) * dy); // α·eˣ = y + α
    }

    /// <summary>x·Φ(x).</summary>
    public readonly struct GELU : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Gates.Gelu(x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => Gates.GeluSlope(x) * dy;
    }

    /// <summary>½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
    public readonly struct ApproximateGELU : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Gates.GeluByTanh(x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => Gates.GeluByTanhSlope(x) * dy;
    }

    /// <summary>x / (1 + e⁻ˣ).</summary>
    public readonly struct SiLU : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Gates.Silu(x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => Gates.SiluSlope(x) * dy;
    }

    /// <summary>ln(1 + eˣ).</summary>
    public readonly struct Softplus : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Exponential.Softplus(x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => Exponential.Sigmoid(x) * dy;
    }

    /// <summary>sign(x)·ln(1 + |x|).</summary>
    public readonly struct Logarithm : IActivation
    {
        [MethodImpl(Inline)]
        public T Value<T>(T x) where T : struct, ISimd<T>
        {
            T one = T.Broadcast(1), size = T.Min(T.Broadcast(float.MaxValue), T.Abs(x));
            return T.CopySign(T.IfGreater(size, one, Exponential.Log(size + one), Exponential.Log1p(T.Min(one, size))), x);
        }

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => dy / (T.Broadcast(1) + T.Abs(x));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public readonly struct Sigmoid : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Exponential.Sigmoid(x);

        [MethodImpl(Inline)] public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => y * (T.Broadcast(1) - y) * dy;
    }

    /// <summary>tanh x.</summary>
    public readonly struct Tanh : IActivation
    {
        [MethodImpl(Inline)] public T Value<T>(T x) where T : struct, ISimd<T> => Exponential.Tanh(x);

        [MethodImpl(Inline)]
        public T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>
        {
            T one = T.Broadcast(1);
            return (one - y) * (one + y) * dy; // no digits cancel as in 1 − y²
        }
    }
}

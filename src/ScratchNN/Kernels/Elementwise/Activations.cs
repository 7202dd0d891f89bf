using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>The activations.</summary>
internal static class Activations
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>max(x, 0), and NaN for NaN.</summary>
    public readonly struct ReLU : IActivation
    {
        [MethodImpl(Inline)] public static T Value<T>(T x) where T : struct, ISimd<T> => T.Max(T.Broadcast(0), x) + T.Broadcast(0); // −0 becomes 0

        [MethodImpl(Inline)]
        public static T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>
        {
            T zero = T.Broadcast(0);
            return T.IfGreater(x, zero, dy, zero);
        }
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public readonly struct Sigmoid : IActivation
    {
        [MethodImpl(Inline)] public static T Value<T>(T x) where T : struct, ISimd<T> => Exponential.Sigmoid(x);

        [MethodImpl(Inline)] public static T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T> => y * (T.Broadcast(1) - y) * dy;
    }

    /// <summary>tanh x.</summary>
    public readonly struct Tanh : IActivation
    {
        [MethodImpl(Inline)] public static T Value<T>(T x) where T : struct, ISimd<T> => Exponential.Tanh(x);

        [MethodImpl(Inline)]
        public static T Gradient<T>(T x, T y, T dy) where T : struct, ISimd<T>
        {
            T one = T.Broadcast(1);
            return (one - y) * (one + y) * dy; // no digits cancel as in 1 − y²
        }
    }
}

using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>The losses that are a sum over outputs. NaN gives NaN.</summary>
internal static class ElementLosses
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>(y − t)².</summary>
    public readonly struct Squared : IElementLoss
    {
        [MethodImpl(Inline)]
        public T Value<T>(T y, T t, out T slope) where T : struct, ISimd<T>
        {
            T difference = y - t;
            slope = T.Broadcast(2) * difference;
            return difference * difference;
        }
    }

    /// <summary>|y − t|, with the slope 0 where they are equal.</summary>
    public readonly struct Absolute : IElementLoss
    {
        [MethodImpl(Inline)]
        public T Value<T>(T y, T t, out T slope) where T : struct, ISimd<T>
        {
            T difference = y - t, zero = T.Broadcast(0);
            slope = T.IfGreater(T.Abs(difference), zero, T.CopySign(T.Broadcast(1), difference), difference);
            return T.Abs(difference);
        }
    }

    /// <summary>½·(y − t)² up to a distance of δ, beyond it δ·(|y − t| − ½·δ).</summary>
    public readonly struct Huber(float delta) : IElementLoss
    {
        [MethodImpl(Inline)]
        public T Value<T>(T y, T t, out T slope) where T : struct, ISimd<T>
        {
            T difference = y - t, distance = T.Abs(difference), bound = T.Broadcast(delta), half = T.Broadcast(0.5f);
            slope = T.IfGreater(distance, bound, T.CopySign(bound, difference), difference);
            return T.IfGreater(distance, bound, bound * (distance - (half * bound)), half * difference * difference);
        }
    }

    /// <summary>max(z, 0) − z·t + ln(1 + e^−|z|) for a logit z and a target t from 0 to 1, which becomes (1 − ε)·t + ½·ε.</summary>
    /// <remarks>
    /// max(z, 0) − z·t is |z| times the share of the wrong answer: so nothing cancels, and an infinite logit costs nothing where it is right.
    /// </remarks>
    public readonly struct Binary(double smoothing) : IElementLoss
    {
        private readonly float _keep = (float)(1 - smoothing), _add = (float)(smoothing / 2);

        [MethodImpl(Inline)]
        public T Value<T>(T y, T t, out T slope) where T : struct, ISimd<T>
        {
            // of the less likely answer
            T zero = T.Broadcast(0), one = T.Broadcast(1), distance = T.Abs(y), e = Exponential.Exp(zero - distance), rest = e / (one + e);
            T yes = T.MultiplyAdd(t, T.Broadcast(_keep), T.Broadcast(_add)), no = one - yes, wrong = T.IfGreater(y, zero, no, yes);
            slope = T.IfGreater(y, zero, no - rest, rest - yes);
            return T.IfGreater(T.Abs(wrong), zero, distance * wrong, wrong) + Exponential.Log1p(e);
        }
    }
}

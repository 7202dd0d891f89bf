using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>Each operation of each width against one float. NaN may differ in sign and payload, in nothing else.</summary>
public sealed class SimdTests
{
    private static readonly float[] _special =
    [
        0, -0f, 1, -1, 0.5f, 1.5f, 2.5f, -0.5f, -2.5f, 3.4999998f, 8388607.5f, 16777216, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        float.Epsilon, -float.Epsilon, 1e-40f, 1.17549435e-38f, float.MaxValue, float.MinValue, 1.0000001f, 0.99999994f, 1e30f, -1e-30f,
    ];

    [Fact]
    public void FourLanes_EveryOperation_GivesTheBitsOfOneFloat() => AssertOperations<F32x4>(4);

    [Fact]
    public void EightLanes_EveryOperation_GivesTheBitsOfOneFloat() => AssertOperations<F32x8>(8);

    [Fact]
    public void SixteenLanes_EveryOperation_GivesTheBitsOfOneFloat() => AssertOperations<F32x16>(16);

    [Fact]
    public void Reductions_AnyWidth_TakeEveryLane()
    {
        AssertReductions<F32x1>();
        AssertReductions<F32x4>();
        AssertReductions<F32x8>();
        AssertReductions<F32x16>();
    }

    [Fact]
    public void OneFloat_EveryOperation_IsItsDefinition()
    {
        Assert.Equal(1, F32x1.Lanes);
        Assert.Equal(5, Of((a, b, _) => a + b, 2, 3));
        Assert.Equal(-1, Of((a, b, _) => a - b, 2, 3));
        Assert.Equal(6, Of((a, b, _) => a * b, 2, 3));
        Assert.Equal(0.5f, Of((a, b, _) => a / b, 2, 4));
        Assert.Equal(10, Of(F32x1.MultiplyAdd, 2, 3, 4));
        Assert.Equal(3, Of((a, _, _) => F32x1.Sqrt(a), 9));
        Assert.Equal(3, Of((a, _, _) => F32x1.Abs(a), -3));
        Assert.Equal(-2, Of((a, b, _) => F32x1.CopySign(a, b), 2, -0f));
        Assert.Equal(2, Of((a, b, _) => F32x1.Min(a, b), 2, 3));
        Assert.Equal(3, Of((a, b, _) => F32x1.Max(a, b), 2, 3));
        Assert.Equal(0.625f, Of((a, b, _) => F32x1.Scale(a, b), 5, -3));
        Assert.Equal(1.25f, Of((a, _, _) => F32x1.Split(a, out _), 20));
        Assert.Equal(4, Of((a, _, _) => Exponent<F32x1>(a), 20));
        Assert.Equal(7, Of((a, b, c) => F32x1.IfGreater(a, b, c, a), 3, 2, 7));
        Assert.Equal(2, Of((a, b, c) => F32x1.IfGreater(a, b, c, a), 2, 2, 7));
        Assert.Equal(7, Of((a, b, c) => F32x1.IfEqual(a, b, c, a), 2, 2, 7));
        Assert.Equal(3, Of((a, b, c) => F32x1.IfEqual(a, b, c, a), 3, 2, 7));
        Assert.True(float.IsNaN(Of((a, b, _) => F32x1.Min(a, b), 3, float.NaN)));
        Assert.True(float.IsNaN(Of((a, b, _) => F32x1.Max(a, b), 3, float.NaN)));
    }

    [Fact]
    public void MultiplyAdd_WhereTheMachineFuses_RoundsOnce()
    {
        float x = 1 + MathF.ScaleB(1, -12); // x² − (1 + 2⁻¹¹) is 2⁻²⁴ exactly, and 0 if x² is rounded
        Assert.Equal(Simd.Fuses ? MathF.ScaleB(1, -24) : 0, Of(F32x1.MultiplyAdd, x, x, -(1 + MathF.ScaleB(1, -11))));
    }

    [Fact]
    public void Run_FewerLanes_TakesTheWidestAllowed()
    {
        foreach (int lanes in (int[])[1, 4, 8, 16])
        {
            int[] used = [0];
            Simd.Run(new Report(used), lanes);
            Assert.Equal(Math.Min(lanes, Simd.Lanes), used[0]);
        }
    }

    [Fact]
    public void ForEach_AnyLength_AppliesToEachElementOnce()
    {
        for (int length = 0; length <= 100; length++)
        {
            int[] counts = new int[length];
            Simd.ForEach(new Count(counts), length);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    private static void AssertReductions<T>() where T : struct, ISimd<T>
    {
        for (int at = 0; at < T.Lanes; at++)
        {
            float[] lanes = Draw.Normal(T.Lanes, (ulong)at), halves = [.. lanes];
            for (int half = T.Lanes / 2; half > 0; half /= 2)
                for (int i = 0; i < half; i++) halves[i] += halves[i + half];
            Bits.AssertEqual([halves[0]], [T.Load(in lanes[0]).Sum()], $"Σ over {T.Lanes}");

            lanes[at] = 100;
            Assert.Equal(100, T.Load(in lanes[0]).Largest());
        }
    }

    private static void AssertOperations<T>(int lanes) where T : struct, ISimd<T>
    {
        Assert.Equal(lanes, T.Lanes);
        float[] some = [.. _special, .. Draw.Normal(7, 1), .. Draw.Normal(8, 2, 1e-20f)];
        foreach (float a in some)
            foreach (float b in some)
                foreach (float c in (float[])[0, -0f, 1.5f, float.NaN, float.NegativeInfinity, -1e-40f])
                {
                    AssertSame<T>((x, y, _) => x + y, (x, y, _) => x + y, a, b, c);
                    AssertSame<T>((x, y, _) => x - y, (x, y, _) => x - y, a, b, c);
                    AssertSame<T>((x, y, _) => x * y, (x, y, _) => x * y, a, b, c);
                    AssertSame<T>((x, y, _) => x / y, (x, y, _) => x / y, a, b, c);
                    AssertSame<T>(T.MultiplyAdd, F32x1.MultiplyAdd, a, b, c);
                    if (!float.IsNaN(a) && (a != b || a != 0)) // what is left open
                    {
                        AssertSame<T>((x, y, _) => T.Min(x, y), (x, y, _) => F32x1.Min(x, y), a, b, c);
                        AssertSame<T>((x, y, _) => T.Max(x, y), (x, y, _) => F32x1.Max(x, y), a, b, c);
                    }
                    AssertSame<T>((x, y, z) => T.IfGreater(x, y, z, x), (x, y, z) => F32x1.IfGreater(x, y, z, x), a, b, c);
                    AssertSame<T>((x, y, z) => T.IfEqual(x, y, z, x), (x, y, z) => F32x1.IfEqual(x, y, z, x), a, b, c);
                    AssertSame<T>((x, y, z) => T.IfEqual(x, x, y, z), (x, y, z) => F32x1.IfEqual(x, x, y, z), a, b, c);
                    AssertSame<T>((x, _, _) => T.Sqrt(x), (x, _, _) => F32x1.Sqrt(x), a, b, c);
                    AssertSame<T>((x, _, _) => T.Abs(x), (x, _, _) => F32x1.Abs(x), a, b, c);
                    AssertSame<T>((x, y, _) => T.CopySign(x, y), (x, y, _) => F32x1.CopySign(x, y), a, b, c);
                }
        for (int n = -252; n <= 254; n++)
            foreach (float a in (float[])[1, 1.2345678f, -0.70710677f, float.NaN, float.PositiveInfinity])
            {
                AssertSame<T>((x, y, _) => T.Scale(x, y), (x, y, _) => F32x1.Scale(x, y), a, n, 0);
                Bits.AssertEqual([MathF.ScaleB(a, n)], [Of((x, y, _) => F32x1.Scale(x, y), a, n)], $"{a}·2^{n}");
            }
        foreach (float x in some.Where(float.IsNormal).Select(Math.Abs))
        {
            AssertSame<T>((a, _, _) => T.Split(a, out _), (a, _, _) => F32x1.Split(a, out _), x, 0, 0);
            AssertSame<T>((a, _, _) => Exponent<T>(a), (a, _, _) => Exponent<F32x1>(a), x, 0, 0);
            float significand = Of((a, _, _) => F32x1.Split(a, out _), x), exponent = Of((a, _, _) => Exponent<F32x1>(a), x);
            Assert.Equal(x, MathF.ScaleB(significand, (int)exponent));
            Assert.InRange(significand, MathF.Sqrt(0.5f), MathF.Sqrt(2));
        }
    }

    private static T Exponent<T>(T x) where T : struct, ISimd<T>
    {
        T.Split(x, out T n);
        return n;
    }

    /// <summary>All lanes hold the same operands and must give the same result.</summary>
    private static void AssertSame<T>(Func<T, T, T, T> operation, Func<F32x1, F32x1, F32x1, F32x1> expected, float a, float b, float c)
        where T : struct, ISimd<T>
    {
        float scalar = Of(expected, a, b, c);
        Span<float> result = stackalloc float[T.Lanes], x = stackalloc float[T.Lanes], y = stackalloc float[T.Lanes];
        x.Fill(a);
        y.Fill(b);
        operation(T.Load(in x[0]), T.Load(in y[0]), T.Broadcast(c)).Store(ref result[0]);
        foreach (float value in result)
            if (!float.IsNaN(scalar) || !float.IsNaN(value))
                Bits.AssertEqual([scalar], [value], $"{typeof(T).Name} of {a}, {b}, {c}");
    }

    private static float Of(Func<F32x1, F32x1, F32x1, F32x1> operation, float a, float b = 0, float c = 0)
    {
        float result = 0;
        operation(F32x1.Broadcast(a), F32x1.Broadcast(b), F32x1.Broadcast(c)).Store(ref result);
        return result;
    }

    private readonly struct Report(int[] used) : ISimdKernel
    {
        public void Run<T>() where T : struct, ISimd<T> => used[0] = T.Lanes;
    }

    private readonly struct Count(int[] counts) : IElementwise
    {
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            for (int lane = 0; lane < T.Lanes; lane++) counts[i + lane]++;
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN.Benchmarks;

/// <summary>The most that one core can do: fused multiply-adds in registers, without any memory.</summary>
internal static class FmaPeak
{
    private const int Chains = 12; // two units with a latency of 4 or 5 cycles want 10; 12 and the two factors fit into 16 registers

    private static readonly float[] _result = new float[16];

    /// <summary>Computes that many operations; a multiply-add is two.</summary>
    public static void Run(double operations) => Simd.Run(new Loop(operations));

    /// <summary>What one core does in a second, the best of ten tries.</summary>
    public static double MultiplyAddsPerSecond()
    {
        const double operations = 2e9;
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            long begin = Stopwatch.GetTimestamp();
            Run(operations);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        return operations / 2 / best;
    }

    private readonly struct Loop(double operations) : ISimdKernel
    {
        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            long rounds = (long)(operations / (2 * Chains * T.Lanes));
            T x = T.Broadcast(0.5f), y = T.Broadcast(1); // a → a/2 + 1 stays near 2
            T a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y;
            for (; rounds > 0; rounds--)
            {
                a0 = T.MultiplyAdd(a0, x, y); a1 = T.MultiplyAdd(a1, x, y); a2 = T.MultiplyAdd(a2, x, y); a3 = T.MultiplyAdd(a3, x, y);
                a4 = T.MultiplyAdd(a4, x, y); a5 = T.MultiplyAdd(a5, x, y); a6 = T.MultiplyAdd(a6, x, y); a7 = T.MultiplyAdd(a7, x, y);
                a8 = T.MultiplyAdd(a8, x, y); a9 = T.MultiplyAdd(a9, x, y); a10 = T.MultiplyAdd(a10, x, y); a11 = T.MultiplyAdd(a11, x, y);
            }
            (a0 + a1 + a2 + a3 + (a4 + a5 + a6 + a7) + (a8 + a9 + a10 + a11)).Store(ref _result[0]);
        }
    }
}

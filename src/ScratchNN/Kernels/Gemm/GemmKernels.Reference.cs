namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// The naive twin, three loops: what every other path must equal bit for bit. Chains of <see cref="GemmPlan.KC"/> multiply-adds
    /// start from zero, and their sums are added in order to the bias, to C or to 0.
    /// </summary>
    internal static void Reference(MatrixView a, MatrixView b, Span<float> c, int ldc, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate)
    {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                float total = accumulate ? c[(i * ldc) + j] : bias.IsEmpty ? 0 : bias[j];
                for (int start = 0; start < k; start += GemmPlan.KC)
                {
                    float sum = 0;
                    for (int p = start; p < Math.Min(start + GemmPlan.KC, k); p++)
                        sum = Simd.Fuses ? MathF.FusedMultiplyAdd(a[i, p], b[p, j], sum) : (a[i, p] * b[p, j]) + sum;
                    total += sum + 0f; // −0 becomes 0
                }
                c[(i * ldc) + j] = total;
            }
    }
}

using System.Runtime.CompilerServices;
using V16 = System.Runtime.Intrinsics.Vector512<float>;
using V8 = System.Runtime.Intrinsics.Vector256<float>;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// C[f, v] = bias[f] + the chain over p of x[v + taps[p]] · w[p, f], for up to 4 filters f and blocks of 6 registers of 16 lanes v, or 3 of 8.
    /// </summary>
    internal static void MultiplyPixels<T>(
        ReadOnlySpan<float> x, ReadOnlySpan<int> taps, ReadOnlySpan<float> w, int wRow, int filters, ReadOnlySpan<float> bias, Span<float> c, int cRow,
            int blocks) where T : struct, ISimd<T>
    {
        if (T.Lanes == 16) Pixels<RegisterF32x16, V16, RegisterF32x16, V16>(x, taps, w, wRow, filters, bias, c, cRow, blocks);
        else Pixels<RegisterF32x8, V8, RegisterF32x0, RegisterF32x0>(x, taps, w, wRow, filters, bias, c, cRow, blocks);
    }

    /// <summary>T0 is three of the registers, T1 three more, or none.</summary>
    private static void Pixels<T0, V0, T1, V1>(
        ReadOnlySpan<float> x, ReadOnlySpan<int> taps, ReadOnlySpan<float> w, int wRow, int filters, ReadOnlySpan<float> bias, Span<float> c, int cRow,
            int blocks)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct
    {
        if (Simd.Fuses)
            switch (filters)
            {
                case 4: PixelTiles<T0, V0, T1, V1, Four>(x, taps, w, wRow, bias, c, cRow, blocks); break;
                case 3: PixelTiles<T0, V0, T1, V1, Three>(x, taps, w, wRow, bias, c, cRow, blocks); break;
                case 2: PixelTiles<T0, V0, T1, V1, Two>(x, taps, w, wRow, bias, c, cRow, blocks); break;
                default: PixelTiles<T0, V0, T1, V1, One>(x, taps, w, wRow, bias, c, cRow, blocks); break;
            }
        else
            for (int filter = 0; filter < filters; filter++)
                PixelTiles<Unfused<T0, V0>, V0, Unfused<T1, V1>, V1, One>(x, taps, w[filter..], wRow, bias[filter..], c[(filter * cRow)..], cRow, blocks);
    }

    /// <summary>The tiles: each weight is broadcast once for all registers of pixels.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void PixelTiles<T0, V0, T1, V1, TFilters>(
        ReadOnlySpan<float> x, ReadOnlySpan<int> taps, ReadOnlySpan<float> w, int wRow, ReadOnlySpan<float> bias, Span<float> c, int cRow, int blocks)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where TFilters : IRows
    {
        ref float pixels = ref Unsafe.AsRef(in x.At(0)), to = ref c.At(0);
        for (; blocks > 0; blocks--)
        {
            V0 c00 = default, c01 = default, c02 = default;
            V1 c03 = default, c04 = default, c05 = default;
            V0 c10 = default, c11 = default, c12 = default;
            V1 c13 = default, c14 = default, c15 = default;
            V0 c20 = default, c21 = default, c22 = default;
            V1 c23 = default, c24 = default, c25 = default;
            V0 c30 = default, c31 = default, c32 = default;
            V1 c33 = default, c34 = default, c35 = default;
            ref float weight = ref Unsafe.AsRef(in w.At(0));
            foreach (int tap in taps)
            {
                ref float first = ref Unsafe.Add(ref pixels, tap);
                V0 x0 = T0.Load(ref first), x1 = T0.Load(ref Unsafe.Add(ref first, T0.Lanes)), x2 = T0.Load(ref Unsafe.Add(ref first, 2 * T0.Lanes));
                V1 x3 = T1.Load(ref Unsafe.Add(ref first, 3 * T0.Lanes)), x4 = T1.Load(ref Unsafe.Add(ref first, 4 * T0.Lanes)),
                    x5 = T1.Load(ref Unsafe.Add(ref first, 5 * T0.Lanes));
                V0 factor = T0.Broadcast(weight);
                c00 = T0.MultiplyAdd(factor, x0, c00);
                c01 = T0.MultiplyAdd(factor, x1, c01);
                c02 = T0.MultiplyAdd(factor, x2, c02);
                c03 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x3, c03);
                c04 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x4, c04);
                c05 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x5, c05);
                if (TFilters.Count > 1)
                {
                    factor = T0.Broadcast(Unsafe.Add(ref weight, 1));
                    c10 = T0.MultiplyAdd(factor, x0, c10);
                    c11 = T0.MultiplyAdd(factor, x1, c11);
                    c12 = T0.MultiplyAdd(factor, x2, c12);
                    c13 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x3, c13);
                    c14 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x4, c14);
                    c15 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x5, c15);
                }
                if (TFilters.Count > 2)
                {
                    factor = T0.Broadcast(Unsafe.Add(ref weight, 2));
                    c20 = T0.MultiplyAdd(factor, x0, c20);
                    c21 = T0.MultiplyAdd(factor, x1, c21);
                    c22 = T0.MultiplyAdd(factor, x2, c22);
                    c23 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x3, c23);
                    c24 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x4, c24);
                    c25 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x5, c25);
                }
                if (TFilters.Count > 3)
                {
                    factor = T0.Broadcast(Unsafe.Add(ref weight, 3));
                    c30 = T0.MultiplyAdd(factor, x0, c30);
                    c31 = T0.MultiplyAdd(factor, x1, c31);
                    c32 = T0.MultiplyAdd(factor, x2, c32);
                    c33 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x3, c33);
                    c34 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x4, c34);
                    c35 = T1.MultiplyAdd(As<T0, V0, T1, V1>(factor), x5, c35);
                }
                weight = ref Unsafe.Add(ref weight, wRow);
            }
            StorePixels<T0, V0, T1, V1>(ref Unsafe.Add(ref to, 0), bias.At(0), c00, c01, c02, c03, c04, c05);
            if (TFilters.Count > 1) StorePixels<T0, V0, T1, V1>(ref Unsafe.Add(ref to, cRow), bias.At(1), c10, c11, c12, c13, c14, c15);
            if (TFilters.Count > 2) StorePixels<T0, V0, T1, V1>(ref Unsafe.Add(ref to, 2 * cRow), bias.At(2), c20, c21, c22, c23, c24, c25);
            if (TFilters.Count > 3) StorePixels<T0, V0, T1, V1>(ref Unsafe.Add(ref to, 3 * cRow), bias.At(3), c30, c31, c32, c33, c34, c35);
            pixels = ref Unsafe.Add(ref pixels, 3 * (T0.Lanes + T1.Lanes));
            to = ref Unsafe.Add(ref to, 3 * (T0.Lanes + T1.Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixels<T0, V0, T1, V1>(ref float c, float bias, V0 sum0, V0 sum1, V0 sum2, V1 sum3, V1 sum4, V1 sum5)
        where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct
    {
        V0 start = T0.Broadcast(bias);
        V1 other = As<T0, V0, T1, V1>(start);
        T0.Store(T0.Add(start, T0.Add(sum0, default)), ref c);
        T0.Store(T0.Add(start, T0.Add(sum1, default)), ref Unsafe.Add(ref c, T0.Lanes));
        T0.Store(T0.Add(start, T0.Add(sum2, default)), ref Unsafe.Add(ref c, 2 * T0.Lanes));
        T1.Store(T1.Add(other, T1.Add(sum3, default)), ref Unsafe.Add(ref c, 3 * T0.Lanes));
        T1.Store(T1.Add(other, T1.Add(sum4, default)), ref Unsafe.Add(ref c, 4 * T0.Lanes));
        T1.Store(T1.Add(other, T1.Add(sum5, default)), ref Unsafe.Add(ref c, 5 * T0.Lanes));
    }
}

using System.Runtime.InteropServices;

namespace ScratchNN.Benchmarks;

/// <summary>The native library to measure against, on one thread, where it is installed.</summary>
internal static unsafe class OpenBlas
{
    private const string Library = "libopenblas.so.0"; // Debian: libopenblas0-pthread
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112; // cblas.h

    private static readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;

    static OpenBlas()
    {
        if (!NativeLibrary.TryLoad(Library, out nint handle)) return;
        _sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(handle, "cblas_sgemm");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(handle, "openblas_set_num_threads"))(1);
        Version = Marshal.PtrToStringAnsi(((delegate* unmanaged<nint>)NativeLibrary.GetExport(handle, "openblas_get_config"))());
    }

    /// <summary>Null if it can be measured.</summary>
    public static string? WhyAbsent => _sgemm == null ? $"{Library} is not installed, its rows are left out." : null;

    /// <summary>As <c>OpenBLAS 0.3.21 … SkylakeX MAX_THREADS=64</c>, or null.</summary>
    public static string? Version { get; }

    /// <summary>C = A·B or Aᵀ·B.</summary>
    public static void Multiply(GemmShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
    {
        var (m, n, k, transposed) = shape;
        fixed (float* pa = a, pb = b, pc = c)
            _sgemm(RowMajor, transposed ? Transpose : NoTranspose, NoTranspose, m, n, k, 1, pa, transposed ? m : k, pb, n, 0, pc, n);
    }
}

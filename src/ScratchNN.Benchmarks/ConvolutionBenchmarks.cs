using BenchmarkDotNet.Attributes;
using ScratchNN.Kernels;
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>Convolutions of 16 images on one thread, and their gradients.</summary>
public class ConvolutionBenchmarks
{
    private AlignedBuffer _x = new(0), _w = new(0), _y = new(0), _dy = new(0), _dw = new(0), _dx = new(0), _patches = new(0);
    private float[] _b = [];
    private WindowGrid _grid;

    /// <summary>The layers of lenet, small, fast and deep.</summary>
    public static IEnumerable<ConvolutionShape> Shapes =>
    [
        new(28, 1, 5, 6), new(12, 6, 5, 16), new(28, 1, 3, 8), new(28, 1, 5, 24), new(12, 24, 3, 32),
        new(28, 1, 3, 16, IsSame: true), new(28, 16, 3, 16, IsSame: true), new(14, 16, 3, 32, IsSame: true), new(14, 32, 3, 32, IsSame: true),
    ];

    [ParamsSource(nameof(Shapes))]
    public ConvolutionShape Shape { get; set; } = new(1, 1, 1, 1);

    [GlobalSetup]
    public void Setup()
    {
        _grid = Shape.Grid;
        _x = Aligned(ConvolutionShape.Images * _grid.ImageSize, stream: 1);
        _w = Aligned(_grid.WindowSize * Shape.Filters, stream: 2);
        _dy = Aligned(ConvolutionShape.Images * _grid.Places * Shape.Filters, stream: 3);
        _b = Draw.Normal(Shape.Filters, stream: 4);
        (_y, _dw, _dx) = (new(_dy.Length), new(_w.Length), new(_x.Length));
        _patches = new(_grid.Places * _grid.WindowSize);
    }

    [Benchmark(Baseline = true)]
    public void Forward() => ConvolutionKernels.Forward(_x.Span, _w.Span, _b, _y.Span, _grid, ConvolutionShape.Images, Workers.None);

    [Benchmark]
    public void WeightGradient() => ConvolutionKernels.WeightGradient(_x.Span, _dy.Span, _dw.Span, _grid, ConvolutionShape.Images, Workers.None);

    [Benchmark]
    public void InputGradient() => ConvolutionKernels.InputGradient(_dy.Span, _w.Span, _dx.Span, _grid, ConvolutionShape.Images, Workers.None);

    /// <summary>What others do: the patches of an image are copied into a matrix, and multiplied.</summary>
    [Benchmark]
    public void PatchesTimesWeights()
    {
        for (int image = 0; image < ConvolutionShape.Images; image++)
        {
            CopyPatches(_x.Span.Slice(image * _grid.ImageSize, _grid.ImageSize));
            GemmKernels.Multiply(
                MatrixView.RowMajor(_patches.Span, _grid.WindowSize), MatrixView.RowMajor(_w.Span, Shape.Filters),
                    _y.Span[(image * _grid.Places * Shape.Filters)..],
                Shape.Filters, _grid.Places, Shape.Filters, _grid.WindowSize, _b, accumulate: false, Workers.None);
        }
    }

    /// <summary>The floor: as many multiply-adds, in registers.</summary>
    [Benchmark]
    public void FmaPeak() => Benchmarks.FmaPeak.Run(Shape.Operations);

    private void CopyPatches(ReadOnlySpan<float> x)
    {
        int run = _grid.KernelWidth * _grid.Channels, at = 0;
        var patches = _patches.Span;
        for (int row = 0; row < _grid.Rows; row++)
            for (int column = 0; column < _grid.Columns; column++)
                for (int tap = 0; tap < _grid.KernelHeight; tap++, at += run)
                {
                    int y = row + tap - _grid.Top, left = column - _grid.Left, first = Math.Max(left, 0), end = Math.Min(left + _grid.KernelWidth, _grid.Width);
                    var taps = patches.Slice(at, run);
                    if (y < 0 || y >= _grid.Height || end - first < _grid.KernelWidth) taps.Clear();
                    if (y >= 0 && y < _grid.Height)
                        x.Slice(((y * _grid.Width) + first) * _grid.Channels, (end - first) * _grid.Channels).CopyTo(taps[((first - left) * _grid.Channels)..]);
                }
    }

    private static AlignedBuffer Aligned(int length, ulong stream)
    {
        var buffer = new AlignedBuffer(length);
        Draw.Normal(length, stream).CopyTo(buffer.Span);
        return buffer;
    }
}

namespace ScratchNN.Kernels;

/// <summary>Convolutions as products of patches with weights [window size × filters], a block of patches at a time, which stays in a cache.</summary>
/// <remarks>
/// How many patches a block has depends on shapes and the number of images, never on threads. Padding is 0 in a patch. A product would make NaN of that where the other
/// factor is not finite, so what is not finite goes past the padding (ConvolutionKernels.Exact.cs).
/// </remarks>
internal static partial class ConvolutionKernels
{
    private const int BlockFloats = 1 << 16; // 256 KB: half of a common second-level cache
    private const int ImageFloats = 1 << 12; // of the patches, for each image: 16 images make a block
    private const int FewestPatches = 8;     // a tile of a product

    /// <summary>The patches that there is room for, for each image.</summary>
    private static int RoomFor(in WindowGrid grid) => Math.Min(grid.Places, Math.Max(FewestPatches, ImageFloats / grid.WindowSize));

    /// <summary>The floats of patches, for each image.</summary>
    public static long PatchFloats(in WindowGrid grid) => (long)RoomFor(grid) * grid.WindowSize;

    /// <summary>The patches of a block. Where they are many, whole chains of a product: then a sum over all patches is the same, bit for bit, for any larger block.</summary>
    private static int BlockOf(in WindowGrid grid, int images)
    {
        int room = RoomFor(grid), block = (int)Math.Min((long)images * room, Math.Max(room, BlockFloats / grid.WindowSize));
        return block < GemmPlan.KC ? block : block / GemmPlan.KC * GemmPlan.KC;
    }

    /// <summary>Y = patches·W + b.</summary>
    /// <param name="x">X [images × image size].</param>
    /// <param name="w">W [window size × filters].</param>
    /// <param name="b">b [filters], or empty.</param>
    /// <param name="y">Y [images · places × filters].</param>
    /// <param name="patches">Scratch: <see cref="PatchFloats"/> for each image.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads, which share the images.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, Span<float> patches, in WindowGrid grid, int images, Workers workers)
    {
        if (!b.IsEmpty) b = b[..(w.Length / grid.WindowSize)];
        if (grid.IsPadded && !Finite.Are(w)) workers.For(images, new ExactRows(x, w, b, y, grid));
        else workers.For(images, new ForwardRows(x, w, b, y, patches, grid));
    }

    private readonly ref struct ForwardRows(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, Span<float> patches, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y, _patches = patches;

        public void Run(int firstRow, int endRow)
        {
            int k = grid.WindowSize, n = _w.Length / k, room = (int)PatchFloats(grid), block = BlockOf(grid, endRow - firstRow);
            var patches = _patches[(firstRow * room)..(endRow * room)];
            for (int first = firstRow * grid.Places, end = endRow * grid.Places; first < end; first += block)
            {
                int count = Math.Min(block, end - first);
                Patches.Gather(_x, grid, first, count, patches);
                GemmKernels.Multiply(MatrixView.RowMajor(patches[..(count * k)], k), MatrixView.RowMajor(_w, n), _y.Slice(first * n, count * n), n, count, n, k, _b, accumulate: false, Workers.None);
            }
        }
    }

    /// <summary>dX: the patches of dY·Wᵀ, added where they are from.</summary>
    /// <param name="dy">dY [images · places × filters].</param><param name="w">W [window size × filters].</param><param name="dx">dX [images × image size].</param>
    /// <param name="patches">Scratch: <see cref="PatchFloats"/> for each image.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads, which share the images.</param>
    public static void InputGradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, Span<float> patches, in WindowGrid grid, int images, Workers workers) =>
        workers.For(images, new InputGradientRows(dy, w, dx, patches, grid));

    private readonly ref struct InputGradientRows(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, Span<float> patches, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _dy = dy, _w = w;
        private readonly Span<float> _dx = dx, _patches = patches;

        public void Run(int firstRow, int endRow)
        {
            int k = grid.WindowSize, n = _w.Length / k, room = (int)PatchFloats(grid), block = BlockOf(grid, endRow - firstRow);
            var patches = _patches[(firstRow * room)..(endRow * room)];
            _dx[(firstRow * grid.ImageSize)..(endRow * grid.ImageSize)].Clear();
            for (int first = firstRow * grid.Places, end = endRow * grid.Places; first < end; first += block)
            {
                int count = Math.Min(block, end - first);
                GemmKernels.Multiply(MatrixView.RowMajor(_dy.Slice(first * n, count * n), n), MatrixView.Transposed(_w, n), patches, k, count, k, n, default, accumulate: false, Workers.None);
                Patches.ScatterAdd(patches, grid, first, count, _dx);
            }
        }
    }

    /// <summary>dW = patchesᵀ·dY: the sum over all places of all images.</summary>
    /// <param name="x">X [images × image size].</param><param name="dy">dY [images · places × filters].</param><param name="dw">dW [window size × filters].</param>
    /// <param name="patches">Scratch: <see cref="PatchFloats"/> for each image.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads, which share the patches of a block, and then dW.</param>
    public static void WeightGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, Span<float> patches, in WindowGrid grid, int images, Workers workers)
    {
        if (grid.IsPadded && !Finite.Are(dy))
        {
            ExactWeightGradient(x, dy, dw, grid, images);
            return;
        }
        int k = grid.WindowSize, n = dw.Length / k, block = BlockOf(grid, images), end = images * grid.Places;
        for (int first = 0; first < end; first += block)
        {
            int count = Math.Min(block, end - first);
            workers.For(count, new GatherRows(x, patches, grid, first), 1 + (ImageFloats / k));
            GemmKernels.Multiply(MatrixView.Transposed(patches[..(count * k)], k), MatrixView.RowMajor(dy.Slice(first * n, count * n), n), dw, n, k, n, count, default, accumulate: first > 0, workers);
        }
    }

    private readonly ref struct GatherRows(ReadOnlySpan<float> x, Span<float> patches, WindowGrid grid, int first) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _patches = patches;

        public void Run(int firstRow, int endRow) => Patches.Gather(_x, grid, first + firstRow, endRow - firstRow, _patches[(firstRow * grid.WindowSize)..]);
    }
}

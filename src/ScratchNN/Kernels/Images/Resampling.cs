using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Images [height × width × channels] from other places of themselves, bilinearly between pixels; outside there are zeros.</summary>
/// <remarks>
/// An image with a border of zeros needs no case for its edges: places are brought into [−1, length], where nothing of the image is seen, and the four pixels
/// about each are there. Backward is the transpose: what four pixels gave to one, it gives back.
/// </remarks>
internal static class Resampling
{
    private const int Before = 1, Border = 3;  // one pixel before the image; one behind it, and the neighbour of that
    private const int FloatsPerWorker = 1024;  // about 5 µs

    /// <summary>The scratch of a row: places, the image with its border, and what the distortion needs.</summary>
    public static long ScratchSize<TDistortion>(in TDistortion distortion, int height, int width, int channels) where TDistortion : struct, IDistortion =>
        (2L * height * width) + Padded(height, width, channels) + distortion.ScratchSize(height, width);

    /// <summary>y = x at the places that are drawn for each row: number firstRow + i of the seed for row i.</summary>
    public static void Forward<TDistortion>(
        in TDistortion distortion, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, int height, int width, int channels, ulong seed, int firstRow,
            Workers workers)
        where TDistortion : struct, IDistortion => Run(distortion, x, y, scratch, height, width, channels, seed, firstRow, isTransposed: false, workers);

    /// <summary>dx, of dy: the transpose of <see cref="Forward"/>.</summary>
    public static void Backward<TDistortion>(
        in TDistortion distortion, ReadOnlySpan<float> dy, Span<float> dx, Span<float> scratch, int height, int width, int channels, ulong seed, int firstRow,
            Workers workers)
        where TDistortion : struct, IDistortion => Run(distortion, dy, dx, scratch, height, width, channels, seed, firstRow, isTransposed: true, workers);

    private static void Run<TDistortion>(
        in TDistortion distortion, ReadOnlySpan<float> from, Span<float> to, Span<float> scratch, int height, int width, int channels, ulong seed, int firstRow,
            bool isTransposed, Workers workers)
        where TDistortion : struct, IDistortion
    {
        int size = height * width * channels;
        var rows = new Rows<TDistortion>(distortion, from[..to.Length], to, scratch, height, width, channels, seed, firstRow, isTransposed);
        workers.For(to.Length / size, rows, Math.Max(1, FloatsPerWorker / size));
    }

    private static long Padded(int height, int width, int channels) => ((long)height + Border) * ((long)width + Border) * channels;

    private readonly ref struct Rows<TDistortion>(
        TDistortion distortion, ReadOnlySpan<float> from, Span<float> to, Span<float> scratch, int height, int width, int channels, ulong seed, int firstRow,
            bool isTransposed)
        : IRowKernel where TDistortion : struct, IDistortion
    {
        private readonly ReadOnlySpan<float> _from = from;
        private readonly Span<float> _to = to, _scratch = scratch;

        public void Run(int first, int end)
        {
            int pixels = height * width, size = pixels * channels, line = width * channels, stride = (width + Border) * channels,
                scratchSize = (int)ScratchSize(distortion, height, width, channels);
            var own = _scratch.Slice(first * scratchSize, scratchSize); // that of the first row serves all of this thread
            Span<float> x = own[..pixels], y = own.Slice(pixels, pixels), image = own.Slice(2 * pixels, (int)Padded(height, width, channels)),
                rest = own[((2 * pixels) + image.Length)..];
            image.Clear();
            for (int row = first; row < end; row++)
            {
                distortion.Draw(seed, (ulong)(firstRow + row), height, width, x, y, rest);
                var from = _from.Slice(row * size, size);
                var to = _to.Slice(row * size, size);
                if (isTransposed)
                {
                    image.Clear();
                    Scatter(from, image, x, y);
                    for (int i = 0; i < height; i++) image.Slice(((i + Before) * stride) + (Before * channels), line).CopyTo(to[(i * line)..]);
                }
                else
                {
                    for (int i = 0; i < height; i++) from.Slice(i * line, line).CopyTo(image[(((i + Before) * stride) + (Before * channels))..]);
                    Gather(image, to, x, y);
                }
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Gather(ReadOnlySpan<float> image, Span<float> to, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            int stride = (width + Border) * channels;
            for (int i = 0, at = 0; i < x.Length; i++)
            {
                int pixel = Place(x[i], y[i], out float right, out float down);
                float w00 = (1 - right) * (1 - down), w01 = right * (1 - down), w10 = (1 - right) * down, w11 = right * down;
                for (int c = 0; c < channels; c++, at++, pixel++)
                    to[at] = (w00 * image[pixel]) + (w01 * image[pixel + channels])
                        + ((w10 * image[pixel + stride]) + (w11 * image[pixel + stride + channels]));
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Scatter(ReadOnlySpan<float> from, Span<float> image, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            int stride = (width + Border) * channels;
            for (int i = 0, at = 0; i < x.Length; i++)
            {
                int pixel = Place(x[i], y[i], out float right, out float down);
                float w00 = (1 - right) * (1 - down), w01 = right * (1 - down), w10 = (1 - right) * down, w11 = right * down;
                for (int c = 0; c < channels; c++, at++, pixel++)
                {
                    image[pixel] += w00 * from[at];
                    image[pixel + channels] += w01 * from[at];
                    image[pixel + stride] += w10 * from[at];
                    image[pixel + stride + channels] += w11 * from[at];
                }
            }
        }

        /// <summary>The first float of the pixel up and left of a place, in the image with its border; and how far the place is from it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Place(float x, float y, out float right, out float down)
        {
            float column = Math.Clamp(x, -1, width) + Before, row = Math.Clamp(y, -1, height) + Before; // not below 0: truncation rounds down
            int left = (int)column, above = (int)row;
            (right, down) = (column - left, row - above);
            return ((above * (width + Border)) + left) * channels;
        }
    }
}

using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// What lies around an image for windows that reach over its edge: nothing, which a convolution and a mean take as 0 and a maximum passes over.
/// </summary>
public readonly record struct Padding
{
    private readonly bool _isSame;
    private readonly int _top, _left, _bottom, _right;

    private Padding(bool isSame, int top, int left, int bottom, int right) => (_isSame, _top, _left, _bottom, _right) = (isSame, top, left, bottom, right);

    /// <summary>
    /// No padding: windows lie in the image. An input of n pixels gives (n − k) / s + 1, rounded down, for a kernel of k and a stride of s. The default.
    /// </summary>
    public static Padding Valid => default;

    /// <summary>
    /// As much padding as gives n / s outputs, rounded up: with a stride of 1 the output is as large as the input. Half of it is before the first pixel; where
    /// it is odd, the last is behind, as in Keras and ONNX's SAME_UPPER. With odd kernels and a stride of 1 this is PyTorch's <c>padding="same"</c> too.
    /// </summary>
    public static Padding Same => new(true, 0, 0, 0, 0);

    /// <summary>As many pixels on each side: PyTorch's <c>padding=n</c>.</summary>
    /// <param name="pixels">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0.</exception>
    public static Padding Of(int pixels) => Of(pixels, pixels, pixels, pixels);

    /// <summary>
    /// That many pixels on each side. In a sequence, left is before the first step and right behind the last; above and below there is nothing to pad.
    /// </summary>
    /// <param name="top">Above the first row, at least 0.</param>
    /// <param name="left">Before the first column, at least 0.</param>
    /// <param name="bottom">Below the last row, at least 0. One more here and at the right than above and at the left gives what others call ceil mode.</param>
    /// <param name="right">Behind the last column, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public static Padding Of(int top, int left, int bottom, int right) =>
        new(false, Guard.AtLeast(0, top), Guard.AtLeast(0, left), Guard.AtLeast(0, bottom), Guard.AtLeast(0, right));

    /// <summary>Windows over an image, or over a sequence, which is an image of one row.</summary>
    internal WindowGrid Grid(int height, int width, int channels, Size2D kernel, Size2D stride, bool isSequence = false)
    {
        var (top, bottom) = isSequence ? (0, 0) : _isSame ? SameAround(height, kernel.Height, stride.Height) : (_top, _bottom);
        var (left, right) = _isSame ? SameAround(width, kernel.Width, stride.Width) : (_left, _right);
        return new WindowGrid
        {
            Height = height, Width = width, Channels = channels,
            KernelHeight = kernel.Height, KernelWidth = kernel.Width,
            StrideHeight = stride.Height, StrideWidth = stride.Width,
            Top = top, Left = left, Bottom = bottom, Right = right,
            Rows = Count(height, top, bottom, kernel.Height, stride.Height), Columns = Count(width, left, right, kernel.Width, stride.Width),
        };
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        if (this == Valid) return;
        if (_isSame)
        {
            json.WriteString("padding", nameof(Same));
            return;
        }
        json.WriteStartArray("padding");
        foreach (int pixels in (ReadOnlySpan<int>)[_top, _left, _bottom, _right]) json.WriteNumberValue(pixels);
        json.WriteEndArray();
    }

    internal static Padding Read(JsonElement json)
    {
        if (!json.TryGetProperty("padding", out var padding)) return Valid;
        if (padding.ValueKind == JsonValueKind.String)
            return padding.GetText() == nameof(Same) ? Same
                : throw new InvalidOperationException($"The padding '{padding.GetText()}' is none: it is '{nameof(Same)}' or four numbers.");
        int[] sides = [.. padding.EnumerateArray().Select(side => side.GetInt32())];
        return sides.Length == 4 ? Of(sides[0], sides[1], sides[2], sides[3])
            : throw new InvalidOperationException($"A padding has four sides, got {sides.Length}.");
    }

    /// <summary>Valid, same, 2 or (1, 0, 1, 0).</summary>
    public override string ToString() =>
        _isSame ? "same" : this == Valid ? "valid" : this == Of(_top) ? FormattableString.Invariant($"{_top}")
            : FormattableString.Invariant($"({_top}, {_left}, {_bottom}, {_right})");

    /// <summary>The windows along an axis; none, if it is shorter than one.</summary>
    private static int Count(int length, int before, int after, int kernel, int stride) =>
        (int)Math.Clamp(((long)length + before + after - kernel + stride) / stride, 0, int.MaxValue);

    private static (int Before, int After) SameAround(int length, int kernel, int stride)
    {
        int total = Math.Max(((length - 1) / stride * stride) + kernel - length, 0);
        return (total / 2, total - (total / 2));
    }
}

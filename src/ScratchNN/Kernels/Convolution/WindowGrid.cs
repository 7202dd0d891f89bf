using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>A grid of windows over an image [height × width × channels]: where each begins, and what of it lies in the image. What lies outside is padding.</summary>
/// <remarks>A place is a window's number in its image, row by row. A tap is a pixel of a window.</remarks>
internal readonly record struct WindowGrid
{
    /// <summary>The image; a sequence is one of a single row.</summary>
    public required int Height { get; init; }
    public required int Width { get; init; }
    public required int Channels { get; init; }

    /// <summary>A window.</summary>
    public required int KernelHeight { get; init; }
    public required int KernelWidth { get; init; }

    /// <summary>From a window to the next.</summary>
    public required int StrideHeight { get; init; }
    public required int StrideWidth { get; init; }

    /// <summary>The padding before the first pixel and behind the last.</summary>
    public required int Top { get; init; }
    public required int Left { get; init; }
    public required int Bottom { get; init; }
    public required int Right { get; init; }

    /// <summary>The windows, down and across: (length + padding − kernel) / stride + 1.</summary>
    public required int Rows { get; init; }
    public required int Columns { get; init; }

    /// <summary>The windows of an image.</summary>
    public int Places => Rows * Columns;

    /// <summary>The numbers of an image.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>The numbers of a window.</summary>
    public int WindowSize => checked(KernelHeight * KernelWidth * Channels);

    /// <summary>Whether there is padding.</summary>
    public bool IsPadded => (Top | Left | Bottom | Right) != 0;

    /// <summary>The window at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Window At(int place)
    {
        int row = place / Columns, column = place - (row * Columns), top = (row * StrideHeight) - Top, left = (column * StrideWidth) - Left;
        int firstRow = Math.Clamp(-top, 0, KernelHeight), firstColumn = Math.Clamp(-left, 0, KernelWidth);
        return new Window((top * Width) + left, firstRow, Math.Clamp(Height - top, firstRow, KernelHeight), firstColumn, Math.Clamp(Width - left, firstColumn, KernelWidth));
    }
}

/// <summary>A window: the number of the pixel under its first tap, which may lie outside, and the taps that lie in the image.</summary>
internal readonly record struct Window(int Origin, int FirstRow, int EndRow, int FirstColumn, int EndColumn)
{
    /// <summary>The taps in the image.</summary>
    public int Count => (EndRow - FirstRow) * (EndColumn - FirstColumn);
}

namespace ScratchNN.Kernels;

/// <summary>
/// A grid of windows over an image [height × width × channels]: where each begins, and what of it lies in the image. What lies outside is padding.
/// </summary>
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

    /// <summary>A row of the image within its padding.</summary>
    public int PaddedWidth => Left + Width + Right;

    /// <summary>The numbers of an image within its padding.</summary>
    public int PaddedSize => checked((Top + Height + Bottom) * PaddedWidth * Channels);

    /// <summary>The numbers of a window.</summary>
    public int WindowSize => checked(KernelHeight * KernelWidth * Channels);

    /// <summary>Whether there is padding.</summary>
    public bool IsPadded => (Top | Left | Bottom | Right) != 0;

    /// <summary>Whether windows have pixels in common.</summary>
    public bool Overlaps => StrideHeight < KernelHeight || StrideWidth < KernelWidth;

    /// <summary>Whether each pixel is in a window.</summary>
    public bool CoversImage => StrideHeight <= KernelHeight && StrideWidth <= KernelWidth
        && ((Rows - 1) * StrideHeight) + KernelHeight - Top >= Height && ((Columns - 1) * StrideWidth) + KernelWidth - Left >= Width;
}

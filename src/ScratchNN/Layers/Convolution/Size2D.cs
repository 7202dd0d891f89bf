using System.Globalization;

namespace ScratchNN;

/// <summary>A height and a width, in pixels: of a kernel, a window or a stride. <c>3</c> is 3 × 3, <c>(1, 5)</c> is 1 high and 5 wide.</summary>
public readonly record struct Size2D
{
    /// <summary>A size of the given height and width.</summary>
    /// <param name="height">At least 1.</param>
    /// <param name="width">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Size2D(int height, int width) => (Height, Width) = (Guard.AtLeast(1, height), Guard.AtLeast(1, width));

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>As high as wide.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static implicit operator Size2D(int side) => new(side, side);

    /// <summary>Height and width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>The size as <c>5 × 3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height} × {Width}");
}

namespace ScratchNN.Kernels;

/// <summary>Shifts, turns, zooms and mirrors images about their centre. Each kind draws its numbers in the order in which it uses them.</summary>
internal readonly struct AffineDistortion(AffineDistortion.Kind kind, double amount) : IDistortion
{
    /// <summary>What is drawn.</summary>
    public enum Kind
    {
        /// <summary>Two shifts in ± amount pixels, right and down.</summary>
        Shift,

        /// <summary>An angle in ± amount degrees, clockwise.</summary>
        Rotation,

        /// <summary>A magnification from 1 − amount to 1 + amount.</summary>
        Zoom,

        /// <summary>Left and right, in one of two cases.</summary>
        FlipHorizontal,

        /// <summary>Top and bottom, in one of two cases.</summary>
        FlipVertical,
    }

    public long ScratchSize(int height, int width) => 0;

    public void Draw(ulong seed, ulong row, int height, int width, Span<float> x, Span<float> y, Span<float> scratch)
    {
        Span<float> u = stackalloc float[2];
        Philox.FillUniform(u, seed, row);
        Map(u[0], u[1]).Fill(height, width, x, y);
    }

    /// <summary>Of two numbers in [0, 1).</summary>
    public AffineMap Map(float u, float v)
    {
        double between = amount * ((2.0 * u) - 1);
        switch (kind)
        {
            case Kind.Shift: return new(1, 0, 0, 1, (float)between, (float)(amount * ((2.0 * v) - 1)));
            case Kind.Rotation:
                var (sine, cosine) = SineCosine.Of(between * (Math.PI / 180));
                return new((float)cosine, (float)sine, (float)-sine, (float)cosine);
            case Kind.Zoom: return new((float)(1 / (1 + between)), 0, 0, (float)(1 / (1 + between)));
            case Kind.FlipHorizontal: return new(u < 0.5f ? -1 : 1, 0, 0, 1);
            default: return new(1, 0, 0, u < 0.5f ? -1 : 1);
        }
    }
}

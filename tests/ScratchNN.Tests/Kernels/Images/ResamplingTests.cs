using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>Resampling against its naive twin, and the maps of pixels against their definitions.</summary>
public sealed class ResamplingTests
{
    private const int N = 3, Height = 5, Width = 7, FirstRow = 4;
    private const ulong Seed = 9;
    private const float Rounding = 1e-5f; // of sums of four products, and of places near 10

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Forward_AnyPlaces_IsItsDefinition(int channels)
    {
        float[] x = Draw.Normal(N * Height * Width * channels, 1), y = Draw.Filled(x.Length, float.NaN);

        Resampling.Forward(new Anywhere(), x, y, Scratch(new Anywhere(), channels), Height, Width, channels, Seed, FirstRow, Workers.None);

        for (int row = 0; row < N; row++)
        {
            var (right, down) = Places(new Anywhere(), row);
            for (int pixel = 0; pixel < Height * Width; pixel++)
                for (int c = 0; c < channels; c++)
                    Assert.Equal(Naive(x, row, channels, c, right[pixel], down[pixel]), y[(((row * Height * Width) + pixel) * channels) + c], Rounding);
        }
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Backward_IsTheTranspose(int channels)
    {
        int length = N * Height * Width * channels;
        float[] x = Draw.Normal(length, 1), dy = Draw.Normal(length, 2), y = new float[length], dx = Draw.Filled(length, float.NaN);

        Resampling.Forward(new Anywhere(), x, y, Scratch(new Anywhere(), channels), Height, Width, channels, Seed, FirstRow, Workers.None);
        Resampling.Backward(new Anywhere(), dy, dx, Scratch(new Anywhere(), channels), Height, Width, channels, Seed, FirstRow, Workers.None);

        Assert.Equal(Dot(y, dy), Dot(x, dx), 1e-3);
        Assert.True(Math.Abs(Dot(y, dy)) > 0.1);
    }

    [Fact]
    public void Shift_WholePixels_MovesRightAndDownAndBringsZeros()
    {
        var map = new AffineDistortion(AffineDistortion.Kind.Shift, 2).Map(1, 0.25f); // 2 to the right, 1 up

        float[] moved = Resample(map, 3, 4, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

        Assert.Equal([0, 0, 5, 6, 0, 0, 9, 10, 0, 0, 0, 0], moved);
    }

    [Fact]
    public void Rotation_QuarterTurn_IsClockwise()
    {
        var map = new AffineDistortion(AffineDistortion.Kind.Rotation, 90).Map(1, 0); // u = 1 is 90°

        float[] turned = Resample(map, 3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        float[] expected = [7, 4, 1, 8, 5, 2, 9, 6, 3];
        for (int i = 0; i < 9; i++) Assert.Equal(expected[i], turned[i], Rounding);
    }

    [Fact]
    public void Zoom_Twice_ShowsTheMiddle()
    {
        var map = new AffineDistortion(AffineDistortion.Kind.Zoom, 0.5).Map(0, 0); // half the size
        float[] image = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

        Assert.Equal(9, Resample(map, 5, 5, image).Count(value => value == 1)); // places 0, 2 and 4 of each axis
    }

    [Fact]
    public void Flip_ByItsNumber_MirrorsOneAxisOrNone()
    {
        float[] image = [1, 2, 3, 4, 5, 6];
        Assert.Equal([3, 2, 1, 6, 5, 4], Resample(new AffineDistortion(AffineDistortion.Kind.FlipHorizontal, 0).Map(0.4f, 0), 2, 3, image));
        Assert.Equal(image, Resample(new AffineDistortion(AffineDistortion.Kind.FlipHorizontal, 0).Map(0.5f, 0), 2, 3, image));
        Assert.Equal([4, 5, 6, 1, 2, 3], Resample(new AffineDistortion(AffineDistortion.Kind.FlipVertical, 0).Map(0.4f, 0), 2, 3, image));
    }

    [Theory]
    [InlineData(6, 9, 0.5), InlineData(28, 28, 4), InlineData(3, 40, 2.5), InlineData(1, 1, 1), InlineData(5, 17, 30)]
    public void ElasticField_AnySize_IsTheSmoothedNoise(int height, int width, double sigma)
    {
        const float Scale = 34;
        float[] weights = ElasticField.Weights(sigma);
        var field = new ElasticField(weights, Scale);
        float[] x = new float[height * width], y = new float[x.Length], u = new float[2 * ((x.Length + 3) / 4 * 4)];

        field.Draw(Seed, 3, height, width, x, y, Draw.Filled((int)field.ScratchSize(height, width), float.NaN));

        Philox.FillUniform(u, Seed, 3);
        Assert.Equal(1, weights[0] + (2 * weights.Skip(1).Sum(weight => (double)weight)), 1e-6);
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++)
            {
                Assert.Equal(column + (Scale * Smoothed(0, row, column)), x[(row * width) + column], 1e-4);
                Assert.Equal(row + (Scale * Smoothed(u.Length / 2, row, column)), y[(row * width) + column], 1e-4);
            }

        double Smoothed(int start, int row, int column)
        {
            double sum = 0;
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    if (Math.Abs(i - row) < weights.Length && Math.Abs(j - column) < weights.Length)
                        sum += (double)weights[Math.Abs(i - row)] * weights[Math.Abs(j - column)] * ((2.0 * u[start + (i * width) + j]) - 1);
            return sum;
        }
    }

    [Fact]
    public void SineCosine_ManyTurns_AreThoseOfTheFramework()
    {
        for (double angle = -20; angle < 20; angle += 0.037)
        {
            var (sine, cosine) = SineCosine.Of(angle);
            Assert.Equal(Math.Sin(angle), sine, 1e-14);
            Assert.Equal(Math.Cos(angle), cosine, 1e-14);
        }
    }

    private static float[] Resample(AffineMap map, int height, int width, float[] image)
    {
        float[] y = new float[image.Length];
        var given = new Given(map);
        Resampling.Forward(given, image, y, Draw.Filled((int)Resampling.ScratchSize(given, height, width, 1), float.NaN), height, width, 1, 0, 0, Workers.None);
        return y;
    }

    private static float[] Scratch<TDistortion>(TDistortion distortion, int channels) where TDistortion : struct, IDistortion =>
        Draw.Filled(N * (int)Resampling.ScratchSize(distortion, Height, Width, channels), float.NaN);

    private static (float[] Right, float[] Down) Places<TDistortion>(TDistortion distortion, int row) where TDistortion : struct, IDistortion
    {
        float[] right = new float[Height * Width], down = new float[right.Length];
        distortion.Draw(Seed, (ulong)(FirstRow + row), Height, Width, right, down, default);
        return (right, down);
    }

    private static float Naive(float[] x, int row, int channels, int c, double right, double down)
    {
        int column = (int)Math.Floor(right), line = (int)Math.Floor(down);
        double sum = 0;
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++)
            {
                double weight = Math.Abs(1 - i - (down - line)) * Math.Abs(1 - j - (right - column));
                if (line + i is >= 0 and < Height && column + j is >= 0 and < Width)
                    sum += weight * x[(((((row * Height) + line + i) * Width) + column + j) * channels) + c];
            }
        return (float)sum;
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    /// <summary>Places all over the image and far outside.</summary>
    private readonly struct Anywhere : IDistortion
    {
        public long ScratchSize(int height, int width) => 0;

        public void Draw(ulong seed, ulong row, int height, int width, Span<float> x, Span<float> y, Span<float> scratch)
        {
            var random = new RandomStream(seed, row);
            random.FillUniform(x, -3, width + 2);
            random.FillUniform(y, -3, height + 2);
            (x[0], y[0]) = (1e9f, -1e9f);
            (x[1], y[1]) = (width - 1, height - 1);
        }
    }

    private readonly struct Given(AffineMap map) : IDistortion
    {
        public long ScratchSize(int height, int width) => 0;

        public void Draw(ulong seed, ulong row, int height, int width, Span<float> x, Span<float> y, Span<float> scratch) => map.Fill(height, width, x, y);
    }
}

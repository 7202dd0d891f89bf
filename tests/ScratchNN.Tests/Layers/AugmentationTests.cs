namespace ScratchNN.Tests.Layers;

/// <summary>What layers promise that change images in training.</summary>
public sealed class AugmentationTests
{
    private static readonly Shape _shape = new(9, 9);

    private static readonly Layer[] _layers =
    [
        new RandomShift(2), new RandomRotation(15), new RandomZoom(0.2), new RandomFlip(), new RandomFlip { Vertical = true }, new ElasticDistortion(34, 4),
            new GaussianNoise(0.5),
    ];

    public static TheoryData<int> Layers => [.. Enumerable.Range(0, _layers.Length)];

    [Theory, MemberData(nameof(Layers))]
    public void Predict_IsTheInput(int layer)
    {
        var model = new Sequential(_layers[layer]);
        model.Build(_shape);
        float[] x = Draw.Normal(3 * _shape.Size, 1), y = new float[x.Length];

        model.Predict(x, y);

        Bits.AssertEqual(x, y);
    }

    [Theory, MemberData(nameof(Layers))]
    public void Forward_Training_DiffersBySeedAndRow(int layer)
    {
        float[] image = Draw.Normal(_shape.Size, 1), x = [.. Enumerable.Repeat(image, 16).SelectMany(copy => copy)], y = Forward(_layers[layer], x, seed: 1),
            other = Forward(_layers[layer], x, seed: 2);

        Assert.False(Bits.AreEqual(y, other));
        Assert.True(y.Chunk(_shape.Size).Select(row => string.Join(' ', row)).Distinct().Count() >= 2);
    }

    [Fact]
    public void RandomShift_MovesByNoMoreThanItsPixels_InAllDirections()
    {
        float[] image = new float[_shape.Size];
        image[(4 * 9) + 4] = 1;
        float[] y = Forward(new RandomShift(2), [.. Enumerable.Repeat(image, 500).SelectMany(copy => copy)], 1);

        var centres = y.Chunk(_shape.Size)
            .Select(row => (X: row.Select((value, i) => value * (i % 9)).Sum() - 4, Y: row.Select((value, i) => value * (i / 9)).Sum() - 4)).ToArray();
        Assert.All(centres, centre => Assert.True(Math.Abs(centre.X) <= 2.0001 && Math.Abs(centre.Y) <= 2.0001));
        foreach (var along in (Func<(float X, float Y), float>[])[centre => centre.X, centre => centre.Y])
        {
            Assert.InRange(centres.Average(along), -0.3, 0.3); // 5 standard deviations of the mean of 500, uniform in ±2
            Assert.InRange(centres.Max(along), 1.9, 2.0001);
            Assert.InRange(centres.Min(along), -2.0001, -1.9);
        }
    }

    [Fact]
    public void RandomFlip_TurnsHalfOfTheImages()
    {
        float[] x = [.. Enumerable.Range(0, 1000).SelectMany(_ => (float[])[1, 2])];
        float[] y = Forward(new RandomFlip(), x, 1, new Shape(1, 2));

        Assert.InRange(y.Chunk(2).Count(row => row[0] == 2), 420, 580); // 5 standard deviations
        Assert.All(y.Chunk(2), row => Assert.Equal(3, row[0] + row[1]));
    }

    [Fact]
    public void ElasticDistortion_OfTheSource_MovesByMoreThanAPixel()
    {
        // an image whose pixels are their own columns: within it, y − x is the displacement
        var shape = new Shape(28, 28);
        float[] image = [.. Enumerable.Range(0, 784).Select(i => (float)(i % 28))],
            y = Forward(new ElasticDistortion(34, 4), [.. Enumerable.Repeat(image, 50).SelectMany(copy => copy)], 1, shape);

        double square = 0;
        int count = 0;
        for (int i = 0; i < y.Length; i++)
            if (i % 28 is >= 10 and < 18 && i / 28 % 28 is >= 10 and < 18)
                (square, count) = (square + Math.Pow(y[i] - (i % 28), 2), count + 1);
        Assert.InRange(Math.Sqrt(square / count), 1.1, 1.7); // 0.16·34 / 4 = 1.4
    }

    [Fact]
    public void GaussianNoise_HasItsDeviation()
    {
        float[] y = Forward(new GaussianNoise(0.5), new float[1000 * _shape.Size], 1);

        Assert.Equal(0, y.Average(value => (double)value), 0.01);
        Assert.Equal(0.5, Math.Sqrt(y.Average(value => (double)value * value)), 0.01);
    }

    [Fact]
    public void OutputShape_NoImage_ThrowsWithTheRemedy()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Sequential(new RandomShift(2), new Dense(10)).Build(784));
        Assert.Contains("RandomShift(2)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[784]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructors_NumbersOutsideTheirRange_Throw()
    {
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShift(bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticDistortion(bad, 4));
            Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticDistortion(34, bad));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticDistortion(34, 0));
    }

    [Fact]
    public void Fit_AugmentedImages_LearnsWithoutFindings()
    {
        // a bright spot on the left or on the right, which a small shift does not move across
        float[] x = new float[200 * 81];
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        for (int i = 0; i < 200; i++) x[(i * 81) + (9 * (2 + (i % 5))) + (labels[i] == 0 ? 2 : 6)] = 1;
        var model = new Sequential(new RandomShift(1), new RandomRotation(5), new RandomZoom(0.1), new ElasticDistortion(4, 2), new GaussianNoise(0.05),
            new Dense(16), new ReLU(), new Dense(2));
        var trainer = new Trainer(model, new TrainerOptions { Epochs = 10, Optimizer = new Adam(0.01) });

        var findings = trainer.Fit(new Samples(x, _shape), labels).Findings;

        Assert.Empty(findings);
        Assert.True(trainer.Evaluate(new Samples(x, _shape), labels).Accuracy > 0.95);
    }

    private static float[] Forward(Layer layer, float[] x, ulong seed, Shape? shape = null)
    {
        var input = shape ?? _shape;
        float[] y = Draw.Filled(x.Length, float.NaN);
        int n = x.Length / input.Size;
        layer.Forward(new ForwardPass
        {
            Parameters = default,
            Input = x,
            Output = y,
            Cache = Draw.Filled(layer.CacheSize(input, n), float.NaN),
            BatchSize = n,
            InputShape = input,
            IsTraining = true,
            Seed = seed,
        });
        return y;
    }
}

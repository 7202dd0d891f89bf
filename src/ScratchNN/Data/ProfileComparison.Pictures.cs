namespace ScratchNN;

/// <remarks>Pictures of which light and dark, or rows and columns, changed places: the means of the columns tell.</remarks>
internal readonly ref partial struct ProfileComparison
{
    private const int FewestPixels = 16;
    private const double FarBetter = 0.1; // of the squared differences as they are

    /// <summary>a + b, where each value v became a + b − v, for the least and the largest of training; null if they did not.</summary>
    private double? Inverted()
    {
        double sum = (double)_training.Minimum.Min() + _training.Maximum.Max(), asIs = 0, inverted = 0;
        for (int i = 0; i < _training.Mean.Count; i++)
        {
            asIs += Square((double)_other.Mean[i] - _training.Mean[i]);
            inverted += Square((double)_other.Mean[i] - (sum - _training.Mean[i]));
        }
        return MayBePictures && inverted < FarBetter * asIs ? sum : null;
    }

    /// <summary>How square pictures, of one or three channels, were turned; null if they were not.</summary>
    private string? Turned()
    {
        int columns = _training.Mean.Count, channels = Side(columns, 1) > 0 ? 1 : 3, side = Side(columns, channels);
        if (!MayBePictures || side == 0) return null;
        double asIs = Distance(side, channels, (row, column) => (row, column));
        if (channels == 3 && ReversedChannels() < FarBetter * asIs) return "with the first and the third channel exchanged, as red and blue";
        foreach (var (words, from) in ((string, Func<int, int, (int Row, int Column)>)[])[
            ("with rows and columns exchanged", (row, column) => (column, row)),
            ("mirrored from left to right", (row, column) => (row, side - 1 - column)),
            ("upside down", (row, column) => (side - 1 - row, column)),
            ("turned by half", (row, column) => (side - 1 - row, side - 1 - column))])
            if (Distance(side, channels, from) < FarBetter * asIs) return words;
        return null;
    }

    /// <summary>The squared differences of the means, if the three channels are in the opposite order.</summary>
    private double ReversedChannels()
    {
        double squares = 0;
        for (int i = 0; i < _training.Mean.Count; i++) squares += Square((double)_other.Mean[i] - _training.Mean[i - (i % 3) + 2 - (i % 3)]);
        return squares;
    }

    private bool MayBePictures => _training.Mean.Count >= FewestPixels && Math.Min(_rows.Count, _training.Count) >= RowsForMeans;

    /// <summary>The squared differences of the means, if each pixel is another of training.</summary>
    private double Distance(int side, int channels, Func<int, int, (int Row, int Column)> from)
    {
        double squares = 0;
        for (int i = 0; i < _training.Mean.Count; i++)
        {
            var (row, column) = from(i / channels / side, i / channels % side);
            squares += Square((double)_other.Mean[i] - _training.Mean[(((row * side) + column) * channels) + (i % channels)]);
        }
        return squares;
    }

    /// <summary>The side of a square of that many pixels; 0 if it is not one.</summary>
    private static int Side(int columns, int channels) =>
        (int)Math.Round(Math.Sqrt((double)columns / channels)) is var side && side * side * channels == columns ? side : 0;

    private static double Square(double value) => value * value;

    private Finding InvertedValues(double sum) => _data.Of(
        $"{_data.Subject} is inverted: what was small in training is large here, and the mean of each column is about {Text(sum)} minus its mean in training.",
        $"Replace each value by {Text(sum)} − x: in training, dark and light were the other way round.", ("sum", sum), ("rows", _rows.Count));

    private Finding TurnedPictures(string how) => _data.Of(
        $"{_data.Subject} looks like the pictures of training {how}: read that way their means agree, and as they are they do not.",
        "Read the pixels in the order in which they were read for training.", ("columns", _training.Mean.Count), ("rows", _rows.Count));
}

using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Numerics;
using static Doctor.Patient;
using static Doctor.Sets;
using static Doctor.StrangeSets;

namespace Doctor;

/// <summary>Inputs and targets that are not what they seem.</summary>
internal static class DataStrangers
{
    private static readonly Sign _unscaled = new("SNN002", "root mean square|Scale x|Standardize"), _broken = new("SNN010", "learning rate", "divide|by 10");
    private static readonly Sign _telling = new("", "column 8|x[8]", "tell|by itself|alone|on its own");
    private static readonly Sign[] _notRate = [Signs.Order, Signs.Rate];

    public static Stranger[] All { get; } =
    [
        new("3i a line, x from 1 to 24", Kind.Data, seed => Line(seed, 24, row => row + 1, batchSize: 24, epochs: 500))
        {
            Right = [_broken, _unscaled],
            Wrong = [Signs.Order],
            Obeyed = (seed, finding) => Line(seed, 24, row => row + 1, batchSize: 24, finding, epochs: 500),
        },
        new("3ii a line, x from 0 to 99", Kind.Data, seed => Line(seed, 100, row => row, batchSize: 100, epochs: 500))
        {
            Right = [_broken, _unscaled],
            Wrong = [Signs.Order],
            Obeyed = (seed, finding) => Line(seed, 100, row => row, batchSize: 100, finding, epochs: 500),
        },
        new("3iii a line, x of 10 N(0,1), creeps upward", Kind.Data, seed => Line(seed, 100, Normal(seed), batchSize: 100, epochs: 100))
        {
            Right = [_broken, _unscaled, new("SNN017", "Try the learning rate|lower|divide")],
            Wrong = [Signs.Order],
            Obeyed = (seed, finding) => Line(seed, 100, Normal(seed), batchSize: 100, finding, epochs: 100),
        },
        new("n a line learned row by row, x from 0 to 30", Kind.Data, seed => Line(seed, 300, row => row / 10f, batchSize: 1))
        {
            Right = [_broken, _unscaled],
            Wrong = [Signs.Order],
            Obeyed = (seed, finding) => Line(seed, 300, row => row / 10f, batchSize: 1, finding),
        },
        new("5 one class 300 times as rare", Kind.Data, seed => Fit(Rare(seed)))
        {
            Right = [new("SNN002", "times the samples"), new("", "class 1", "finds 0|none|recall")],
            Wrong = [Signs.Dead, Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Rare(seed), options: Trial.Usual with { ClassWeights = ClassWeights.Balanced }, asked: Rare(seed)),
            Cured = 0.8,
        },
        new("11 missing values as −999", Kind.Data, seed => Fit(Missing(seed, -999), Hidden(16, 1)))
        {
            Right = [new("", "column 2|x[2]", "missing|marker", "999")],
            Wrong = [Signs.Order, Signs.Scale],
            Obeyed = (seed, _) => Fit(Filled(seed), Hidden(16, 1)),
        },
        new("11 missing values as −999, standardised", Kind.Data, seed => Fit(Missing(seed, -999).Standardized(), Hidden(16, 1)))
        {
            Right = [new("", "column 2|x[2]", "missing|marker")],
            Wrong = [Signs.Order, Signs.Scale],
            Obeyed = (seed, _) => Fit(Filled(seed), Hidden(16, 1)),
        },
        new("11 missing heights as 0, standardised", Kind.Data, seed => Fit(Heights(seed, 0).Standardized(), Hidden(16, 1)))
        {
            Right = [new("", "column 2|x[2]", "missing|marker")],
            Wrong = [Signs.Order, Signs.Scale],
            Obeyed = (seed, _) => Fit(Filled(seed), Hidden(16, 1)),
        },
        new("12 draws of five numbers by chance", Kind.Data, seed => Fit(Draws(seed), Hidden(64, 5)))
        {
            Right = [Signs.Neighbours],
            Wrong = [Signs.Order, Signs.Rate, Signs.Dead, new("SNN017", "because of SNN002")],
        },
        new("12 numbers by chance", Kind.Data, seed => Fit(Chance(seed), Hidden(16, 1), With(new Adam(), 20)))
        {
            Right = [Signs.Neighbours],
            Wrong = [Signs.Order, Signs.Rate, Signs.Dead],
        },
        new("k pixels shuffled within each row", Kind.Data, seed => Fit(Scrambled(seed), options: Trial.Usual with { ValidationSplit = 0.2 }))
        {
            Right = [Signs.Neighbours],
            Near = [new("SNN018", "too few")],
            Wrong = [Signs.Order, Signs.Overfitting, Signs.Rate],
            Obeyed = (seed, _) => Fit(Digits(seed), asked: Digits(seed)),
        },
        new("o04 flattened along the wrong axis", Kind.Data, seed => Fit(Flattened(seed), Hidden(32, 10), Trial.Usual with { ValidationSplit = 0.2 }))
        {
            Right = [Signs.Neighbours],
            Near = [new("SNN018", "too few")],
            Wrong = [Signs.Order, Signs.Overfitting, Signs.Rate],
            Obeyed = (seed, _) => Fit(Digits(seed), asked: Digits(seed)),
        },
        new("16 divided by 255 twice", Kind.Data, seed => Fit(Digits(seed).Each(pixel => pixel / 255), Hidden(32, 10), With(new Sgd(0.1f))))
        {
            Right = [new("SNN002", "root mean square|0.0039|twice") { Number = (0.001, 0.02) }],
            Wrong = _notRate,
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Sgd(0.1f))),
        },
        new("16 pixels divided as integers", Kind.Data, seed => Fit(Integers(seed), Hidden(32, 10)))
        {
            Right = [new("", "0 and 1|integer|whole number")],
            Wrong = _notRate,
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10)),
        },
        new("18 the label is among the inputs", Kind.Data, seed => Leaked(seed, (label, _) => label))
        {
            Right = [_telling],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Leaked(seed, null),
            Cured = 0.85,
        },
        new("18 a third of the label, with noise", Kind.Data, seed => Leaked(seed, (label, noise) => (label / 3f) + (0.01f * noise)))
        {
            Right = [_telling],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Leaked(seed, null),
            Cured = 0.85,
        },
        new("18 the label among the inputs, one-hot", Kind.Data, seed => LeakedOneHot(seed, true))
        {
            Right = [new("", "8", "tell|by itself|alone|on its own")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => LeakedOneHot(seed, false),
            Cured = 0.85,
        },
        new("18 a thousandth of a column is y", Kind.Data, seed => LeakedNumber(seed, true))
        {
            Right = [new("", "column 2|x[2]", "tell|by itself|alone|on its own")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => LeakedNumber(seed, false),
            Cured = 0.85,
        },
        new("o19 the row number in sorted data", Kind.Data, seed => RowNumber(seed, true))
        {
            Right = [_telling],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => RowNumber(seed, false),
            Cured = 0.85,
        },
        new("b classes learned as numbers", Kind.Data, seed =>
            Fit(Digits(seed) is var set ? set with { Targets = AsNumbers(set.Y) } : set, Hidden(32, 1), asked: Digits(seed)))
        {
            Right = [new("", "whole number|classes", "one output|Dense(10)|10 outputs")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10)),
        },
        new("f hours since 1970", Kind.Data, seed => Fit(Hours(seed, 1.6e9f), Hidden(16, 1)))
        {
            Right = [new("SNN002", "root mean square|different values|subtract")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Hours(seed, 0).Standardized(), Hidden(16, 1)),
        },
        new("f seconds since 1970", Kind.Data, seed => Fit(Hours(seed, 1.6e9f, unit: 1), Hidden(16, 1)))
        {
            Right = [new("", "float32|different values")],
            Near = [new("SNN002", "root mean square")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Hours(seed, 0, unit: 1).Standardized(), Hidden(16, 1)),
        },
        new("g a random walk", Kind.Data, seed => Fit(Walk(seed), Hidden(16, 1)))
        {
            Right = [new("", "column 9|last", "as well|no better|repeat")],
            Wrong = [Signs.Order, Signs.Rate],
        },
        new("o12 one target 10,000 times too large", Kind.Data, seed => Fit(Typo(seed), Hidden(16, 1), asked: Right(seed)))
        {
            Right = [new("", "row 123", "y|target|10000")],
            Wrong = [Signs.Order, Signs.Rate, new("SNN002", "Scale y")],
            Obeyed = (seed, _) => Fit(Typo(seed).Rows(row => row != 123), Hidden(16, 1), asked: Right(seed)),
        },
        new("o22 a customer's number", Kind.Data, seed => Fit(Customers(seed)))
        {
            Right = [new("SNN002", "root mean square|Standardize")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Customers(seed), new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(4))),
        },
    ];

    private static Set Right(ulong seed) => Curve(seed, (a, b) => MathF.Sin(a) + b);

    /// <summary>y = x + 2 by plain descent; obeyed: a rate divided by 10, or the rate of the finding, or standardised inputs.</summary>
    private static Visit Line(ulong seed, int rows, Func<int, float> value, int batchSize, Finding? obeyed = null, int epochs = 100)
    {
        float[,] x = new float[rows, 1], y = new float[rows, 1];
        for (int row = 0; row < rows; row++) (x[row, 0], y[row, 0]) = (value(row), value(row) + 2);
        double rate = obeyed?.Code is "SNN010" or "SNN017" ? obeyed.Number("best rate", 0.001) : 0.01;
        bool scales = obeyed != null && (obeyed.Code == "SNN002" || obeyed.Advice.Contains("scale", StringComparison.OrdinalIgnoreCase));
        return Fit(new Set(seed, x, [], y), scales ? new Sequential(new Standardize(), new Dense(1))
            : new Sequential(new Dense(1)), With(new Sgd(rate), epochs, batchSize));
    }

    private static Func<int, float> Normal(ulong seed)
    {
        float[] values = new float[100];
        new RandomStream(seed, 6).FillNormal(values, 10);
        return row => values[row];
    }

    /// <summary>Blobs that overlap, with a column that knows; asked where the column is not known.</summary>
    private static Visit Leaked(ulong seed, Func<int, float, float>? column)
    {
        var set = Blobs(seed, spread: 6).Each(x => x / 6);
        if (column == null) return Fit(set);
        float[] noise = new float[set.Count];
        new RandomStream(seed, 5).FillNormal(noise, 1);
        return Fit(set.WithColumn(row => column(set.Y[row], noise[row])), asked: set.WithColumn(_ => 0));
    }

    private static Visit LeakedOneHot(ulong seed, bool leaks)
    {
        var set = Blobs(seed, spread: 6).Each(x => x / 6);
        if (!leaks) return Fit(set);
        Set leaked = set, asked = set;
        for (int label = 0; label < 4; label++)
        {
            int told = label;
            (leaked, asked) = (leaked.WithColumn(row => set.Y[row] == told ? 1 : 0), asked.WithColumn(_ => 0));
        }
        return Fit(leaked, asked: asked);
    }

    private static Visit LeakedNumber(ulong seed, bool leaks)
    {
        var set = Curve(seed, (a, b) => MathF.Sin(a) + b);
        return leaks ? Fit(set.WithColumn(row => set.Targets![row, 0] * 0.001f).Standardized(), Hidden(16, 1), asked: set.WithColumn(_ => 0))
            : Fit(set, Hidden(16, 1));
    }

    private static Visit RowNumber(ulong seed, bool isThere)
    {
        var set = Blobs(seed, spread: 3).Each(x => x / 3) is var blobs ? blobs.Rows(Enumerable.Range(0, blobs.Count).OrderBy(row => blobs.Y[row])) : null!;
        return isThere ? Fit(set.WithColumn(row => (float)row / set.Count), asked: set.WithColumn(_ => 1)) : Fit(set);
    }
}

using static ScratchNN.Tests.Trials;

namespace ScratchNN.Tests;

/// <summary>Advice on data, obeyed.</summary>
internal static class DataAdvice
{
    public static AdviceCase[] All { get; } =
    [
        new("SNN001", "Check how y is filled: an array that was never filled", () => Fit(Hidden(3), Clouds.X, new int[Count], asked: Clouds), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y)),
        new("SNN001", "End the model in Dense(3), or look for labels that are missing.", () => Fit(Hidden(8), Clouds.X, Clouds.Y), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y)) { Cured = 1.1 },
        new("SNN001", "Count the classes from 0, or look for labels that are missing.", () =>
            Cost(Hidden(5), Clouds.X, Array.ConvertAll(Clouds.Y, label => label + 2), Descent(0.01, 2)), () =>
                Cost(Hidden(3), Clouds.X, Clouds.Y, Descent(0.01, 2))),
        new("SNN001", "Look for these rows. If there are none, end the model in Dense(3)", () => Fit(Hidden(4), Clouds.X, Clouds.Y), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y)) { Cured = 1.1 },
        new("SNN001", "number the classes from 0 to 2 and end the model in Dense(3)", () =>
            Fit(Hidden(4), Clouds.X, Array.ConvertAll(Clouds.Y, label => label == 2 ? 3 : label)), () => Fit(Hidden(3), Clouds.X, Clouds.Y)) { Cured = 1.1 },
        new("SNN002", "then drop the row or fill it in", () =>
            Fit(Hidden(3), With(Clouds.X, (row, i, x) => row == 31 && i == 2 ? float.NaN : x), Clouds.Y, asked: Clouds),
            () => Fit(Hidden(3), Rows(Clouds.X, Where(row => row != 31)), Of(Clouds.Y, Where(row => row != 31)), asked: Clouds)),
        new("SNN002", "Set Shuffle = true, or shuffle the rows once", () => Sorted(false), () => Sorted(true)),
        new("SNN002", "Are they the wrong way round?", () => Rare(ClassWeights.Of(1, 0.02f)), () => Rare(ClassWeights.Balanced)),
        new("SNN002", "Set ClassWeights to ClassWeights.Balanced", () => Rare(null), () => Rare(ClassWeights.Balanced)),
        new("SNN002", "There is nothing to tell them apart: check how x is filled.", () =>
            Fit(Hidden(3), With(Clouds.X, (_, _, _) => 3), Clouds.Y, asked: Clouds), () => Fit(Hidden(3), Clouds.X, Clouds.Y)),
        new("SNN002", "All are 0: were integers divided, as byte / 255 does?", () =>
            Fit(Hidden(3), With(Bytes(), (_, _, x) => (int)x / 256), Clouds.Y, asked: (With(Bytes(), (_, _, x) => x / 255), Clouds.Y)), () =>
                Fit(Hidden(3), With(Bytes(), (_, _, x) => x / 255), Clouds.Y)),
        new("SNN002", "It tells the model nothing and acts as a second bias. Drop it", () =>
            Fit(Hidden(3), With(Clouds.X, (_, i, x) => i == 1 ? 5 : x), Clouds.Y), () => Fit(Hidden(3), Without(Clouds.X, 1), Clouds.Y)) { Cured = 1.1 },
        new("SNN002", "were numbers rounded, or columns left out?", () => Waves(x => (int)x), () => Waves(x => x)),
        new("SNN002", "They look like pixels from 0 to 255: divide x by 255.", () => Fit(Hidden(3), Bytes(), Clouds.Y, Descent(0.1)), () =>
            Fit(Hidden(3), With(Bytes(), (_, _, x) => x / 255), Clouds.Y, Descent(0.1))),
        new("SNN002", "Put a Standardize in front of the model: it subtracts", () => Fit(Hidden(3), Far(), Clouds.Y, Descent(0.01)), () =>
            Fit(new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(3)), Far(), Clouds.Y, Descent(0.01))),
        new("SNN002", "Put a Standardize in front of the model: it subtracts", () => Fit(Hidden(3), Tiny(), Clouds.Y, Descent(0.01)), () =>
            Fit(new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(3)), Tiny(), Clouds.Y, Descent(0.01))),
        new("SNN002", "Put a Standardize in front of the model: it brings all columns to one scale.", () => Uneven(), () => Uneven(new Standardize())),
        new("SNN002", "Scale y to a spread of 1 for training", () => Raw(1000), () => Raw(1)),
        new("SNN002", "Use a larger unit for y.", () => Unit(1e20f), () => Unit(1)),
        new("SNN002", "scaled by these, all other rows look alike", () => FarOut(_ => true), () => FarOut(row => row != 77)),
        new("SNN002", "Nothing can be learned from zeros: check how y is filled.", () => Shares(_ => 0), () => Shares(share => share)),
        new("SNN002", "The sum of a row acts as its weight, so loss and gradient are too large or too small by that factor. Divide each row of y by its sum; "
            + "for targets that are not probabilities use MeanSquaredError.", () => Shares(share => 255 * share), () => Shares(share => share)),
        new("SNN002", "Nothing is learned from these samples.", () => Shares(share => share, (row, share) => Clouds.Y[row] == 2 ? 0 : share), () =>
            Shares(share => share)),
        new("SNN002", "Will you know its values when you predict?", () => Leaked(true), () => Leaked(false)),
        new("SNN002", "Look at the rows around", () => Slipped(true), () => Slipped(false)),
        new("SNN018", "Before the split, remove rows that occur twice.", () => Doubled(2), () => Doubled(1)),
        new("SNN018", "Split first, and make copies", () => Copies(before: true), () => Copies(before: false)),
        new("SNN002", "Set Shuffle = true, or shuffle the rows once", () => Ordered(false), () => Ordered(true)),
        new("SNN002", "If they are codes, make one-hot columns of them", () => Codes(false), () => Codes(true)),
        new("SNN002", "If so, drop these rows: there is nothing to learn from them.", () => Unmeasured(true), () => Unmeasured(false)),
        new("SNN002", "the 3 values of a pixel side by side.", () => Coloured(areSplit: true), () => Coloured(areSplit: false)),
        new("SNN018", "Set ValidationSplit to Split.Last(0.2)", () => Series(0.2), () => Series(Split.Last(0.2))),
        new("SNN030", "Number the classes by one list for all data", () =>
            Ask(Hidden(3), Clouds.X, Clouds.Y, Clouds.X, Array.ConvertAll(Clouds.Y, label => (label + 1) % 3)), () =>
                Ask(Hidden(3), Clouds.X, Clouds.Y, Clouds.X, Clouds.Y)),
        new("SNN030", "Scale y as in training, or scale the answers back before you compare them.", () => Hundredfold(100), () => Hundredfold(1)),
        new("SNN030", "Fill in and scale the column as in training.", () => Asked((_, i, x) => i == 2 ? 5 : x), () => Asked((_, _, x) => x)),
        new("SNN030", "A zero may stand for a missing value: fill it in as in training, or drop the row.", () =>
            Asked((row, i, x) => i == 0 && row % 4 == 0 ? 0 : x), () => Asked((_, _, x) => x, row => row % 4 > 0)),
        new("SNN030", "Beyond its training data, a model only guesses. Scale x as in training", () =>
            Asked((row, i, x) => i == 2 && row % 4 == 0 ? 40 * x : x), () => Asked((_, _, x) => x)),
        new("SNN030", "The model never learned what the column means. Drop it", () => NewColumn(false), () => NewColumn(true)),
        new("SNN030", "Train on rows like these, or on numbers that stay in their range", () => Beyond(1), () => Beyond(6)),
        new("SNN030", "a single row that is standardised with its own mean becomes all 0", () => Zeros(true), () => Zeros(false)),
        new("SNN030", "in training, dark and light were the other way round", () => Pictures((_, x) => 1 - x), () => Pictures((_, x) => x)),
        new("SNN030", "Read the pixels in the order in which they were read for training.", () => Pictures((i, x) => x, i => (i % 4 * 4) + (i / 4)), () =>
            Pictures((_, x) => x)),
    ];

    private static Outcome Sorted(bool isShuffled)
    {
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(row => Clouds.Y[row])];
        return Fit(Hidden(3), Rows(Clouds.X, order), Of(Clouds.Y, order), Descent(0.3, 1) with { Shuffle = isShuffled });
    }

    private static Outcome Ordered(bool isShuffled)
    {
        var (x, y) = Curve((a, b) => MathF.Sin(2 * a) + b);
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(row => y[row])];
        return Fit(Hidden(1), Rows(x, order), Of(y, order), Usual with { Epochs = 10, Optimizer = new Adam(0.02), Shuffle = isShuffled });
    }

    /// <summary>Thirty categories, each of a class by chance, as one number or as thirty columns.</summary>
    private static Outcome Codes(bool areColumns)
    {
        var random = new RandomStream(11, 11);
        int[] classes = [.. Enumerable.Range(0, 30).Select(_ => random.NextInt32(3))],
            codes = [.. Enumerable.Range(0, Count).Select(_ => random.NextInt32(30))];
        float[,] x = With(new float[Count, areColumns ? 30 : 1], (row, i, _) => areColumns ? codes[row] == i ? 1 : 0 : codes[row]);
        return Fit(Hidden(3), x, [.. codes.Select(code => classes[code])]);
    }

    private static Outcome Unmeasured(bool areKept)
    {
        var (x, y) = Curve((a, b) => MathF.Sin(a) + b);
        int[] rows = Where(row => areKept || row % 7 > 0);
        return Fit(Hidden(1), Rows(x, rows), [.. rows.Select(row => row % 7 == 0 ? -999 : y[row])], asked: (x, y));
    }

    /// <summary>8 × 8 pictures of a soft spot somewhere, of which the colour is the class.</summary>
    private static Outcome Coloured(bool areSplit)
    {
        const int Side = 8;
        float[][] colours = [[1, 0.3f, 0.3f], [0.3f, 1, 0.3f], [0.3f, 0.3f, 1]];
        var random = new RandomStream(12, 12);
        int[] y = [.. Enumerable.Range(0, Count).Select(row => row % 3)];
        float[,] x = new float[Count, Side * Side * 3];
        for (int row = 0; row < Count; row++)
        {
            float cx = 1 + (5 * random.NextSingle()), cy = 1 + (5 * random.NextSingle());
            for (int i = 0; i < Side * Side; i++)
            {
                float dx = (i % Side) - cx, dy = (i / Side) - cy, light = MathF.Exp(-((dx * dx) + (dy * dy)) / 4);
                for (int colour = 0; colour < 3; colour++) x[row, areSplit ? (colour * Side * Side) + i : (i * 3) + colour] = light * colours[y[row]][colour];
            }
        }
        return Fit(new Sequential(new Reshape(Side, Side, 3), new Conv2D(8, 3), new ReLU(), new GlobalAveragePool2D(), new Dense(3)), x, y,
            Usual with { Epochs = 10 });
    }

    /// <summary>Windows of a random walk, and whether it is higher a window later: what validation promises, and what later windows show.</summary>
    private static Outcome Series(Split split)
    {
        const int Long = 20, Known = 1500, All = 5000;
        float[] walk = Draw.Normal(All + (2 * Long), 14, 0.3f);
        for (int i = 1; i < walk.Length; i++) walk[i] += walk[i - 1];
        float[,] x = With(new float[All, Long], (row, i, _) => walk[row + i] / 10);
        int[] y = [.. Enumerable.Range(0, All).Select(row => walk[row + (2 * Long) - 1] > walk[row + Long - 1] ? 1 : 0)],
            known = Where(row => row < Known, All), later = Where(row => row >= Known + 100, All);
        return Promise(Hidden(2, 128), Usual with { Epochs = 100, Optimizer = new Adam(0.005), ValidationSplit = split }, Rows(x, known), Of(y, known),
            Rows(x, later), Of(y, later));
    }

    private static Outcome Hundredfold(float unit)
    {
        var (x, y) = Curve((a, b) => MathF.Sin(a) + b);
        float[] asked = Array.ConvertAll(y, value => unit * value);
        var model = Hidden(1);
        var trainer = new Trainer(model, Usual);
        trainer.Fit(x, y);
        return new(trainer.Evaluate(x, asked).Findings, Unexplained(model, x, asked));
    }

    /// <summary>Two classes that overlap, 20 to 1; the score is the mean over both.</summary>
    private static Outcome Rare(ClassWeights? weights)
    {
        var random = new RandomStream(5, 5);
        float[] noise = Draw.Normal(2 * 2100, 5);
        float[,] x = new float[2100, 2];
        int[] y = [.. Enumerable.Range(0, 2100).Select(row => row % 21 == 0 ? 1 : 0)];
        for (int row = 0; row < y.Length; row++) (x[row, 0], x[row, 1]) = (noise[2 * row] + (1.5f * y[row]), noise[(2 * row) + 1]);
        return Fit(Hidden(2), x, y, Usual with { ClassWeights = weights, Epochs = 10 });
    }

    private static float[,] Bytes() => With(Clouds.X, (_, _, x) => MathF.Round(Math.Clamp(128 + (18 * x), 0, 255)));

    private static float[,] Far() => With(Clouds.X, (_, _, x) => 1000 + (100 * x));

    private static float[,] Tiny() => With(Clouds.X, (_, _, x) => x / 1000);

    private static Outcome Waves(Func<float, float> change)
    {
        var (x, y) = Curve((a, b) => MathF.Sin(3 * a) + MathF.Sin(2 * b));
        return Fit(Hidden(1, 32), With(x, (_, _, value) => change(value)), y, Usual with { Epochs = 40 });
    }

    /// <summary>A column that tells nothing, and one of a ten-thousandth of it that tells all.</summary>
    private static Outcome Uneven(params Layer[] front)
    {
        var (x, y) = Curve((_, b) => MathF.Sin(2 * b));
        return Fit(new Sequential([.. front, new Dense(16), new ReLU(), new Dense(1)]), With(x, (_, i, value) => i == 1 ? 1e-4f * value : value), y,
            Usual with { Epochs = 40 });
    }

    private static Outcome Raw(float unit)
    {
        var (x, y) = Curve((a, b) => a + b);
        return Fit(Hidden(1), x, Array.ConvertAll(y, value => unit * value), Descent(0.01) with { Loss = new RawSquaredError() });
    }

    private static Outcome Unit(float unit)
    {
        var (x, y) = Curve((a, b) => a + b);
        return Fit(Hidden(1), x, Array.ConvertAll(y, value => unit * value), Descent(0.01));
    }

    /// <summary>Row 77 of column 1 is far out; all other rows are asked about.</summary>
    private static Outcome FarOut(Func<int, bool> take)
    {
        var (x, y) = Curve((_, b) => MathF.Sin(2 * b));
        float[,] typo = With(x, (row, i, value) => row == 77 && i == 1 ? 1e6f : value);
        int[] rows = Where(take), others = Where(row => row != 77);
        return Fit(new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(1)), Rows(typo, rows), Of(y, rows), Usual,
            asked: (Rows(x, others), Of(y, others)));
    }

    private static Outcome Shares(Func<float, float> change, Func<int, float, float>? ofRow = null)
    {
        float[,] y = With(Blobs.OneHot(Clouds.Y), (row, _, share) => ofRow == null ? change(share) : ofRow(row, share));
        var model = Hidden(3);
        var findings = new Trainer(model, Descent(0.1) with { Loss = new CrossEntropy() }).Fit(Clouds.X, y).Findings;
        return new(findings, Missed(model, Clouds.X, Clouds.Y));
    }

    /// <summary>The class is a column of x while the model learns, and not known when it is asked.</summary>
    private static Outcome Leaked(bool isKnown)
    {
        float[] noise = Draw.Normal(8 * Count, 9);
        var (clouds, y) = Blobs.Make(3, Count, 8, 4);
        float[,] x = new float[Count, isKnown ? 9 : 8], asked = new float[Count, isKnown ? 9 : 8];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < 8; i++) x[row, i] = asked[row, i] = (clouds[row, i] + (8 * noise[(8 * row) + i])) / 8;
            if (isKnown) x[row, 8] = y[row];
        }
        return Fit(Hidden(4), x, y, asked: (asked, y));
    }

    /// <summary>From row 400 on, labels are one row behind.</summary>
    private static Outcome Slipped(bool isSlipped)
    {
        var (x, labels) = Clouds;
        int[] order = [.. Enumerable.Range(0, Count)];
        new RandomStream(6, 6).Shuffle(order.AsSpan());
        int[] y = Of(labels, order), slipped = [.. Enumerable.Range(0, Count).Select(row => isSlipped && row >= 400 ? y[row - 1] : y[row])];
        return Fit(Hidden(3), Rows(x, order), slipped, Usual with { ValidationSplit = 0.2 }, asked: (Rows(x, order), y));
    }

    /// <summary>Rows that tell nothing, some times each: what validation promises, and what other rows show.</summary>
    private static Outcome Doubled(int times)
    {
        float[] noise = Draw.Normal(8 * 800, 8);
        int[] labels = [.. Enumerable.Range(0, 800).Select(row => row * 7 % 5 % 2)], rows = [.. Enumerable.Range(0, 400 * times).Select(row => row % 400)],
            others = [.. Enumerable.Range(400, 400)];
        float[,] x = With(new float[800, 8], (row, i, _) => noise[(8 * row) + i]);
        new RandomStream(2, 2).Shuffle(labels.AsSpan());
        return Promise(Hidden(2, 64), Usual with { Epochs = 60, ValidationSplit = 0.2 }, Rows(x, rows), Of(labels, rows), Rows(x, others), Of(labels, others));
    }

    /// <summary>20 noisy copies of each of 120 pictures whose class is by chance; half of the pictures are asked about in the end.</summary>
    private static Outcome Copies(bool before)
    {
        const int Pictures = 180, Columns = 32;
        float[] originals = new float[Pictures * Columns], noise = Draw.Normal(Pictures * 20 * Columns, 7);
        new RandomStream(7, 4).FillUniform(originals, 0, 1);
        float[,] x = With(new float[Pictures * 20, Columns], (row, i, _) => originals[(row / 20 * Columns) + i] + (0.03f * noise[(row * Columns) + i]));
        int[] y = [.. Enumerable.Range(0, Pictures * 20).Select(row => row / 20 * 7 % 11 % 3)], known = Where(row => row < 120 * 20, y.Length),
            others = Where(row => row >= 120 * 20, y.Length);
        return Promise(Hidden(3, 64), Usual with { Epochs = 10, ValidationSplit = before ? 0.2 : Split.Last(0.2) }, Rows(x, known), Of(y, known),
            Rows(x, others), Of(y, others));
    }

    /// <summary>Clouds with an offset, so that 0 is far from all of them.</summary>
    private static Outcome Asked(Func<int, int, float, float> change, Func<int, bool>? take = null)
    {
        float[,] x = With(Clouds.X, (_, _, value) => value + 20);
        int[] training = Where(row => row < 400), asked = Where(row => row >= 400 && take?.Invoke(row) != false);
        float[,] others = Rows(With(x, change), asked);
        return Ask(new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(3)), Rows(x, training), Of(Clouds.Y, training), others,
            Of(Clouds.Y, asked));
    }

    private static Outcome NewColumn(bool isDropped)
    {
        float[,] x = With(Clouds.X, (row, i, value) => i == 3 ? row < 400 ? 5 : 5 + (40 * value) : value);
        if (isDropped) x = Without(x, 3);
        int[] training = Where(row => row < 400), asked = Where(row => row >= 400);
        return Ask(Hidden(3), Rows(x, training), Of(Clouds.Y, training), Rows(x, asked), Of(Clouds.Y, asked));
    }

    /// <summary>x² of one column up to some number, asked from 5 to 6.</summary>
    private static Outcome Beyond(float largest)
    {
        float[,] x = With(new float[Count, 1], (row, _, _) => largest * row / Count), asked = With(new float[100, 1], (row, _, _) => 5 + (row / 100f));
        float[] y = [.. Enumerable.Range(0, Count).Select(row => x[row, 0] * x[row, 0])],
            answers = [.. Enumerable.Range(0, 100).Select(row => asked[row, 0] * asked[row, 0])];
        var model = new Sequential(new Dense(16), new Tanh(), new Dense(1));
        var trainer = new Trainer(model, Usual with { Epochs = 60 });
        trainer.Fit(x, y);
        return new(trainer.Evaluate(asked, answers).Findings, Unexplained(model, asked, answers));
    }

    /// <summary>Three single rows, each of which was standardised by itself.</summary>
    private static Outcome Zeros(bool areOwn)
    {
        int[] training = Where(row => row < 400), asked = [601, 602, 603];
        float[,] rows = Rows(Clouds.X, training),
            x = With(Clouds.X, (row, i, value) => (float)((value - Enumerable.Range(0, 400).Average(other => (double)rows[other, i])) / 3));
        return Ask(Hidden(3), Rows(x, training), Of(Clouds.Y, training), With(Rows(x, asked), (_, _, value) => areOwn ? 0 : value), Of(Clouds.Y, asked));
    }

    /// <summary>4 × 4 pixels, of which each class has its own bright ones.</summary>
    private static Outcome Pictures(Func<int, float, float> change, Func<int, int>? from = null)
    {
        var random = new RandomStream(3, 8);
        int[] y = [.. Enumerable.Range(0, Count).Select(row => row % 3)], training = Where(row => row < 400), asked = Where(row => row >= 400);
        float[,] x = With(new float[Count, 16], (row, i, _) =>
            Math.Clamp((i / 4 == y[row] && i % 4 != y[row] ? 0.7f : i == 3 ? 0.4f : 0.05f) + (0.3f * random.NextSingle()) - 0.05f, 0, 1));
        return Ask(Hidden(3), Rows(x, training), Of(y, training), Rows(With(x, (row, i, _) => change(i, x[row, from?.Invoke(i) ?? i])), asked), Of(y, asked));
    }
}

using System.Numerics.Tensors;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What can be wrong with a call: each on every case that it can be made on.</summary>
internal static class Misuses
{
    private const int N = EstimatorCase.Count;
    private static readonly Type _argument = typeof(ArgumentException), _null = typeof(ArgumentNullException), _training = typeof(TrainingException);

    public static Misuse[] All { get; } = [.. Shapes(), .. Nothing(), .. NotFinite(), .. Answers(), .. ValidationData()];

    /// <summary>Rows 11, 14, 31, 33, 42, 53: x of another shape.</summary>
    private static IEnumerable<Misuse> Shapes()
    {
        foreach (var (verb, use) in Uses)
        {
            yield return new($"{verb}: samples of another width", _argument, Any, (row, trainer) => use(row, trainer, EstimatorData.Make(features: 7)));
            if (verb == "Predict") continue;
            yield return new($"{verb}: fewer answers than samples", _argument, Any, (row, trainer) => use(row, trainer, Empty(X(N), N - 2)));
            yield return new($"{verb}: more answers than samples", _argument, Any, (row, trainer) => use(row, trainer, Empty(X(N - 2), N)));
            yield return new($"{verb}: transposed x", _argument, Any, (row, trainer) => use(row, trainer, Empty(new float[EstimatorCase.Features, N], N)));
        }
        yield return new("one dimension", _argument, IsLabelled, (_, trainer) => trainer.Fit(Tensor.Create(new float[N]), new int[N]));
        yield return new("Predict: one dimension", _argument, Any, (_, trainer) => trainer.Model.Predict(Tensor.Create(new float[EstimatorCase.Features])));
        yield return new("jagged rows of different lengths", _argument, IsLabelled, (_, trainer) => trainer.Fit([[0, 0, 0, 0], [0, 0]], [0, 1]));
        yield return new("values that are not whole number of samples", _argument, IsLabelled, (_, trainer) =>
            trainer.Fit(new Samples(new float[10], 4), [0, 1]));
    }

    /// <summary>Rows 20, 54: nothing where something is needed.</summary>
    private static IEnumerable<Misuse> Nothing()
    {
        foreach (var (verb, use) in Uses.Where(use => use.Verb != "Predict"))
        {
            yield return new($"{verb}: no samples", _argument, Any, (row, trainer) => use(row, trainer, Empty(X(0), 0)));
            yield return new($"{verb}: null for y", _null, row => row.Answer is Answer.Labels or Answer.Number, (row, trainer) =>
                use(row, trainer, new(X(N), null!) { Number = null! }));
        }
        yield return new("no features", _argument, IsLabelled, (_, trainer) => trainer.Fit(new float[N, 0], new int[N]));
        yield return new("no bytes for labels", _null, IsLabelled, (_, trainer) => trainer.Fit(X(N), (byte[])null!));
        yield return new("null for x", _null, IsLabelled, (_, trainer) => trainer.Fit((float[,])null!, [0]));
        yield return new("null for a row of x", _null, IsLabelled, (_, trainer) => trainer.Fit([[0, 0, 0, 0], (float[])null!], [0, 1]));
        yield return new("null for rows of targets", _null, row => row.Answer == Answer.Numbers, (_, trainer) => trainer.Fit(X(1), (float[][])null!));
        yield return new("null for a layer", _null, Any, (_, _) => _ = new Sequential(new ReLU(), null!));
        yield return new("null for a check", _null, Any, (row, trainer) => _ = trainer.Options with { Checks = [Check.All[0], null!] });
        yield return new("null for a dataset", _null, Any, (_, trainer) => trainer.Fit((IDataset)null!));
        yield return new("empty dataset", _argument, Any, (_, trainer) => trainer.Fit(new EmptyDataset()));
    }

    /// <summary>Rows 22, 36: NaN and infinities.</summary>
    private static IEnumerable<Misuse> NotFinite()
    {
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (var (verb, use) in Uses)
                yield return new($"{verb}: {Text(value)} in x", verb == "Fit" ? _training : _argument, Any, (row, trainer) => use(row, trainer, With(value)));
            foreach (var (verb, use) in Uses.Where(use => use.Verb != "Predict"))
                yield return new($"{verb}: {Text(value)} in y", verb == "Fit" ? _training
                    : _argument, row => row.Answer == Answer.Number, (row, trainer) =>
                        use(row, trainer, EstimatorData.Default with { Number = [1, 2, value, .. new float[N - 3]] }));
        }
        yield return new("NaN in what is held back for validation", _training, Any, (row, trainer) =>
        {
            var data = EstimatorData.Make();
            var options = trainer.Options with { ValidationSplit = 0.1f };
            data.X[RowSplit.Of(RowSource.OfTargets(new int[N]), 0, options).Validation[0], 2] = float.NaN;
            row.Fit(new Trainer(trainer.Model, options), data);
        });

        static string Text(float value) => FormattableString.Invariant($"{value}");
    }

    /// <summary>Rows 12, 32, 34, 41: answers of another kind or range.</summary>
    private static IEnumerable<Misuse> Answers()
    {
        foreach (var (verb, use) in Uses.Where(use => use.Verb != "Predict"))
        {
            yield return new($"{verb}: labels from 1", _argument, IsLabelled, (row, trainer) => use(row, trainer, Labelled(3)));
            yield return new($"{verb}: label far too large", _argument, IsLabelled, (row, trainer) => use(row, trainer, Labelled(17)));
            yield return new($"{verb}: negative label", _argument, IsLabelled, (row, trainer) => use(row, trainer, Labelled(-1)));
        }
        yield return new("byte labels from 1", _argument, IsLabelled, (_, trainer) => trainer.Fit(X(3), (byte[])[1, 2, 3]));
        yield return new("byte label too large", _argument, IsLabelled, (_, trainer) => trainer.Evaluate(X(3), (byte[])[0, 1, 200]));
        yield return new("wrong label in a dataset", _argument, IsLabelled, (_, trainer) => trainer.Fit(Dataset.From(X(3), [0, 4, 0])));
        yield return new("a float for each sample of a classifier", _argument, row => row.Loss is CrossEntropy, (_, trainer) =>
            trainer.Fit(X(3), [0.5f, 1, 0]));
        yield return new("a float for several outputs", _argument, row => row.Loss is MeanSquaredError
            && row.Outputs > 1, (_, trainer) => trainer.Fit(X(3), [0.5f, 1, 0]));
        yield return new("targets of another width", _argument, Any, (_, trainer) => trainer.Fit(X(3), new float[3, 2]));
        yield return new("negative target of a probability", _argument, row => row.Loss is CrossEntropy, (_, trainer) =>
            trainer.Fit(X(2), new float[,] { { 0, 1, 0 }, { 0, 1.5f, -0.5f } }));
        yield return new("Evaluate: negative target of a probability", _argument, row => row.Loss is CrossEntropy, (_, trainer) =>
            trainer.Evaluate(X(2), new float[,] { { 0, 1, 0 }, { -1, 1, 1 } }));
        yield return new("negative target in a dataset", _argument, row => row.Loss is CrossEntropy, (_, trainer) =>
            trainer.Fit(Dataset.From(new Samples(new float[8], 4), new Samples((float[])[0, 1, 0, 0, -1, 2], 3))));
        yield return new("one output for classes", _argument, row => row.Answer == Answer.Number, (_, trainer) =>
            new Trainer(trainer.Model, trainer.Options with { Loss = new CrossEntropy() }).Fit(X(3), [0, 1, 2]));
    }

    /// <summary>The same of validation data.</summary>
    private static IEnumerable<Misuse> ValidationData()
    {
        yield return On("split that leaves nothing", options => options with { ValidationSplit = 0.01f });
        yield return Validated("validation data of another width", Dataset.From(new float[1, 7], [0]));
        yield return Validated("validation data of another kind", Dataset.From(new Samples(new float[4], 4), new Samples(new float[3], 3)));
        yield return Validated("wrong label in the validation data", Dataset.From(X(3), [0, 0, 3]));
        yield return Validated("empty validation data", new EmptyDataset());
        yield return new("validation data and a split", _argument, IsLabelled, (row, trainer) =>
            row.Fit(new Trainer(trainer.Model, trainer.Options with { ValidationSplit = 0.5f }), EstimatorData.Default, Dataset.From(X(1), [0])));
        yield return new("negative target in the validation data", _argument, row => row is { Loss: CrossEntropy, Answer: Answer.OneHot }, (row, trainer) =>
            row.Fit(trainer, EstimatorData.Default, Dataset.From(new Samples(new float[4], 4), new Samples((float[])[0, -1, 2], 3))));

        static Misuse Validated(string name, IDataset validation) =>
            new(name, _argument, IsLabelled, (row, trainer) => row.Fit(trainer, EstimatorData.Default, validation));

        static Misuse On(string name, Func<TrainerOptions, TrainerOptions> change) =>
            new(name, _argument, IsLabelled, (row, trainer) => row.Fit(new Trainer(trainer.Model, change(trainer.Options)), EstimatorData.Default));
    }

    private static (string Verb, Action<EstimatorCase, Trainer, EstimatorData> Use)[] Uses =>
    [
        ("Fit", (row, trainer, data) => row.Fit(trainer, data)),
        ("Evaluate", (row, trainer, data) => row.Evaluate(trainer, data)),
        ("Predict", (_, trainer, data) => trainer.Model.Predict(data.X)),
    ];

    private static bool Any(EstimatorCase row) => true;

    private static bool IsLabelled(EstimatorCase row) => row.Answer == Answer.Labels;

    private static float[,] X(int count) => new float[count, EstimatorCase.Features];

    private static EstimatorData Empty(float[,] x, int answers) => new(x, new int[answers]) { Number = new float[answers] };

    private static EstimatorData With(float value)
    {
        var data = EstimatorData.Make();
        data.X[33, 2] = value;
        return data;
    }

    private static EstimatorData Labelled(int label)
    {
        var data = EstimatorData.Make();
        data.Labels[21] = label;
        return data;
    }

    private sealed class EmptyDataset : IDataset
    {
        public int Count => 0;
        public Shape InputShape => EstimatorCase.Features;
        public Shape? TargetShape => null;
        public void Read(in ReadPass pass) => throw new NotSupportedException();
    }
}

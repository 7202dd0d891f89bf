using CsCheck;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What every prediction promises: the same bits for a sample, whatever stands beside it and whoever asks.</summary>
public sealed class PredictTests
{
    private const double SumTolerance = 5e-7; // six decimals, as scikit-learn asks

    private static readonly EstimatorData _data = EstimatorData.Default;

    public static TheoryData<string> Names => EstimatorCases.Names;

    public static TheoryData<string> Classifiers => EstimatorCases.Classifiers;

    [Theory, MemberData(nameof(Names)), Row(46)]
    public void Predict_AnyOrder_GivesEachSampleItsBits(string name)
    {
        var model = EstimatorCases.Get(name).Fitted().Model;
        float[,] straight = model.Predict(_data.X);

        Gen.Shuffle(Enumerable.Range(0, EstimatorCase.Count).ToArray()).Sample(
            order => Bits.Of(Take(straight, order)).SequenceEqual(Bits.Of(model.Predict(Take(_data.X, order)))), iter: 5);
    }

    [Theory, MemberData(nameof(Names)), Row(47)]
    public void Predict_InParts_GivesTheBitsOfTheWhole(string name)
    {
        var model = EstimatorCases.Get(name).Fitted().Model;
        float[,] whole = model.Predict(_data.X);
        foreach (int size in (int[])[1, 2, 3, 5, EstimatorCase.Count])
            for (int first = 0; first < EstimatorCase.Count; first += size)
            {
                int[] rows = [.. Enumerable.Range(first, Math.Min(size, EstimatorCase.Count - first))];
                Assert.Equal(Bits.Of(Take(whole, rows)), Bits.Of(model.Predict(Take(_data.X, rows))));
            }
    }

    [Theory, MemberData(nameof(Names)), Row(56)]
    public void Predict_EightThreadsAtOnce_EqualsOne(string name)
    {
        const int Threads = 8, Count = 2000; // rows: a millisecond, so that threads that begin one after another still meet
        var model = EstimatorCases.Get(name).Fitted().Model;
        float[][,] x = [.. Enumerable.Range(0, Threads).Select(i => Blobs.Make(seed: (ulong)i, count: Count).X)];
        uint[][] expected = [.. x.Select(rows => Bits.Of(model.Predict(rows)))];
        bool[] isSame = new bool[Threads];
        using var start = new Barrier(Threads);

        Thread[] threads = [.. x.Select((rows, i) => new Thread(() =>
        {
            start.SignalAndWait();
            isSame[i] = Enumerable.Range(0, 5).All(_ => expected[i].AsSpan().SequenceEqual(Bits.Of(model.Predict(rows))));
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.DoesNotContain(false, isSame);
    }

    [Theory, MemberData(nameof(Names)), Row(32)]
    public void Predict_HasARowForEachSampleAndAColumnForEachOutput(string name)
    {
        var row = EstimatorCases.Get(name);
        float[,] y = row.Fitted().Model.Predict(_data.X);

        Assert.Equal((EstimatorCase.Count, row.Outputs), (y.GetLength(0), y.GetLength(1)));
        Assert.All(y.Cast<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(Classifiers)), Row(33, 40)]
    public void Probabilities_SumToOneAndNeverContradictOutputsOrClasses(string name)
    {
        var model = EstimatorCases.Get(name).Fitted().Model;
        AssertAgree(model.Predict(_data.X), model.PredictProbabilities(_data.X), model.PredictClasses(_data.X));
    }

    [Fact, Row(40)]
    public void Probabilities_OfLogitsOfAnySize_NeverContradictThem()
    {
        var model = new Sequential(new Tanh(), new Dense(3, 8));
        model.Build(3);
        foreach (float scale in (float[])[1e-30f, 1e-8f, 1e-3f, 1, 50, 1e4f, 1e30f])
        {
            Draw.Normal(model.Parameters.Length, 3, scale).CopyTo(model.Parameters);
            float[,] x = new float[200, 3];
            Draw.Normal(x.Length, 4).CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref x[0, 0], x.Length));
            AssertAgree(model.Predict(x), model.PredictProbabilities(x), model.PredictClasses(x));
        }
    }

    [Fact, Row(3)]
    public void ToString_OfAll_Tells()
    {
        foreach (var row in EstimatorCases.All)
        {
            var trainer = row.NewTrainer();
            Assert.EndsWith("not built", trainer.Model.ToString(), StringComparison.Ordinal);
            row.Fit(trainer, _data);
            foreach (var layer in trainer.Model.Layers) AssertTold(layer, trainer.Model.ToString());
            Assert.Contains($"[{EstimatorCase.Features}] → [{row.Outputs}]", trainer.Model.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty($"{row.Loss}");
            Assert.Contains(FormattableString.Invariant($"{(float)row.Optimizer.LearningRate}"), $"{row.Optimizer}", StringComparison.Ordinal);
        }

        static void AssertTold(Layer layer, string text)
        {
            Assert.Contains(layer is Container ? layer.GetType().Name : layer.ToString(), text, StringComparison.Ordinal);
            if (layer is not Container container) return;
            foreach (var inner in container.Inner) AssertTold(inner.Layer, text);
        }
    }

    /// <summary>A larger output has no smaller probability, the class is the first of the largest outputs, and no class has a larger probability.</summary>
    private static void AssertAgree(float[,] outputs, float[,] probabilities, int[] classes)
    {
        for (int row = 0; row < classes.Length; row++)
        {
            float[] z = Row(outputs, row), p = Row(probabilities, row);
            Assert.Equal(1, p.Sum(value => (double)value), SumTolerance);
            Assert.Equal(Array.IndexOf(z, z.Max()), classes[row]);
            Assert.Equal(p.Max(), p[classes[row]]);
            int[] order = [.. Enumerable.Range(0, z.Length).OrderBy(i => z[i])];
            for (int i = 1; i < order.Length; i++)
                Assert.True(p[order[i]] >= p[order[i - 1]], $"row {row}: {z[order[i]]:R} has {p[order[i]]:R}, {z[order[i - 1]]:R} has {p[order[i - 1]]:R}");
        }
    }

    private static float[] Row(float[,] values, int row) => [.. Enumerable.Range(0, values.GetLength(1)).Select(i => values[row, i])];

    private static float[,] Take(float[,] values, int[] rows)
    {
        float[,] taken = new float[rows.Length, values.GetLength(1)];
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < values.GetLength(1); j++) taken[i, j] = values[rows[i], j];
        return taken;
    }
}

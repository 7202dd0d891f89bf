using System.Numerics.Tensors;

namespace ScratchNN.Tests;

public class SequentialPredictTests
{
    private static readonly float[,] _x = Blobs.Make().X;
    private static readonly float[] _flat = [.. _x.Cast<float>()];

    [Fact]
    public void Predict_BeyondTheMicroBatch_GivesEachRowItsOwnBits()
    {
        var model = new Sequential(new Dense(20, 3000), new ReLU(), new Dense(7));
        model.Build(20);
        int microBatch = MicroBatchSize.MostRows(model.Root, 20), rows = (2 * microBatch) + 5;
        float[] x = new float[rows * 20], y = new float[rows * 7], one = new float[7];
        new RandomStream(1, 1).FillNormal(x, 1);

        model.Predict(x, y);

        foreach (int row in (int[])[0, 1, microBatch - 1, microBatch, (2 * microBatch) - 1, 2 * microBatch, rows - 1])
        {
            model.Predict(x.AsSpan(row * 20, 20), one);
            Assert.Equal(Bits.Of(y.AsSpan(row * 7, 7)), Bits.Of(one));
        }
    }

    [Fact]
    public void Predict_AnyKindOfRows_GivesTheSameBits()
    {
        var model = Trained();
        uint[] expected = Bits.Of(model.Predict(_x));
        float[][] jagged = [.. Enumerable.Range(0, Blobs.Count).Select(row => _flat[(row * 4)..((row * 4) + 4)])];
        var tensor = Tensor.Create(_flat, [Blobs.Count, 4]);

        Assert.Equal(expected, Bits.Of(model.Predict(jagged)));
        Assert.Equal(expected, Bits.Of(model.Predict(tensor)));
        Assert.Equal(expected, Bits.Of(model.Predict(tensor.AsReadOnlyTensorSpan())));
        Assert.Equal(expected, Bits.Of(model.Predict(new Samples(_flat, 4))));
    }

    [Fact]
    public void Predict_FlatRowsForAShapedModel_AreTaken()
    {
        var model = new Sequential(new ReLU(), new Dense(3));
        model.Build(new Shape(2, 2));

        Assert.Equal(Bits.Of(model.Predict(new Samples(_flat, new Shape(2, 2)))), Bits.Of(model.Predict(_x)));
        Assert.Equal("ReLU expects samples of [2 × 2], got [4 × 1] (x is [300 × 4 × 1]).",
            Assert.Throws<ArgumentException>(() => model.Predict(new Samples(_flat, new Shape(4, 1)))).Message);
    }

    [Fact]
    public void Predict_NoSamples_GivesNone()
    {
        var model = Trained();

        Assert.Equal((0, 3), (model.Predict(new float[0, 4]).GetLength(0), model.Predict(new float[0, 4]).GetLength(1)));
        Assert.Empty(model.PredictClasses(new float[0, 4]));
        model.Predict([], []);
    }

    [Fact]
    public void Predict_Spans_AllocateNothing()
    {
        var model = Trained();
        float[] y = new float[Blobs.Count * 3];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int time = 0; time < 100; time++) model.Predict(_flat, y);
        }));
    }

    [Fact]
    public void Predict_SpansOfWrongLength_Throw()
    {
        var model = Trained();

        Assert.Contains("6 values", Assert.Throws<ArgumentException>(() => model.Predict(new float[6], new float[3])).Message);
        Assert.Contains("2 samples give 6 outputs, y has room for 7",
            Assert.Throws<ArgumentException>("y", () => model.Predict(new float[8], new float[7])).Message);
        Assert.Equal("Dense(16) expects 4 features per sample, got 5 (x is [2 × 5]).",
            Assert.Throws<ArgumentException>(() => model.Predict(new float[2, 5])).Message);
    }

    [Fact]
    public void PredictClasses_NaN_CountsAsLargestAndTheFirstOfEquals()
    {
        Assert.Equal(1, ClassOf(1, 3, 2, 0));
        Assert.Equal(0, ClassOf(5, 5, 1, 5));
        Assert.Equal(1, ClassOf(1, float.NaN, 9, float.NaN));
        Assert.Equal(0, ClassOf(float.NaN, float.NaN, float.NaN, float.NaN));
        Assert.Equal(3, ClassOf(0, float.PositiveInfinity, 3, float.NaN));

        static int ClassOf(params float[] outputs)
        {
            var model = new Sequential(new Dense(outputs.Length) { Initialization = Initialization.Zeros });
            model.Build(1);
            outputs.CopyTo(model.Parameter("0.bias"));
            return model.PredictClasses([[1]])[0];
        }
    }

    [Fact]
    public void PredictProbabilities_WithAndWithoutSoftmax_HaveTheSameBits()
    {
        Sequential logits = Blobs.Model(), softmax = new(new Dense(16), new ReLU(), new Dense(3), new Softmax());
        logits.Build(4);
        softmax.Build(4);

        Assert.Equal(Bits.Of(softmax.Predict(_x)), Bits.Of(logits.PredictProbabilities(_x)));
        Assert.Equal(Bits.Of(softmax.Predict(_x)), Bits.Of(softmax.PredictProbabilities(_x)));
        Assert.Equal(softmax.PredictClasses(_x), logits.PredictClasses(_x));
        Assert.NotEqual(Bits.Of(logits.Predict(_x)), Bits.Of(logits.PredictProbabilities(_x)));
    }

    [Fact]
    public void PredictProbabilities_LargeLogits_StayNumbers()
    {
        var model = new Sequential(new ReLU());
        model.Build(3);

        float[,] p = model.PredictProbabilities([[100, 0, 1], [3e38f, 0, 3e38f]]);

        Assert.Equal([1, 0, 0, 0.5f, 0, 0.5f], p.Cast<float>().Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void PredictClasses_OneOutput_NamesTheRemedy()
    {
        var model = new Sequential(new Dense(1));
        model.Build(4);

        Assert.Contains("use Predict", Assert.Throws<InvalidOperationException>(() => model.PredictClasses(_x)).Message);
        Assert.Contains("use Predict", Assert.Throws<InvalidOperationException>(() => model.PredictProbabilities(_x)).Message);
    }

    [Fact]
    public void Predict_SpansThatOverlap_Throws()
    {
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(6));
        model.Build(2);
        float[] buffer = new float[60];

        Assert.StartsWith("y shares memory with x,", Refused(0, 20, 0), StringComparison.Ordinal);
        Assert.StartsWith("y shares memory with x,", Refused(11, 2, 6), StringComparison.Ordinal);
        model.Predict(buffer.AsSpan(12, 2), buffer.AsSpan(6, 6)); // side by side

        string Refused(int from, int length, int to) =>
            Assert.Throws<ArgumentException>("y", () => model.Predict(buffer.AsSpan(from, length), buffer.AsSpan(to, 3 * length))).Message;
    }

    [Fact]
    public void Predict_IntoTheParameters_Throws()
    {
        var model = new Sequential(new Dense(3, 3));
        model.Build(3);

        string message = Assert.Throws<ArgumentException>("y", () => model.Predict(new float[6], model.Parameters[..6])).Message;

        Assert.StartsWith("y shares memory with the parameters,", message, StringComparison.Ordinal);
    }

    /// <summary>What one thread predicts while another builds or loads has one set of weights.</summary>
    [Fact]
    public void Predict_ModelThatIsBuiltMeanwhile_KeepsItsWeights()
    {
        var builder = new Builder();
        var model = new Sequential(new Dense(20, 3000), builder, new Dense(7));
        model.Build(20);
        int rows = (2 * MicroBatchSize.MostRows(model.Root, 20)) + 5;
        float[] x = Draw.Normal(rows * 20, 1), expected = new float[rows * 7], y = new float[rows * 7];
        model.Predict(x, expected);

        builder.Act = () => model.Build(20, seed: 5);
        model.Predict(x, y);

        Assert.Equal(Bits.Of(expected), Bits.Of(y));
        model.Predict(x, y);
        Assert.NotEqual(Bits.Of(expected), Bits.Of(y));
    }

    [Fact]
    public void PredictProbabilities_LastSigmoid_AreItsOutputs()
    {
        foreach (int outputs in (int[])[1, 3])
        {
            var model = new Sequential(new Dense(outputs), new Block(new Sigmoid()));
            model.Build(4);

            Assert.Equal(Bits.Of(model.Predict(_x)), Bits.Of(model.PredictProbabilities(_x)));
        }
    }

    [Fact]
    public void Predict_TooManyOutputs_CountsThem()
    {
        var model = new Sequential(new Dense(1 << 16));
        model.Build(1);

        Assert.StartsWith("65536 samples give 4294967296 outputs, y has room for 0.", Refused(65_536, 0), StringComparison.Ordinal);
        Assert.StartsWith("40000 samples give 2621440000 outputs, y has room for 10.", Refused(40_000, 10), StringComparison.Ordinal);
        Assert.Equal(
            "65536 samples give 4294967296 outputs, more than the 2147483591 that an array holds: predict fewer samples at a time. (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => model.Predict(new Samples(new float[1 << 16], 1))).Message);

        string Refused(int inputs, int outputs) =>
            Assert.Throws<ArgumentException>("y", () => model.Predict(new float[inputs], new float[outputs])).Message;
    }

    private static Sequential Trained()
    {
        var model = Blobs.Model();
        new Trainer(model, new() { Epochs = 3 }).Fit(_x, Blobs.Make().Y);
        return model;
    }

    /// <summary>The identity, which does something else meanwhile.</summary>
    private sealed class Builder : Layer
    {
        public Action? Act { get; set; }

        public override void Forward(in ForwardPass pass)
        {
            Act?.Invoke();
            Act = null;
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }
}

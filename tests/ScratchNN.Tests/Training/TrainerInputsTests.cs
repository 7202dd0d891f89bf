using System.Numerics.Tensors;
using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

/// <summary>The same rows, however they are passed, give the same bits.</summary>
public class TrainerInputsTests
{
    private static readonly float[,] _x = Blobs.Make().X;
    private static readonly int[] _y = Blobs.Make().Y;
    private static readonly float[] _flat = [.. _x.Cast<float>()];

    [Theory, Row(14, 26, 28)]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_AnyKindOfRows_GivesTheSameBits(bool shuffle)
    {
        uint[] expected = Train(shuffle, trainer => trainer.Fit(_x, _y));

        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Jagged(), _y)));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Tensor.Create(_flat, [Blobs.Count, Blobs.Features]), _y)));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(new Samples(_flat, Blobs.Features), _y)));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Strided(), _y)));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Transposed(), _y)));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Dataset.From(_x, _y))));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Dataset.From(new Samples(_flat, Blobs.Features), _y))));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(new OwnDataset())));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_ByteLabels_GiveTheSameBits(bool shuffle) => Assert.Equal(
        Train(shuffle, trainer => trainer.Fit(_x, _y)),
        Train(shuffle, trainer => trainer.Fit(_x, [.. _y.Select(label => (byte)label)])));

    [Theory, Row(14, 28)]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_AnyKindOfTargets_GivesTheSameBits(bool shuffle)
    {
        float[,] targets = Blobs.OneHot(_y);
        float[] flat = [.. targets.Cast<float>()];
        uint[] expected = Train(shuffle, trainer => trainer.Fit(_x, targets));

        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(_x, new Samples(flat, Blobs.Classes))));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Jagged(), Tensor.Create(flat, [Blobs.Count, Blobs.Classes]))));
        Assert.Equal(expected, Train(shuffle, trainer => trainer.Fit(Dataset.From(new Samples(_flat, Blobs.Features), new Samples(flat, Blobs.Classes)))));
    }

    [Fact, Row(37)]
    public void Fit_ColumnOfTargets_EqualsNumbers()
    {
        float[] numbers = [.. _y.Select(label => (float)label)];
        Model column = new(new Dense(1)), plain = new(new Dense(1));

        new Trainer(column).Fit(_x, new Samples(numbers, 1));
        new Trainer(plain).Fit(_x, numbers);

        Assert.Equal(Bits.Of(plain), Bits.Of(column));
    }

    [Fact]
    public void Fit_FlatRowsForAShapedModel_EqualShapedOnes()
    {
        Sequential flat = new(new Square(), new Dense(3)), shaped = new(new Square(), new Dense(3));
        Assert.Contains("call Build(new Shape(2, 2)) or train it first", Assert.Throws<InvalidOperationException>(() => flat.Predict(_x)).Message,
            StringComparison.Ordinal);

        new Trainer(flat).Fit(_x, _y);
        new Trainer(shaped).Fit(new Samples(_flat, new Shape(2, 2)), _y);

        Assert.Equal(new Shape(2, 2), flat.InputShape);
        Assert.Equal(Bits.Of(shaped), Bits.Of(flat));
    }

    [Fact]
    public void Fit_ShapedRowsOfTheSizeThatTheModelWants_KeepTheirShape()
    {
        var model = new Sequential(new Dense(Blobs.Features, 3));

        new Trainer(model).Fit(new Samples(_flat, new Shape(2, 2)), _y);

        Assert.Equal(new Shape(2, 2), model.InputShape);
    }

    [Fact]
    public void FitAndDiagnose_FlatRowsForAModelBuiltWithAShape_TakeThem()
    {
        var model = new Sequential(new Upright(), new Dense(3));
        model.Build(new Shape(2, 2));
        var trainer = new Trainer(model);

        Assert.NotEmpty(trainer.Diagnose(_x, _y).Rates);
        Assert.NotEmpty(trainer.Fit(_x, _y).Epochs);
    }

    [Fact]
    public void Evaluate_AnyKind_GivesTheSameNumbers()
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        var trainer = new Trainer(model);
        var expected = trainer.Evaluate(_x, _y);

        Assert.Equal(Blobs.Count, expected.Count);
        Assert.Equal(expected, trainer.Evaluate(Jagged(), (byte[])[.. _y.Select(label => (byte)label)]));
        Assert.Equal(expected, trainer.Evaluate(new OwnDataset()));
        Assert.Equal(expected, new Trainer(model, new() { Loss = new CrossEntropy() }).Evaluate(_x, Blobs.OneHot(_y)));
        Assert.Equal(
            new Trainer(model).Evaluate(_x, Blobs.OneHot(_y)) with { Accuracy = null },
            new Trainer(model)
                .Evaluate(Dataset.From(new Samples(_flat, Blobs.Features), new Samples(Blobs.OneHot(_y).Cast<float>().ToArray(), Blobs.Classes))));
    }

    [Fact]
    public void Evaluate_Accuracy_CountsRightClasses()
    {
        var model = new Sequential(new Dense(2));
        model.Build(1);
        model.Parameter("0.weight").Clear();
        model.Parameter("0.bias")[1] = 1;

        Assert.Equal(0.75, new Trainer(model).Evaluate([[0], [0], [0], [0]], [1, 1, 0, 1]).Accuracy);
    }

    private static uint[] Train(bool shuffle, Action<Trainer> fit)
    {
        var model = Blobs.Model();
        fit(new Trainer(model, new() { Epochs = 2, Shuffle = shuffle }));
        return Bits.Of(model);
    }

    private static float[][] Jagged() =>
        [.. Enumerable.Range(0, Blobs.Count).Select(row => _flat[(row * Blobs.Features)..((row + 1) * Blobs.Features)])];

    /// <summary>A view of part of a wider tensor: not dense.</summary>
    private static Tensor<float> Strided()
    {
        var wide = Tensor.CreateFromShape<float>([Blobs.Count, Blobs.Features + 3]);
        for (int row = 0; row < Blobs.Count; row++)
            for (int i = 0; i < Blobs.Features; i++)
                wide[row, i] = _x[row, i];
        return wide.Slice([0..Blobs.Count, 0..Blobs.Features]);
    }

    /// <summary>Columns one after another, seen as rows.</summary>
    private static Tensor<float> Transposed()
    {
        float[] columns = [.. from i in Enumerable.Range(0, Blobs.Features) from row in Enumerable.Range(0, Blobs.Count) select _x[row, i]];
        return Tensor.PermuteDimensions<float>(Tensor.Create(columns, [Blobs.Features, Blobs.Count]), [1, 0]);
    }

    private sealed class OwnDataset : IDataset
    {
        public int Count => Blobs.Count;
        public Shape InputShape => Blobs.Features;
        public Shape? TargetShape => null;

        public void Read(in ReadPass pass)
        {
            Assert.True(pass.Targets.IsEmpty);
            for (int i = 0; i < pass.Rows.Length; i++)
            {
                pass.Labels[i] = _y[pass.Rows[i]];
                for (int j = 0; j < Blobs.Features; j++) pass.Inputs[(i * Blobs.Features) + j] = _x[pass.Rows[i], j];
            }
        }
    }

    /// <summary>Takes rows of two dimensions, and does not say so beforehand.</summary>
    private sealed class Upright : Layer
    {
        public override Shape OutputShape(Shape input) => input.Rank == 2 ? input : throw new ArgumentException($"{input} has not two dimensions.");

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <summary>Insists on a shape.</summary>
    private sealed class Square : Layer
    {
        public override Shape? InputShape => new Shape(2, 2);

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}

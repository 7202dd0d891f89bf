using System.Numerics.Tensors;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Containers of a user, and the library's with a user's layers in them: checked, frozen, saved, diagnosed and trained as any layer.</summary>
public class ContainerTests
{
    private const double RightGradient = 1e-3; // as GradientCheckResult says
    private const int Words = 7;

    private static readonly TrainerOptions _options = new() { Epochs = 30, Optimizer = new Adam(0.02f) };

    private static readonly LayerRegistry _layers = new LayerRegistry()
        .Add("Gated", Gated.Read)
        .Add("Features", Features.Read)
        .Add("Lookup", json => new Lookup(json.GetProperty("words").GetInt32(), json.GetProperty("size").GetInt32()));

    public static TheoryData<string> Names => ["gated", "wide and deep", "embedding"];

    [Theory, MemberData(nameof(Names))]
    public void GradientCheck_OfTheModel_IsRight(string name)
    {
        var (x, _) = Data(name);
        var layer = new Block([.. NewModel(name).Layers]);

        Assert.InRange(GradientCheck.Run(layer, x[..5]).MaxRelativeError, 0, RightGradient);
        if (name != "embedding") Assert.InRange(GradientCheck.Run(layer, x[0].Length).MaxRelativeError, 0, RightGradient);
    }

    [Theory, MemberData(nameof(Names))]
    public void Fit_Model_LearnsWithoutAFinding(string name)
    {
        var (x, y) = Data(name);

        var history = new Trainer(NewModel(name), _options).Fit(x, y);

        Assert.True(history.Epochs[^1].Accuracy > 0.9, history.ToString());
        Assert.Empty(history.Findings);
    }

    [Theory, MemberData(nameof(Names))]
    public void Diagnose_Model_FindsNothingWrong(string name)
    {
        var (x, y) = Data(name);

        var diagnosis = new Trainer(NewModel(name), _options).Diagnose(x, y);

        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Severity > Severity.Info || finding.Code == "SNN006");
        Assert.NotNull(diagnosis.OverfitSteps);
    }

    [Theory]
    [InlineData("gated", "0.gate.*", 4)]
    [InlineData("wide and deep", "0.1.*", 4)]
    [InlineData("embedding", "0.0.*", 1)]
    public void Freeze_InnerLayers_NoFitMovesThem(string name, string names, int count)
    {
        var (x, y) = Data(name);
        var model = NewModel(name);
        model.Build(x[0].Length);
        Assert.Equal(count, model.Freeze(names));
        var before = model.ParameterInfos.ToDictionary(info => info.Name, info => model.Parameter(info.Name).ToArray());

        new Trainer(model, _options with { Epochs = 2 }).Fit(x, y);

        foreach (var (tensor, values) in before) Assert.Equal(model.IsFrozen(tensor), values.AsSpan().SequenceEqual(model.Parameter(tensor)));
    }

    [Theory, MemberData(nameof(Names))]
    public void SaveAndResume_Model_ComesBack(string name)
    {
        var (x, y) = Data(name);
        var trainer = new Trainer(NewModel(name), _options with { Epochs = 2 });
        trainer.Fit(x, y);
        MemoryStream file = new(), checkpoint = new();
        trainer.Model.Save(file);
        trainer.Save(checkpoint);
        (file.Position, checkpoint.Position) = (0, 0);

        var read = Model.Load(file, _layers);
        var resumed = Trainer.Resume(checkpoint, trainer.Options, _layers);

        Assert.Equal(trainer.Model.ToString(), read.ToString());
        Assert.Equal(trainer.Model.Predict(x), read.Predict(x));
        trainer.Fit(x, y);
        resumed.Fit(x, y);
        Assert.Equal(trainer.Model.Parameters.ToArray(), resumed.Model.Parameters.ToArray());
    }

    [Fact]
    public void Check_SeesInnerLayersAndThenWhatTheyMake()
    {
        var paths = new List<string>();
        var (x, y) = Data("gated");

        new Trainer(NewModel("gated"), _options with { Epochs = 1, Checks = [new Paths(paths)] }).Fit(x, y);

        Assert.Equal(
            ["0.value Dense", "0.gate.0 Dense", "0.gate.1 Tanh", "0.gate.2 Dense", "0.gate.3 Sigmoid", "0 Gated", "1 Tanh", "2.layers.0 Dense",
                "2.layers.1 Tanh", "2 Residual", "3 Dense"], paths);
    }

    public static TheoryData<string, string> Places => new()
    {
        { "0", "model" }, { "0.0", "block" }, { "0.gate", "gated" }, { "0.layers.0", "residual" }, { "0.shortcut", "shortcut" }, { "0.1", "branches" },
            { "0.layers.0.gate.0", "deep" },
    };

    [Theory, MemberData(nameof(Places))]
    public void Diagnose_WrongGradientInside_NamesThePath(string path, string place)
    {
        var (x, y) = Data("gated");

        var finding = Assert.Single(new Trainer(new Sequential(Put(new Halves(), place), new Dense(2)), _options).Diagnose(x, y).Findings, finding =>
            finding.Code == "SNN006");

        Assert.Equal($"Halves (layer {path})", finding.Layer);
    }

    [Theory, MemberData(nameof(Places))]
    public void Fit_SoftmaxOverTheBatchInside_NamesThePath(string path, string place)
    {
        var (x, y) = Data("gated");

        var history = new Trainer(new Sequential(Put(new ColumnSoftmax(), place), new Dense(2)), _options with { Epochs = 1, WhenBroken = WhenBroken.Stop })
            .Fit(x, y);

        Assert.Equal($"ColumnSoftmax (layer {path})", Assert.Single(history.Findings, finding => finding.Code == "SNN005").Layer);
    }

    [Theory, MemberData(nameof(Places))]
    public void Fit_ExpThatOverflowsInside_NamesThePath(string path, string place)
    {
        var (x, y) = Data("gated");
        foreach (float[] row in x) row[0] *= 400;

        var history = new Trainer(new Sequential(Put(new Exp(), place), new Dense(2)), _options with { Epochs = 1, WhenBroken = WhenBroken.Stop }).Fit(x, y);

        var finding = Assert.Single(history.Findings, finding => finding.Code == "SNN010");
        Assert.Equal($"Exp (layer {path})", finding.Layer);
        Assert.StartsWith("Exp overflow", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Container_FaultOfItsOwn_IsNamed()
    {
        var (x, y) = Data("gated");

        var wrong = new Trainer(new Sequential(new Added(Added.Fault.Gradient), new Dense(2)), _options).Diagnose(x, y);
        Assert.Equal("Added(Dense(3)) (layer 0)", Assert.Single(wrong.Findings, finding => finding.Code == "SNN006").Layer);

        var mixing = new Trainer(new Sequential(new Added(Added.Fault.MixesBatch), new Dense(2)), _options with { Epochs = 1, WhenBroken = WhenBroken.Stop })
            .Fit(x, y);
        Assert.Equal("Added(Dense(3)) (layer 0)", Assert.Single(mixing.Findings, finding => finding.Code == "SNN005").Layer);

        var broken = new Trainer(new Sequential(new Added(Added.Fault.DividesByZero), new Dense(2)), _options with { Epochs = 1, WhenBroken = WhenBroken.Stop })
            .Fit(x, y);
        Assert.Equal("Added(Dense(3)) (layer 0)", Assert.Single(broken.Findings, finding => finding.Code == "SNN010").Layer);
    }

    /// <summary>A layer in a place of the model, with others about it.</summary>
    private static Layer Put(Layer layer, string place) => place switch
    {
        "block" => new Block(layer, new Dense(3)),
        "gated" => new Gated(new Dense(3), layer),
        "residual" => new Residual(layer, new Dense(3)),
        "shortcut" => new Residual(new Dense(3)) { Shortcut = layer },
        "branches" => new Branches(new Dense(2), layer),
        "deep" => new Residual(new Gated(new Tanh(), new Block(layer, new Dense(3)))),
        _ => layer,
    };

    private static Sequential NewModel(string name) => name switch
    {
        "gated" =>
            new(new Gated(new Dense(8), new Block(new Dense(8), new Tanh(), new Dense(8), new Sigmoid())), new Tanh(), new Residual(new Dense(8), new Tanh()),
                new Dense(2)),
        "wide and deep" =>
            new(new Branches(new Features(0, 1), new Block(new Features(1, 3), new Dense(8), new Tanh(), new Dense(4), new Tanh())), new Dense(2),
                new Softmax()),
        _ => new(new Branches(new Block(new Features(0, 1), new Lookup(Words, 4)), new Block(new Features(1, 3), new Dense(4))), new Tanh(), new Dense(2)),
    };

    private static (float[][] X, int[] Y) Data(string name)
    {
        var (x, y) = Tests.Data.Classes();
        float[][] rows = [.. Enumerable.Range(0, y.Length).Select(row => (float[])[x[row, 0], x[row, 1], x[row, 2]])];
        if (name == "embedding")
            for (int row = 0; row < y.Length; row++) rows[row][0] = (row * 5 / 3 % (Words / 2) * 2) + y[row];
        return (rows, y);
    }

    private sealed class Paths(List<string> paths) : Check("paths", CheckMoment.TrainingStart)
    {
        public override void Examine(in CheckPass pass)
        {
            foreach (var layer in pass.Layers) paths.Add($"{layer.Path} {layer.Layer.GetType().Name}");
        }
    }

    /// <summary>y = tanh x, with half its gradient.</summary>
    private sealed class Halves : Layer
    {
        public override void Forward(in ForwardPass pass) => TensorPrimitives.Tanh(pass.Input, pass.Output);

        public override void Backward(in BackwardPass pass)
        {
            for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = 0.5f * (1 - (pass.Output[i] * pass.Output[i])) * pass.OutputGradient[i];
        }
    }

    /// <summary>A softmax along the wrong axis.</summary>
    private sealed class ColumnSoftmax : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            int width = pass.InputShape.Size;
            for (int column = 0; column < width; column++)
            {
                float sum = 0;
                for (int i = column; i < pass.Input.Length; i += width) sum += pass.Output[i] = MathF.Exp(pass.Input[i]);
                for (int i = column; i < pass.Input.Length; i += width) pass.Output[i] /= sum;
            }
        }

        public override void Backward(in BackwardPass pass) => pass.InputGradient.Clear();
    }

    private sealed class Exp : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = MathF.Exp(pass.Input[i]);
        }

        public override void Backward(in BackwardPass pass)
        {
            for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = pass.Output[i] * pass.OutputGradient[i];
        }
    }

    /// <summary>y = f(x) + x, with a fault in the adding.</summary>
    private sealed class Added(Added.Fault fault) : Container(new Dense(3))
    {
        public enum Fault { Gradient, MixesBatch, DividesByZero }

        protected override void Combine(in CombinePass pass)
        {
            TensorPrimitives.Add(pass.Input, pass.InnerOutput(0), pass.Output);
            if (fault == Fault.MixesBatch) TensorPrimitives.Subtract(pass.Output, TensorPrimitives.Sum(pass.Input) / pass.BatchSize, pass.Output);
            if (fault == Fault.DividesByZero) TensorPrimitives.Divide(pass.Output, 0, pass.Output);
        }

        protected override void Distribute(in DistributePass pass)
        {
            TensorPrimitives.Multiply(pass.OutputGradient, fault == Fault.Gradient ? 0.9f : 1, pass.InnerGradient(0));
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }
}

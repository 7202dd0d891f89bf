namespace ScratchNN.PublicApi.Tests;

public class LayerTests
{
    private const double RightGradient = 1e-3; // as GradientCheckResult says: a right gradient is below, one that is off by 1 % above

    public static TheoryData<string> Layers => ["square", "scale", "half", "tanh", "block"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Backward_UsersLayer_PassesTheGradientCheck(string name)
    {
        foreach (int batchSize in (int[])[1, 3, 8])
            Assert.InRange(GradientCheck.Run(Make(name), 6, batchSize).MaxRelativeError, 0, RightGradient);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Fit_UsersLayer_Learns(string name)
    {
        var (x, y) = Data.Classes();
        var model = new Sequential(new Dense(16), Make(name), new Dense(2));

        var history = new Trainer(model, new() { Epochs = 20, Optimizer = new Adam(0.02f) }).Fit(x, y);

        Assert.True(history.Epochs[^1].Accuracy > 0.9, history.ToString());
    }

    [Fact]
    public void Fit_RowsSharedAmongWorkers_GivesTheSameBits()
    {
        var (x, y) = Data.Classes();

        Assert.Equal(Train(1), Train(2));
        Assert.Equal(Train(1), Train(5));

        float[] Train(int workers)
        {
            var model = new Sequential(new Dense(16), new ParallelTanh(), new Dense(2));
            new Trainer(model, new() { Threads = workers }).Fit(x, y);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void GradientCheck_WrongGradient_TellsWhere()
    {
        var result = GradientCheck.Run(new ForgotTheFactor(), 4);

        Assert.True(result.MaxRelativeError > RightGradient);
        Assert.Equal("input", result.Tensor);
    }

    [Fact]
    public void Build_LayerThatRefuses_SaysWhichAndWhy()
    {
        var model = new Sequential(new Dense(5), new RandomHalf());

        Assert.Equal("RandomHalf halves an even number of features, got 5. It is layer 1, after layers whose output is [5].",
            Assert.Throws<ArgumentException>(() => model.Build(3)).Message);
    }

    private static Layer Make(string name) => name switch
    {
        "square" => new SignedSquare(),
        "scale" => new Scale(),
        "half" => new RandomHalf(),
        "tanh" => new ParallelTanh(),
        _ => new Block(new Scale(), new ParallelTanh(), new Block(new Scale())),
    };

    private sealed class ForgotTheFactor : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] * pass.Input[i];
        }

        public override void Backward(in BackwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.InputGradient[i] = pass.Input[i] * pass.OutputGradient[i];
        }
    }
}

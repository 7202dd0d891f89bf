using System.Text.Json;

namespace Mnist.Tests.Experiment;

public class ExperimentTests
{
    [Fact]
    public void Answer_Json_HasTheFieldsOfTheReference()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, new Terminal().Run("answer", "--iterations", "101", "--json", folder["answer.json"]));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["answer.json"]));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("firstNonFiniteIteration").ValueKind);
        Assert.True(json.RootElement.GetProperty("seconds").GetDouble() > 0);
        var trace = json.RootElement.GetProperty("trace").EnumerateArray().ToArray();
        Assert.Equal([0, 100], trace.Select(look => look.GetProperty("iteration").GetInt32()));
        Assert.All(trace, look => Assert.Equal(1797, look.GetProperty("predictions").EnumerateArray().Sum(count => count.GetInt32())));
        Assert.All(trace, look => Assert.InRange(look.GetProperty("accuracy").GetDouble(), 0, 1));
        Assert.All(trace, look => Assert.InRange(look.GetProperty("maxLogit").GetDouble(), 0, 10));
    }

    [Fact]
    public void BatchAxisSoftmax_SumsOverTheBatch()
    {
        float[] y = Forward([0, MathF.Log(3), 0, 0], rows: 2);

        Assert.Equal([0.5f, 0.75f, 0.5f, 0.25f], y.Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void BatchAxisSoftmax_Above88_IsNaN()
    {
        Assert.All(Forward([88.7f, 0], rows: 1), value => Assert.Equal(1, value));
        Assert.True(float.IsNaN(Forward([88.8f, 0], rows: 1)[0]));
    }

    [Fact]
    public void AskersLoss_IsLogarithmAndDifference()
    {
        float[] losses = new float[1], gradient = new float[2];

        new AskersLoss().Compute(new LossPass { Output = [0.25f, 0.5f], Labels = [1], Losses = losses, OutputGradient = gradient, BatchSize = 1 });

        Assert.Equal(MathF.Log(2), losses[0], 1e-6f);
        Assert.Equal([0.25f, -0.5f], gradient);
    }

    [Fact]
    public void Look_NaN_IsReadAsTheFirstNaN()
    {
        var look = Look.At(3, [float.NaN, 0, 1, 0, 5, 1], new BatchAxisSoftmax(), [0, 2]);

        Assert.Equal([2, 0, 0], look.Predictions); // the sum of class 0 is NaN in both rows
        Assert.Equal((3, 0.5, null), (look.Iteration, look.Accuracy, look.MaxLogit));
    }

    private static float[] Forward(float[] x, int rows)
    {
        var softmax = new BatchAxisSoftmax();
        Shape input = x.Length / rows;
        float[] y = new float[x.Length];
        softmax.Forward(new ForwardPass
        {
            Parameters = [],
            Input = x,
            Output = y,
            Cache = new float[softmax.CacheSize(input, rows)],
            BatchSize = rows,
            InputShape = input,
        });
        return y;
    }
}

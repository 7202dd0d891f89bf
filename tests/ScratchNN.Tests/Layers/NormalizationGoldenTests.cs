using System.Text.Json;

namespace ScratchNN.Tests.Layers;

/// <summary>Normalising layers against PyTorch and scikit-learn, in float64.</summary>
public sealed class NormalizationGoldenTests
{
    private const double Tolerance = 1e-5, Quotients = 2e-4; // of numbers near 10000, of which x itself has 4 digits behind the point

    private static readonly IReadOnlyDictionary<string, JsonElement> _cases = Golden.Cases("normalization");

    public static TheoryData<string> BatchNorms => [.. NamesOf("BatchNorm")];

    public static TheoryData<string> LayerNorms => [.. NamesOf("LayerNorm")];

    public static TheoryData<string> Scalers => [.. NamesOf("Standardize")];

    [Theory, MemberData(nameof(Scalers))]
    public void Standardize_OfScikitLearnsData_IsItsStandardScaler(string name)
    {
        var row = _cases[name];
        float[] x = Floats(row, "x"), y = new float[x.Length];
        var model = new Sequential(new Standardize());
        model.Build(Golden.Dimensions(row.GetProperty("x"))[1]);

        model.Adapt(new Samples(x, model.InputShape));
        model.Predict(x, y);

        AssertClose(row, "mean", model.Parameter("0.mean"));
        AssertClose(row, "deviation", model.Parameter("0.deviation"));
        AssertClose(row, "y", y, name.EndsWith("far from zero", StringComparison.Ordinal) ? Quotients : Tolerance);
    }

    [Theory, MemberData(nameof(BatchNorms))]
    public void BatchNorm_StepsOfPyTorch_GiveItsOutputsGradientsAndStatistics(string name)
    {
        var row = _cases[name];
        var layer = new BatchNorm { Momentum = row.GetProperty("momentum").GetDouble(), Epsilon = row.GetProperty("epsilon").GetDouble() };
        foreach (var step in row.GetProperty("steps").EnumerateArray())
        {
            bool isTraining = step.GetProperty("training").GetBoolean();
            float[] parameters = [.. Floats(row, "weight"), .. Floats(row, "bias"), .. Floats(step, "mean_before"), .. Floats(step, "var_before")];
            var (y, dx, dw) = Run(layer, row, step, parameters, isTraining);
            int c = parameters.Length / 4;

            AssertClose(step, "y", y);
            AssertClose(step, "dx", dx);
            AssertClose(step, "dweight", dw.AsSpan(0, c));
            AssertClose(step, "dbias", dw.AsSpan(c, c));
            for (int i = 2 * c; i < 4 * c; i++) parameters[i] += dw[i];
            AssertClose(step, "mean", parameters.AsSpan(2 * c, c));
            AssertClose(step, "var", parameters.AsSpan(3 * c, c));
        }
    }

    [Theory, MemberData(nameof(LayerNorms))]
    public void LayerNorm_OfPyTorch_GivesItsOutputsAndGradients(string name)
    {
        var row = _cases[name];
        float[] parameters = [.. Floats(row, "weight"), .. Floats(row, "bias")];
        var (y, dx, dw) = Run(new LayerNorm { Epsilon = row.GetProperty("epsilon").GetDouble() }, row, row, parameters, isTraining: true);

        AssertClose(row, "y", y);
        AssertClose(row, "dx", dx);
        AssertClose(row, "dweight", dw.AsSpan(0, dw.Length / 2));
        AssertClose(row, "dbias", dw.AsSpan(dw.Length / 2));
    }

    private static (float[] Y, float[] DX, float[] DW) Run(Layer layer, JsonElement row, JsonElement step, float[] parameters, bool isTraining)
    {
        var shape = new Shape([.. row.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]);
        float[] x = Floats(step, "x"), dy = Floats(step, "dy"), y = new float[x.Length], dx = new float[x.Length], dw = new float[parameters.Length];
        int n = x.Length / shape.Size;
        float[] cache = new float[layer.CacheSize(shape, n)];
        layer.Forward(
            new ForwardPass { Parameters = parameters, Input = x, Output = y, Cache = cache, BatchSize = n, InputShape = shape, IsTraining = isTraining });
        layer.Backward(new BackwardPass
        {
            Parameters = parameters,
            Input = x,
            Output = y,
            OutputGradient = dy,
            Cache = cache,
            InputGradient = dx,
            ParameterGradient = dw,
            BatchSize = n,
            InputShape = shape,
            IsTraining = isTraining,
        });
        return (y, dx, dw);
    }

    private static float[] Floats(JsonElement row, string name) => Golden.Floats(row.GetProperty(name));

    private static void AssertClose(JsonElement row, string name, ReadOnlySpan<float> actual, double tolerance = Tolerance) =>
        Golden.AssertClose(Golden.Doubles(row.GetProperty(name)), actual, tolerance, name);

    private static IEnumerable<string> NamesOf(string layer) => _cases.Keys.Where(name => name.StartsWith(layer, StringComparison.Ordinal));
}

namespace ScratchNN.Tests.Layers;

/// <summary>Embedding and Flatten against PyTorch: <c>tests/golden/shapes.py</c>.</summary>
public sealed class ShapesGoldenTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. Golden.Cases("shapes").Keys];

    [Theory, MemberData(nameof(Names))]
    public void ForwardBackward_AsInPyTorch(string name)
    {
        var row = Golden.Cases("shapes")[name];
        int[] dimensions = Golden.Dimensions(row.GetProperty("x"));
        var shape = new Shape(dimensions.AsSpan(1..));
        float[] x = Golden.Floats(row.GetProperty("x")), dy = Golden.Floats(row.GetProperty("dy")), y = new float[dy.Length], dx = new float[x.Length];
        float[] w = row.TryGetProperty("weight", out var weight) ? Golden.Floats(weight) : [], dw = Draw.Filled(w.Length, float.NaN);
        Layer layer = w.Length > 0 ? new Embedding(Golden.Dimensions(weight)[0], Golden.Dimensions(weight)[1]) : new Flatten();

        layer.Forward(new ForwardPass { Parameters = w, Input = x, Output = y, BatchSize = dimensions[0], InputShape = shape });
        layer.Backward(
            new BackwardPass
            {
                Parameters = w, Input = x, Output = y, OutputGradient = dy, InputGradient = dx, ParameterGradient = dw,
                BatchSize = dimensions[0], InputShape = shape
            });

        AssertClose("y", y);
        if (w.Length > 0) AssertClose("dw", dw);
        else AssertClose("dx", dx);

        void AssertClose(string what, float[] actual) => Golden.AssertClose(Golden.Doubles(row.GetProperty(what)), actual, Tolerance, what);
    }
}

namespace ScratchNN.Tests.Layers;

/// <summary>Every activation against PyTorch: <c>tests/golden/activations.py</c>.</summary>
public sealed class ActivationsGoldenTests
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, Layer> _layers = new Layer[]
    {
        new LeakyReLU(), new LeakyReLU(0.2), new ELU(), new ELU(0.5), new GELU(), new GELU { Approximate = true }, new SiLU(), new Softplus(), new ReLU(),
            new Sigmoid(), new Tanh(),
    }.ToDictionary(layer => layer switch
    {
        LeakyReLU or ELU => layer.ToString().Replace("(0.01)", "", StringComparison.Ordinal).Replace("(1)", "", StringComparison.Ordinal), // defaults
        _ => layer.ToString(),
    });

    public static TheoryData<string> Names => [.. Golden.Cases("activations").Keys];

    [Theory, MemberData(nameof(Names))]
    public void ForwardBackward_AsInPyTorch(string name)
    {
        var row = Golden.Cases("activations")[name];
        var layer = _layers[name.Split(", ")[0]];
        float[] x = Golden.Floats(row.GetProperty("x")), dy = Golden.Floats(row.GetProperty("dy")), y = new float[x.Length], dx = new float[x.Length];
        int[] dimensions = Golden.Dimensions(row.GetProperty("x"));
        var shape = new Shape(dimensions.AsSpan(1..));

        layer.Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = dimensions[0], InputShape = shape });
        layer.Backward(
            new BackwardPass
            {
                Parameters = default, Input = x, Output = y, OutputGradient = dy, InputGradient = dx, BatchSize = dimensions[0],
                InputShape = shape
            });

        Golden.AssertClose(Golden.Doubles(row.GetProperty("y")), y, Tolerance, "y");
        Golden.AssertClose(Golden.Doubles(row.GetProperty("dx")), dx, Tolerance, "dx");
    }
}

// A layer of your own: written, checked, trained, saved and brought back.
using System.Text.Json;
using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Files;
using ScratchNN.Numerics;

// Do Forward and Backward belong together?
var check = GradientCheck.Run(new ParametricReLU(), input: 10);
Console.WriteLine($"gradient: {(check.MaxRelativeError < 1e-3 ? "right" : $"wrong in {check.Tensor}[{check.Index}]")}");

// 2000 points of a square; those within a circle are class 1.
var random = new RandomStream(seed: 1, stream: 0);
float[,] x = new float[2000, 2];
int[] y = new int[2000];
for (int row = 0; row < y.Length; row++)
{
    (x[row, 0], x[row, 1]) = ((2 * random.NextSingle()) - 1, (2 * random.NextSingle()) - 1);
    y[row] = (x[row, 0] * x[row, 0]) + (x[row, 1] * x[row, 1]) < 0.64f ? 1 : 0;
}

var model = new Sequential(new Dense(2, 16), new ParametricReLU(), new Dense(16, 2), new Softmax());
new Trainer(model, new() { Epochs = 30, Optimizer = new Adam(0.01f) }).Fit(x, y);
Console.WriteLine($"accuracy: {new Trainer(model).Evaluate(x, y).Accuracy:0.00}");
Console.WriteLine($"slopes: {string.Join(" ", model.Parameter("1.slope").ToArray().Select(slope => $"{slope:0.00}"))}");

// The file names the layer; the registry says how it is made.
var layers = new LayerRegistry().Add("ParametricReLU", json => new ParametricReLU(json.GetProperty("slope").GetSingle()));
var file = new MemoryStream();
model.Save(file);
file.Position = 0;
var again = Model.Load(file, layers);
Console.WriteLine(
    $"from the file: {(again.Predict(x).Cast<float>().SequenceEqual(model.Predict(x).Cast<float>()) ? "the same, bit for bit" : "something else")}");

/// <summary>A ReLU that learns, for each feature, how much of the negative half to let through.</summary>
/// <remarks>
/// <code>
/// y  = x where x &gt; 0, else a·x
/// dx = dy where x &gt; 0, else a·dy    da = Σ rows of dy·x where x ≤ 0
///
/// X, Y [N × K]   slope a [K]
/// </code>
/// K. He et al.: Delving deep into rectifiers, ICCV 2015. Weight decay would pull the slopes to 0, so an optimizer that has it is told to leave them out.
/// </remarks>
internal sealed class ParametricReLU(float slope = 0.25f) : Layer
{
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "slope", Shape = input, Role = ParameterRole.Undecayed }];

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Fill(slope);

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input, a = pass.Parameters;
        for (int i = 0; i < x.Length; i++)
            pass.Output[i] = x[i] > 0 ? x[i] : a[i % a.Length] * x[i];
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input, a = pass.Parameters, dy = pass.OutputGradient;
        Span<float> dx = pass.InputGradient, da = pass.ParameterGradient;
        da.Clear(); // buffers arrive dirty
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] <= 0) da[i % a.Length] += dy[i] * x[i];
            if (!dx.IsEmpty) dx[i] = x[i] > 0 ? dy[i] : a[i % a.Length] * dy[i]; // the first layer's is wanted by nobody
        }
    }

    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("slope", slope);
}

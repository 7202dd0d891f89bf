// An autoencoder: 64 pixels through 8 numbers and back. What the 8 numbers keep is enough to draw the picture again.
using ScratchNN;
using ScratchNN.Numerics;

// 1,500 pictures of 8 × 8: a bright bar somewhere, at some angle
const int Count = 1500, Side = 8;
var random = new RandomStream(seed: 1, stream: 0);
float[,] x = new float[Count, Side * Side];
for (int i = 0; i < Count; i++)
{
    float angle = MathF.PI * random.NextSingle(), shift = 4 * (random.NextSingle() - 0.5f), dx = MathF.Cos(angle), dy = MathF.Sin(angle);
    for (int pixel = 0; pixel < Side * Side; pixel++)
    {
        float distance = (dx * ((pixel % Side) - 3.5f)) + (dy * ((pixel / Side) - 3.5f)) - shift;
        x[i, pixel] = MathF.Exp(-distance * distance);
    }
}

var model = new Sequential(new Dense(48), new ReLU(), new Dense(8), new Tanh(), new Dense(48), new ReLU(), new Dense(Side * Side), new Sigmoid());
new Trainer(model, new() { Epochs = 150, Optimizer = new Adam(0.002), Loss = new MeanSquaredError(), Schedule = new OneCycle() }).Fit(x, x);

var encoder = model.Take(..4);
float[] picture = [.. Enumerable.Range(0, Side * Side).Select(pixel => x[0, pixel])], again = model.PredictOne(picture);
Console.WriteLine(FormattableString.Invariant($"R² of all pixels: {model.Evaluate(x, x, Metric.R2)[Metric.R2]:0.000}"));
Console.WriteLine($"A picture is {string.Join(" ", encoder.PredictOne(picture).Select(number => FormattableString.Invariant($"{number:0.0}")))}:");
for (int row = 0; row < Side; row++) Console.WriteLine($"{Line(picture, row)}   {Line(again, row)}");

static string Line(float[] picture, int row) => string.Concat(picture.Skip(row * Side).Take(Side).Select(value => " .:+#"[(int)(4.99f * value)]));

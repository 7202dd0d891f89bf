// Regression: numbers as targets. x and y come in their own units; the model learns their scale and answers in the units of y.
using ScratchNN;
using ScratchNN.Numerics;

// 600 flats: area in m², age in years, distance to the centre in km; the rent in euros
const int Count = 600;
var random = new RandomStream(seed: 1, stream: 0);
float[,] x = new float[Count, 3];
float[] y = new float[Count], noise = new float[Count];
random.FillNormal(noise, 40);
for (int i = 0; i < Count; i++)
{
    (x[i, 0], x[i, 1], x[i, 2]) = (20 + (100 * random.NextSingle()), 80 * random.NextSingle(), 15 * random.NextSingle());
    y[i] = 250 + (9 * x[i, 0]) + (400 / (1 + x[i, 2])) - (x[i, 1] < 60 ? 2 * x[i, 1] : 0) + noise[i];
}

var model = new Sequential(new Standardize(), new Dense(32), new ReLU(), new Dense(32), new ReLU(), new Dense(1));
var data = Dataset.From(x, y);
var trainer = new Trainer(model,
    new() { Epochs = 100, BatchSize = 32, Optimizer = new Adam(0.003), Schedule = new OneCycle(), Metrics = [Metric.MeanAbsoluteError] });
trainer.Fit(data.Take(..500));

Console.WriteLine(model.Evaluate(data.Take(500..), Metric.R2, Metric.MeanAbsoluteError));
Console.WriteLine(FormattableString.Invariant($"50 m², 20 years old, 2 km away: {model.PredictOne([50, 20, 2])[0]:0} euros a month"));

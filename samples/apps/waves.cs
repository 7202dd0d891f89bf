#!/usr/bin/env dotnet
#:project ../../src/ScratchNN.Report
#:property IlcInstructionSet=x86-64-v3

// A number from a number: y = sin 3x + noise. The report ends in predictions beside targets. dotnet run waves.cs, then open waves.html.
using ScratchNN;
using ScratchNN.Numerics;
using ScratchNN.Reporting;

const int Count = 800;
float[] points = new float[Count], noise = new float[Count];
new RandomStream(seed: 1, stream: 0).FillUniform(points, -2, 2);
new RandomStream(seed: 1, stream: 1).FillNormal(noise, 0.1f);
float[,] x = new float[Count, 1];
float[] y = new float[Count];
for (int i = 0; i < Count; i++) (x[i, 0], y[i]) = (points[i], MathF.Sin(3 * points[i]) + noise[i]);

string path = args is [var given, ..] ? given : "waves.html";
var model = new Sequential(new Dense(1, 32), new Tanh(), new Dense(32, 32), new Tanh(), new Dense(32, 1));
var history = new Trainer(model, new()
{
    Epochs = 150,
    BatchSize = 32,
    Optimizer = new Adam(0.01),
    Schedule = new OneCycle(),
    ValidationSplit = 0.2,
    Metrics = [Metric.R2],
    Callbacks = [new HtmlReport(path) { Title = "A sine with noise" }],
}).Fit(x, y);

Console.WriteLine(history);
Console.WriteLine($"report: {path}");
return history.Epochs[^1].Validation![Metric.R2] > 0.9 ? 0 : 1;

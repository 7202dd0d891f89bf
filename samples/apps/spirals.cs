#!/usr/bin/env dotnet
#:project ../../src/ScratchNN.Report
#:property IlcInstructionSet=x86-64-v3

// Two spirals, wound around each other: a line cannot part them, two hidden layers can. dotnet run spirals.cs, then open spirals.html.
using ScratchNN;
using ScratchNN.Numerics;
using ScratchNN.Reporting;

const int Count = 1000;
var random = new RandomStream(seed: 1, stream: 0);
float[,] x = new float[Count, 2];
int[] y = new int[Count];
for (int i = 0; i < Count; i++)
{
    y[i] = i % 2;
    float radius = 0.1f + (0.9f * random.NextSingle()), angle = (3 * MathF.PI * radius) + (MathF.PI * y[i]);
    x[i, 0] = (radius * MathF.Cos(angle)) + (0.03f * (random.NextSingle() - 0.5f));
    x[i, 1] = (radius * MathF.Sin(angle)) + (0.03f * (random.NextSingle() - 0.5f));
}

string path = args is [var given, ..] ? given : "spirals.html";
var model = new Sequential(new Dense(2, 32), new Tanh(), new Dense(32, 32), new Tanh(), new Dense(32, 2), new Softmax());
var history = new Trainer(model, new()
{
    Epochs = 100,
    Optimizer = new Adam(0.01),
    Schedule = new OneCycle(),
    ValidationSplit = 0.2,
    Callbacks = [new HtmlReport(path) { Title = "Two spirals" }],
}).Fit(x, y);

Console.WriteLine(history);
Console.WriteLine($"report: {path}");
return history.Epochs[^1].ValidationAccuracy > 0.9 ? 0 : 1;

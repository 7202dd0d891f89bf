#!/usr/bin/env dotnet
#:project ../../src/ScratchNN.Report
#:property IlcInstructionSet=x86-64-v3

// The same network at four learning rates, four reports: the last two tell why nothing came of it. dotnet run too-fast.cs, then open too-fast-*.html.
using System.Globalization;
using ScratchNN;
using ScratchNN.Numerics;
using ScratchNN.Reporting;

const int Count = 2000, Features = 10;
float[] values = new float[Count * Features];
new RandomStream(seed: 1, stream: 0).FillNormal(values, 1);
int[] y = [.. Enumerable.Range(0, Count)
    .Select(row => (values[row * Features] > 0 ? 1 : 0) + (values[(row * Features) + 1] * values[(row * Features) + 2] > 0 ? 2 : 0))];

string folder = args is [var given, ..] ? given : ".";
foreach (double rate in (double[])[0.01, 0.1, 10, 1000])
{
    string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"too-fast-{rate}.html"));
    var history = new Trainer(new Sequential(new Dense(Features, 64), new ReLU(), new Dense(64, 4), new Softmax()), new()
    {
        Epochs = 20,
        Optimizer = new Sgd(rate),
        ValidationSplit = 0.2,
        WhenBroken = WhenBroken.Stop,
        Callbacks = [new HtmlReport(path) { Title = string.Create(CultureInfo.InvariantCulture, $"Learning rate {rate}") }],
    }).Fit(new Samples(values, Features), y);
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture,
            $"rate {rate}: {history.Breakage ?? $"accuracy {history.Epochs[^1].ValidationAccuracy:0.000}"}; {history.Findings.Count} findings, {path}"));
}

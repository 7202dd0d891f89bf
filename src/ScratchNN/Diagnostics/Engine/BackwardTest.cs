using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN006: every layer's Backward against the slope of its Forward, for what some samples make of its input.</summary>
internal static class BackwardTest
{
    private const double WrongGradient = 1e-3; // a backward that is wrong by 1 % measures 5e-3
    private const int CheckedEntries = 100;    // of each tensor
    private const int CheckedRows = 8;

    public static void Run(in DiagnosisPass pass)
    {
        var model = pass.Model;
        int n = Math.Min(CheckedRows, pass.Data.Count);
        pass.Data.Copied(pass.Rows(n), pass.Workers, out float[] x);
        float[] y = new float[n * model.OutputShape.Size], cache = new float[model.Root.CacheSize(model.InputShape, n)];
        model.Root.Forward(
            new ForwardPass { Parameters = model.Parameters, Input = x, Output = y, Cache = cache, BatchSize = n, InputShape = model.InputShape });
        var trace = new LayerTrace(model.Root, model.InputShape);
        var wrong = new List<string>();
        for (int i = 0; i < trace.Layers.Count; i++)
        {
            var layer = trace.Layers[i];
            var (input, output) = trace.Offsets(i, n);
            var inputs = input == LayerTrace.BlockInput ? x : cache.AsSpan(input, n * layer.Input.Size);
            var outputs = output == LayerTrace.BlockOutput ? y : cache.AsSpan(output, n * layer.Output.Size);
            if (!Finite.Are(inputs) || !Finite.Are(outputs)) continue; // it has no slope there: see what the checks before training found
            if (wrong.Any(path => path.StartsWith($"{layer.Path}.", StringComparison.Ordinal))) continue; // a container of a layer that is wrong
            if (!IsRight(pass.Findings, layer, inputs, n)) wrong.Add(layer.Path);
        }
    }

    private static bool IsRight(TrainingHistory findings, TracedLayer layer, ReadOnlySpan<float> inputs, int n)
    {
        GradientCheckResult result;
        try
        {
            result = new LayerSlopes(layer.Layer, layer.Input, inputs, n).Compare(CheckedEntries);
        }
        catch (InvalidOperationException exception)
        {
            findings.Add(new Finding
            {
                Code = "SNN006",
                Severity = Severity.Info,
                Title = $"The gradient of {layer.Name} could not be checked: {exception.Message}",
                Advice = "This is not an error if the layer never gets such numbers. "
                    + "Run GradientCheck.Run(layer, x) with samples that can be moved a little.",
                Layer = layer.Name,
            });
            return true;
        }
        if (result.MaxRelativeError <= WrongGradient) return true;
        findings.Add(new Finding
        {
            Code = "SNN006",
            Severity = Severity.Error,
            Title = $"Backward of {layer.Name} disagrees with the slope of Forward by {NumberFormat.Text(result.MaxRelativeError)} of the largest gradient, "
                + $"worst at entry {result.Index} of {result.Tensor}.",
            Advice = double.IsPositiveInfinity(result.MaxRelativeError) ? "Backward leaves an entry unassigned, or adds where it should assign."
                : "Compare Backward with its equation: a missing factor, 1/N or transpose?",
            Layer = layer.Name,
            Tensor = result.Tensor,
            Evidence = new Dictionary<string, double> { ["relative error"] = result.MaxRelativeError, ["index"] = result.Index },
        });
        return false;
    }
}

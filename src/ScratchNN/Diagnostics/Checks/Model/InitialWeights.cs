using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN007: weights that no training should begin with.</summary>
/// <remarks>The spread is judged only where all biases are the same: trained ones differ, and trained weights may have any spread.</remarks>
internal sealed class InitialWeights() : Check("SNN007", CheckMoment.TrainingStart)
{
    private const int FewestWeights = 64; // the spread of fewer is too uncertain
    private const double FarBelow = 0.1, FarAbove = 4; // times that of Glorot or He
    private const double LargeGain = 100; // from the first Dense to the last

    public override void Examine(in CheckPass pass)
    {
        int last = -1;
        for (int i = 0; i < pass.Layers.Count; i++)
            if (!pass.Layers[i].Parameters.IsEmpty) last = i;

        for (int i = 0; i <= last; i++)
        {
            var layer = pass.Layers[i];
            int bad = Finite.IndexOfFirstNot(layer.Parameters);
            if (bad >= 0)
                Report(pass, layer, Severity.Error, $"{layer.Name} holds {NumberFormat.Text(layer.Parameters[bad])} before the first step, at {bad} of its {layer.Parameters.Length} parameters.", "Build the model anew, or find what wrote to it.", "position", bad);
            else if (layer.Layer is Dense)
                ExamineDense(pass, layer, isLast: i == last);
        }
        if (pass.Step == 0) ExamineGain(pass);
    }

    private void ExamineGain(in CheckPass pass)
    {
        LayerView first = default, last = default;
        int count = 0;
        foreach (var layer in pass.Layers)
        {
            if (layer.Layer is not Dense) continue;
            if (count++ == 0) first = layer;
            last = layer;
        }
        if (count < 2) return;
        double before = Magnitude.RootMeanSquare(first.Output), after = Magnitude.RootMeanSquare(last.Output);
        if (!(after > LargeGain * before) || before == 0) return;
        Report(
            pass, last, Severity.Warning, $"Signals grow from {NumberFormat.Text(before)} at {first.Name} to {NumberFormat.Text(after)} at {last.Name}, in the root mean square.",
            "Start with smaller weights, Initialization.HeNormal before ReLU, GlorotUniform elsewhere; or take fewer layers.", "gain", after / before);
    }

    private void ExamineDense(in CheckPass pass, in LayerView layer, bool isLast)
    {
        int inputs = layer.InputShape.Size, outputs = layer.OutputShape.Size;
        var weight = layer.Parameters[..(inputs * outputs)];
        if (!isLast && outputs > 1 && weight.IndexOfAnyExcept(weight[0]) < 0)
        {
            Report(pass, layer, Severity.Error, $"All {weight.Length} weights of {layer.Name} are {NumberFormat.Text(weight[0])}: its {outputs} units are one, and stay so, since they get the same gradient.", "Start from random weights: Initialization.GlorotUniform, the default.", "weight", weight[0]);
            return;
        }
        double spread = Magnitude.RootMeanSquare(weight), glorot = Math.Sqrt(2.0 / (inputs + outputs)), he = Math.Sqrt(2.0 / inputs);
        var bias = layer.Parameters[weight.Length..];
        bool isTrained = bias.IndexOfAnyExcept(bias[0]) >= 0;
        if (isTrained || weight.Length < FewestWeights || spread == 0 || (spread >= FarBelow * glorot && spread <= FarAbove * he)) return;
        bool isSmall = spread < glorot;
        Report(
            pass, layer, Severity.Warning,
            $"The weights of {layer.Name} are {NumberFormat.Text(spread)} in the root mean square; Glorot and He begin with {NumberFormat.Text(glorot)} and {NumberFormat.Text(he)}.",
            isSmall ? "Signals and gradients shrink at this layer. Use Initialization.HeNormal before ReLU, GlorotUniform elsewhere." : "Signals grow at this layer and saturate or overflow what follows. Use Initialization.HeNormal before ReLU, GlorotUniform elsewhere.",
            "root mean square", spread);
    }

    private void Report(in CheckPass pass, in LayerView layer, Severity severity, string title, string advice, string name, double value) =>
        pass.Report(new Finding
        {
            Code = Code,
            Severity = severity,
            Title = title,
            Advice = advice,
            Layer = layer.Name,
            Tensor = $"{layer.Path}.weight",
            Evidence = new Dictionary<string, double> { [name] = value },
        });
}

using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN007: weights that no training should begin with.</summary>
/// <remarks>The spread is judged only where all biases are the same: trained ones differ, and trained weights may have any spread.</remarks>
internal sealed class InitialWeights() : Check("SNN007", CheckMoment.TrainingStart)
{
    private const int FewestWeights = 64; // the spread of fewer is too uncertain
    private const double FarBelow = 0.1, FarAbove = 4; // times that of Glorot or He
    private const double LargeGain = 100; // from the first weights to the last

    public override void Examine(in CheckPass pass)
    {
        int last = -1;
        for (int i = 0; i < pass.Layers.Count; i++)
            if (!pass.Layers[i].Parameters.IsEmpty) last = i;

        for (int i = 0; i <= last; i++)
        {
            var layer = pass.Layers[i];
            if (layer.Parameters.IsEmpty) continue;
            int bad = Finite.IndexOfFirstNot(layer.Parameters);
            if (bad >= 0)
                Report(pass, layer, Layout(layer).Entry(bad).Name, Severity.Error,
                    $"{layer.Name} holds {NumberFormat.Text(layer.Parameters[bad])} before the first step, at position {bad} of its {layer.Parameters.Length} "
                        + "parameters.", "Build a new model, or find what wrote to this one.", "position", bad);
            else
                foreach (var place in Layout(layer).Places)
                    if (IsWeight(place.Info)) ExamineWeights(pass, layer, place, isLast: i == last);
        }
        if (pass.Step == 0) ExamineGain(pass);
    }

    private void ExamineGain(in CheckPass pass)
    {
        LayerView first = default, last = default;
        int count = 0;
        foreach (var layer in pass.Layers)
        {
            if (layer.Parameters.IsEmpty || !Layout(layer).Infos.Any(IsWeight)) continue;
            if (count++ == 0) first = layer;
            last = layer;
        }
        if (count < 2) return;
        double before = Magnitude.RootMeanSquare(first.Output), after = Magnitude.RootMeanSquare(last.Output);
        if (!(after > LargeGain * before) || before == 0) return;
        Report(
            pass, last, Layout(last).Infos.First(IsWeight).Name, Severity.Warning,
                $"Signals grow from {NumberFormat.Text(before)} at {first.Name} to {NumberFormat.Text(after)} at {last.Name} (root mean square).",
            "Start with smaller weights, Initialization.HeNormal before ReLU, GlorotUniform elsewhere; or use fewer layers.", "gain", after / before);
    }

    private static ParameterLayout Layout(in LayerView layer) => new(layer.Layer.Parameters(layer.InputShape));

    /// <summary>Weights in the narrow sense: sums of inputs, each times one of them.</summary>
    private static bool IsWeight(ParameterInfo info) => info is { Role: ParameterRole.Weight, FanIn: > 0 };

    private void ExamineWeights(in CheckPass pass, in LayerView layer, PlacedParameter place, bool isLast)
    {
        int inputs = place.Info.FanIn, outputs = place.Size / inputs;
        var weight = place.Of(layer.Parameters);
        bool areFull = inputs == layer.InputShape.Size || AreFilters(place.Info, layer); // else each output may see inputs of its own
        if (!isLast && areFull && outputs > 1 && weight.IndexOfAnyExcept(weight[0]) < 0)
        {
            Report(pass, layer, place.Info.Name, Severity.Error,
                $"All {weight.Length} weights of {layer.Name} are {NumberFormat.Text(weight[0])}: its {outputs} units are identical and stay so, "
                    + "because they get the same gradient.",
                    $"Start from random weights: {layer.Layer.GetType().Name} draws them where no Initialization is set; "
                        + "a layer of your own draws them in Initialize.", "weight", weight[0]);
            return;
        }
        double spread = Magnitude.RootMeanSquare(weight), glorot = Math.Sqrt(2.0 / (inputs + outputs)), he = Math.Sqrt(2.0 / inputs);
        if (!HasFreshBias(layer) || weight.Length < FewestWeights || spread == 0 || (spread >= FarBelow * glorot && spread <= FarAbove * he)) return;
        bool isSmall = spread < glorot;
        Report(
            pass, layer, place.Info.Name, Severity.Warning,
            $"The weights of {layer.Name} have a root mean square of {NumberFormat.Text(spread)}; Glorot and He start with {NumberFormat.Text(glorot)} and "
                + $"{NumberFormat.Text(he)}.",
            isSmall ? "Signals and gradients shrink at this layer. Use Initialization.HeNormal before ReLU, GlorotUniform elsewhere."
                : "Signals grow at this layer and saturate or overflow the layers after it. Use Initialization.HeNormal before ReLU, GlorotUniform elsewhere.",
            "root mean square", spread);
    }

    /// <summary>
    /// Whether each channel of the output is a sum over all channels of the input, as in a convolution: its weights are [… × channels × filters].
    /// </summary>
    private static bool AreFilters(ParameterInfo info, in LayerView layer) =>
        info.Shape.Rank >= 3 && info.Shape.Channels == layer.OutputShape.Channels && info.FanIn * info.Shape.Channels == info.Shape.Size
        && (info.Shape[info.Shape.Rank - 2] == layer.InputShape.Channels || info.Shape[info.Shape.Rank - 2] == 1);

    /// <summary>Whether it has biases, and all of one parameter are the same.</summary>
    private static bool HasFreshBias(in LayerView layer)
    {
        bool hasBias = false;
        foreach (var place in Layout(layer).Places)
        {
            if (!place.Info.IsTrained || IsWeight(place.Info) || place.Size == 0) continue;
            hasBias = true;
            if (place.Of(layer.Parameters).IndexOfAnyExcept(layer.Parameters[place.Offset]) >= 0) return false;
        }
        return hasBias;
    }

    private void Report(in CheckPass pass, in LayerView layer, string parameter, Severity severity, string title, string advice, string name, double value) =>
        pass.Report(new Finding
        {
            Code = Code,
            Severity = severity,
            Title = title,
            Advice = advice,
            Layer = layer.Name,
            Tensor = $"{layer.Path}.{parameter}",
            Evidence = new Dictionary<string, double> { [name] = value },
        });
}

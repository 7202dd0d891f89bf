namespace ScratchNN;

/// <summary>SNN003: layers in an order that hinders learning.</summary>
internal sealed class LayerOrder() : Check("SNN003", CheckMoment.TrainingStart)
{
    public override void Examine(in CheckPass pass)
    {
        var layers = pass.Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            bool isLast = i == layers.Count - 1;
            int next = layers.ReaderOf(i);
            if (layer.Layer is Softmax && !(isLast && !pass.AbsorbsLast))
                Report(pass, layer, $"{layer.Name} is not the last layer: what follows sees only shares that sum to 1, and their gradients are small.", isLast && pass.AbsorbsLast ? "Softmax stands twice: keep one." : "Move Softmax to the end, and put ReLU here.");
            if (layer.Layer is Dense && next >= 0 && layers[next].Layer is Dense)
                Report(pass, layer, $"{layer.Name} is followed by {layers[next].Name} with nothing between: together they are no more than one Dense.", "Put a ReLU between them.");
            int classes = layer.OutputShape.Size;
            if (classes > 1 && (isLast ? pass.Loss is CrossEntropy : next >= 0 && layers[next].Layer is Softmax))
                ExamineLogits(pass, layer, classes);
            if (layer.Layer is Softmax && layer.OutputShape.Size == 1)
                Report(pass, layer, $"{layer.Name} has one unit: its output is always 1.", "End the model in one output per class, or drop Softmax.");
        }
        if (pass.Loss is MeanSquaredError && (pass.Data.ClassCounts.Length > 1 || AreOneHot(pass.Targets, layers[^1].OutputShape.Size)))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = "Classes are learned with squared error: its gradient is smallest where the answer is most wrong.",
                Advice = "Use CrossEntropy (the default for labels), on logits or on a last Softmax.",
            });
        else if (pass.Loss is MeanSquaredError && layers[^1] is { Layer: Sigmoid, OutputShape.Size: 1 } && AreTwoClasses(pass))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"All of {pass.Rows.Length} targets are 0 or 1, and {layers[^1].Name} is learned with squared error: its gradient is smallest where the answer is most wrong, and there is no accuracy.",
                Advice = "For two classes end the model in 2 outputs without Sigmoid, and pass the labels as int[] or byte[]: CrossEntropy is the default then, and PredictProbabilities gives the probability of either class.",
                Layer = layers[^1].Name,
            });
    }

    /// <summary>Of an activation between the last weights and the softmax.</summary>
    private void ExamineLogits(in CheckPass pass, in LayerView layer, int classes)
    {
        if (layer.Layer is ReLU)
            Report(pass, layer, $"{layer.Name} cuts the logits off at 0: a class can be voted for, but not against.", "Drop that ReLU.");
        if (layer.Layer is not (Sigmoid or Tanh)) return;
        double largest = layer.Layer is Tanh ? Math.E * Math.E : Math.E, probability = largest / (largest + classes - 1); // one logit at the top, the others at the bottom
        Report(
            pass, layer, $"{layer.Name} squeezes the logits into {(layer.Layer is Tanh ? "−1" : "0")} to 1: of {classes} classes none gets a probability above {NumberFormat.Text(probability)}.",
            $"Drop that {layer.Layer}: CrossEntropy works on the output of the last Dense.");
    }

    private static bool AreTwoClasses(in CheckPass pass) => pass.Targets.IsEmpty
        ? pass.Labels.IndexOfAnyExcept(0, 1) < 0 && pass.Labels.Contains(0) && pass.Labels.Contains(1)
        : pass.Targets.IndexOfAnyExcept(0, 1) < 0 && pass.Targets.Contains(0) && pass.Targets.Contains(1);

    private static bool AreOneHot(ReadOnlySpan<float> targets, int columns)
    {
        if (columns == 1 || targets.IsEmpty || targets.IndexOfAnyExcept(0, 1) >= 0) return false;
        for (int i = 0; i < targets.Length; i += columns)
            if (targets.Slice(i, columns).Count(1) != 1) return false;
        return true;
    }

    private void Report(in CheckPass pass, in LayerView layer, string title, string advice) =>
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = title,
            Advice = advice,
            Layer = layer.Name,
        });
}

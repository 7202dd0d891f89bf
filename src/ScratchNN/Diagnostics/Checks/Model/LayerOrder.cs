using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN003: layers in an order that hinders learning.</summary>
internal sealed class LayerOrder() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const double Sure = 0.99;
    private const float Against = -1; // a logit that can go no lower than this speaks against no class

    public override void Examine(in CheckPass pass)
    {
        var layers = pass.Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            bool isLast = i == layers.Count - 1;
            int next = ReaderOf(layers, i);
            bool standsTwice = isLast && pass.Loss.Absorbs(layer.Layer); // one more like it was absorbed already
            if (GivesShares(layer.Layer) && (!isLast || standsTwice))
                Report(pass, layer, $"{layer.Name} is not the last layer: what follows sees only shares that sum to 1, and their gradients are small.",
                    standsTwice ? $"{layer.Layer} occurs twice: keep one." : $"Move {layer.Layer} to the end, and put a ReLU here.");
            int weights = WeightsBehind(layers, i);
            if (weights >= 0 && IsLinear(layer) && IsLinear(layers[weights]) && !NarrowLayer.IsNarrow(pass, i))
                Report(pass, layer, $"{layer.Name} is followed by {layers[weights].Name} with nothing "
                    + $"between{(weights == next ? "" : " that is not linear")}: together they can do no more than one linear layer.",
                    "Put a ReLU between them.");
            int classes = layer.OutputShape.Size;
            if (isLast && pass.Loss.Meaning == OutputKind.YesNo) ExamineLogits(pass, layer, classes: 1);
            else if (classes > 1 && !GivesShares(layer.Layer)
                && (isLast ? pass.Loss.Meaning == OutputKind.OneClass : next >= 0 && GivesShares(layers[next].Layer)))
                ExamineLogits(pass, layer, classes);
            if (GivesShares(layer.Layer) && layer.OutputShape.Size == 1)
                Report(pass, layer, $"{layer.Name} has one unit: its output is always 1.",
                    $"For yes or no put Sigmoid in the place of {layer.Layer}; for classes end the model in one output per class.");
        }
        ExamineLoss(pass, layers[^1]);
    }

    /// <summary>Of classes, and of yes and no, that are learned as numbers.</summary>
    private static void ExamineLoss(in CheckPass pass, in LayerView last)
    {
        int outputs = last.OutputShape.Size;
        bool areClasses = outputs > 1 && (pass.Data.ClassCounts.Length > 1 || AreOneHot(pass.Targets, outputs));
        if (!(areClasses || (outputs == 1 && AreTwoClasses(pass))) || !LossProbe.IsSquaredError(pass)) return;
        if (areClasses)
            pass.Report(Severity.Warning, "Classes are learned with squared error: its gradient is smallest where the answer is most wrong.",
                "Use CrossEntropy (the default for labels), on logits or on a last Softmax.");
        else if (last.Layer.Meaning == OutputKind.YesNo)
            Report(
                pass, last, $"All of {pass.Rows.Length} targets are 0 or 1, and {last.Name} is learned with squared error: "
                    + "its gradient is smallest where the answer is most wrong.",
                "Pass y as bool[], int[] or byte[] and leave Loss unset, or set Loss = new BinaryCrossEntropy(): then the loss works on the logits, "
                    + "and there is an accuracy.");
        else if (!pass.Labels.IsEmpty)
            Report(
                pass, last,
                    $"All of {pass.Rows.Length} labels are 0 or 1, and the one output learns them as numbers: there is no accuracy, and no probability.",
                "If they mean no and yes, pass y as bool[] or end the model in Sigmoid: BinaryCrossEntropy is the default then. If they are numbers, "
                    + "pass them as float[].");
    }

    /// <summary>Of an activation between the last weights and the softmax, or with one class the sigmoid.</summary>
    private static void ExamineLogits(in CheckPass pass, in LayerView layer, int classes)
    {
        if (layer.Layer.OutputRange is not var (low, high)) return;
        if (low > Against && float.IsPositiveInfinity(high))
            Report(pass, layer, $"{layer.Name} cuts the logits off at {Bound(low)}: "
                + $"{(classes == 1 ? "no gets a probability of 0.5 at most" : "a class can be voted for, but not against")}.", $"Drop that {layer.Layer}.");
        if (!(float.IsFinite(low) && float.IsFinite(high))) return;
        if (classes == 1)
        {
            double yes = 1 / (1 + (double)Exponential.Exp(-high)), no = 1 / (1 + (double)Exponential.Exp(low));
            if (Math.Min(yes, no) > Sure) return;
            Report(
                pass, layer, $"{layer.Name} squeezes the logits into {Bound(low)} to {Bound(high)}: no gets a probability of {NumberFormat.Text(no)} at "
                    + $"most, yes of {NumberFormat.Text(yes)}.",
                $"Drop that {layer.Layer}: {pass.Loss} works on the output of the last Dense, or on a last Sigmoid.");
            return;
        }
        double probability = 1 / (1 + ((classes - 1) * (double)Exponential.Exp(low - high))); // one logit at the top, the others at the bottom
        if (probability > Sure) return;
        Report(
            pass, layer, $"{layer.Name} squeezes the logits into {Bound(low)} to {Bound(high)}: of {classes} classes none gets a probability above "
                + $"{NumberFormat.Text(probability)}.",
            $"Drop that {layer.Layer}: CrossEntropy works on the output of the last Dense.");
    }

    private static string Bound(float value) => (value < 0 ? "−" : "") + NumberFormat.Text(Math.Abs(value));

    /// <summary>Whether it gives shares that sum to 1, as Softmax does.</summary>
    private static bool GivesShares(Layer layer) => layer is { Meaning: OutputKind.OneClass, OutputRange: (0, 1) };

    /// <summary>Whether it is linear, of weights that are trained: a fixed scale before them is not a fault.</summary>
    private static bool IsLinear(in LayerView layer) => layer.Layer.IsLinear && !layer.Parameters.IsEmpty
        && layer.Layer.Parameters(layer.InputShape).Any(info => info.IsTrained);

    /// <summary>The first layer that reads the output of another; −1 if none does.</summary>
    private static int ReaderOf(LayerViews layers, int layer)
    {
        for (int i = layer + 1; i < layers.Count; i++)
            if (layers[i].Source == layer) return i;
        return -1;
    }

    /// <summary>
    /// The first layer behind another that does more than pass numbers on in a fixed linear way, as Flatten, a mean and Dropout do; −1 if there is none.
    /// </summary>
    private static int WeightsBehind(LayerViews layers, int layer)
    {
        int next = ReaderOf(layers, layer);
        while (next >= 0 && layers[next].Layer.IsLinear && !IsLinear(layers[next])) next = ReaderOf(layers, next);
        return next;
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

    private static void Report(in CheckPass pass, in LayerView layer, string title, string advice) => pass.Report(Severity.Warning, title, advice, layer.Name);
}

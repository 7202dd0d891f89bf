using ScratchNN.Kernels;

namespace ScratchNN;

/// <remarks>Back through the layers, and the step.</remarks>
internal sealed partial class NonFinite
{
    private bool Backward(in CheckPass pass)
    {
        int bad = Finite.IndexOfFirstNot(pass.OutputGradient), outputs = pass.Layers[^1].OutputShape.Size;
        if (bad >= 0)
        {
            var last = LastFinite(pass, pass.Earlier.MicroBatch.OutputGradient[bad], pass.OutputGradient);
            return Report(
                pass, null, "gradient", bad, outputs, pass.OutputGradient[bad], "Loss gradient",
                    $"the gradient of {pass.Loss} became {NumberFormat.Text(pass.OutputGradient[bad])}{last.Words}, though the loss is finite",
                $"Look at how {pass.Loss}.Compute assigns OutputGradient.", ["the data: x is finite", "the outputs: all are finite"], last.Number);
        }
        for (int i = pass.Layers.Count - 1; i >= 0; i--)
        {
            var layer = pass.Layers[i];
            int at = Finite.IndexOfFirstNot(layer.Gradient);
            if (at < 0) continue;
            float largest = Magnitude.Largest(layer.Output), incoming = Magnitude.Largest(pass.OutputGradient);
            var last = LastFinite(pass, pass.Earlier.Layer(i).Gradient[at], layer.Gradient);
            var (parameter, index) = Entry(layer, at);
            return Report(
                pass, layer.Name, "gradient", index, 1, layer.Gradient[at], "Exploding gradient",
                $"the gradient of {parameter}[{index}] of {layer.Name} became {NumberFormat.Text(layer.Gradient[at])}{last.Words}: "
                    + $"outputs reached {NumberFormat.Text(largest)} there, the gradient of the loss {NumberFormat.Text(incoming)}",
                $"{Clipping.And(pass.Options, $"Divide the learning rate ({NumberFormat.Text(pass.LearningRate)}) by 10")} If the layer is yours, "
                    + "run GradientCheck on it.", ["the data: x is finite", "the outputs: all are finite", "the loss: it is finite"],
                    ("largest output", largest), last.Number);
        }
        return false;
    }

    private void Step(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
        {
            int at = Finite.IndexOfFirstNot(layer.Parameters);
            if (at < 0) continue;
            float gradient = Magnitude.Largest(layer.Gradient), weight = Magnitude.LargestFinite(layer.Parameters);
            var (parameter, index) = Entry(layer, at);
            Report(
                pass, layer.Name, parameter, index, 1, layer.Parameters[at], "Learning rate too high",
                $"a step set {parameter}[{index}] of {layer.Name} to {NumberFormat.Text(layer.Parameters[at])}, "
                    + $"from {NumberFormat.Text(layer.Before[at])}: its gradients reached {NumberFormat.Text(gradient)} "
                        + $"and its other values {NumberFormat.Text(weight)}, at a learning rate of {NumberFormat.Text(pass.LearningRate)}",
                "Divide the learning rate by 10, or more.", ["the data: x is finite", "the loss and the gradient: both are finite"],
                    ("largest gradient", gradient), ("largest weight", weight), ("last finite", layer.Before[at]));
            return;
        }
        if (pass.BrokenOptimizer is not var (tensor, entry, now, before)) return;
        float largest = 0;
        foreach (var layer in pass.Layers) largest = Math.Max(largest, Magnitude.Largest(layer.Gradient));
        Report(
            pass, null, "optimizer state", entry, 1, now, "Learning rate too high",
            $"{pass.Options.Optimizer.GetType().Name}'s state for {tensor}[{entry}] became {NumberFormat.Text(now)}, from {NumberFormat.Text(before)}: "
                + $"gradients reached {NumberFormat.Text(largest)}, and it squares or adds them",
            Clipping.And(pass.Options, "Scale inputs and targets to about 1"), ["the data: x is finite", "the weights: all are finite"],
                ("largest gradient", largest), ("last finite", before));
    }

    /// <summary>An entry of all the parameters of a layer, by the parameter it belongs to.</summary>
    private static (string Parameter, int Index) Entry(in LayerView layer, int at) => new ParameterLayout(layer.Layer.Parameters(layer.InputShape)).Entry(at);
}

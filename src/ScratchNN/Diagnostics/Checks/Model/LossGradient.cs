namespace ScratchNN;

/// <summary>SNN006: a loss of your own whose gradient is not its slope, or that falls without end.</summary>
/// <remarks>
/// A loss may hand back the gradient before the last layer, if that layer passes it on, as softmax and cross-entropy are often taken together: then the two are
/// judged together.
/// </remarks>
internal sealed class LossGradient() : Check("SNN006", CheckMoment.TrainingStart)
{
    private const int MostEntries = 64;
    private const float Step = 1e-3f; // of the size of the outputs, and about 1
    private const double Wrong = 0.02, Constant = 0.02;
    private const double Far = 1e3, Farther = 1e4;

    public override void Examine(in CheckPass pass)
    {
        if (!OwnCode.Is(pass.Loss) || pass.Findings.Any(finding => finding.Code == "SNN005")) return; // what follows from that
        try
        {
            var samples = new LossSamples(pass);
            float[] gradient = samples.Compute(samples.Rows).Gradient;
            double[] slopes = Slopes(samples);
            double largest = slopes.Select(Math.Abs).Concat(gradient.Select(entry => (double)Math.Abs(entry))).Max();
            if (!double.IsFinite(largest) || slopes.Any(double.IsNaN) || largest == 0) return;
            if (Error(slopes, gradient, largest) is var (at, error) && error > Wrong)
            {
                if (!IsRightBehindLastLayer(pass)) ReportSlope(pass, slopes, gradient, at, error);
            }
            else ExamineFall(pass, samples, gradient);
        }
        catch (Exception) // of a loss that does not take what was made up
        {
        }
    }

    private void ReportSlope(in CheckPass pass, double[] slopes, float[] gradient, int at, double error)
    {
        double products = 0, squares = 0, rest = 0, all = 0;
        for (int i = 0; i < slopes.Length; i++) (products, squares) = (products + (slopes[i] * gradient[i]), squares + ((double)gradient[i] * gradient[i]));
        double ratio = products / squares;
        for (int i = 0; i < slopes.Length; i++)
        {
            double difference = slopes[i] - (ratio * gradient[i]);
            (rest, all) = (rest + (difference * difference), all + (slopes[i] * slopes[i]));
        }
        bool isFactor = rest < Constant * Constant * all && double.IsFinite(ratio);
        string title = isFactor ? $"the slope of its losses is {NumberFormat.Text(ratio)} times that gradient"
            : $"at entry {at} it is {NumberFormat.Text(gradient[at])}, and the slope of the loss there is {NumberFormat.Text(slopes[at])}";
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The gradient that {pass.Loss} assigns does not match its losses: {title}.",
            Advice = isFactor && Math.Abs(ratio + 1) < Constant ? "Flip the sign: OutputGradient is the slope, and the optimizer goes down it."
                : isFactor ? "A factor is missing: assign OutputGradient the derivative of exactly the loss that is assigned to Losses."
                : "Compare OutputGradient in Compute with the derivative of the loss; GradientCheck.Run(loss, output) shows when they agree.",
            Tensor = "loss",
            Evidence = new Dictionary<string, double>
            {
                ["slope to gradient"] = isFactor ? ratio : double.NaN, ["relative error"] = error, ["gradient"] = gradient[at],
                ["slope"] = slopes[at],
            },
            RuledOut = ["the data, the model and the learning rate: the check called only the loss"],
        });
    }

    /// <summary>Whether the loss falls for ever along its gradient, in proportion to the distance.</summary>
    private void ExamineFall(in CheckPass pass, LossSamples samples, float[] gradient)
    {
        float[] start = [.. samples.Outputs];
        double here = samples.Sum(), far = At(Far), farther = At(Farther);
        start.CopyTo(samples.Outputs, 0);
        if (!(farther < far && far < here && far < 0) || !(here - farther > 0.5 * (Farther / Far) * (here - far))) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"{pass.Loss} has no minimum: along its gradient the mean loss falls from {NumberFormat.Text(here / samples.Rows)} to "
                + $"{NumberFormat.Text(far / samples.Rows)} and {NumberFormat.Text(farther / samples.Rows)}, and keeps falling.",
            Advice = "Training will drive the outputs to infinity. Give the loss a lower bound, or use CrossEntropy or MeanSquaredError, which have one.",
            Tensor = "loss",
            Evidence = new Dictionary<string, double> { ["loss"] = here / samples.Rows, ["loss far out"] = farther / samples.Rows },
        });

        double At(double distance)
        {
            for (int i = 0; i < start.Length; i++) samples.Outputs[i] = (float)(start[i] - (distance * gradient[i]));
            return samples.Sum();
        }
    }

    /// <summary>The slopes of some entries; of the others what the first have, so that they agree with anything.</summary>
    private static double[] Slopes(LossSamples samples)
    {
        int count = Math.Min(MostEntries, samples.Outputs.Length);
        double[] slopes = new double[count];
        for (int i = 0; i < count; i++)
        {
            float at = samples.Outputs[i], step = Step * Math.Max(1, Math.Abs(at));
            samples.Outputs[i] = at + step;
            double high = samples.Sum();
            samples.Outputs[i] = at - step;
            double low = samples.Sum();
            slopes[i] = (high - low) / ((double)(at + step) - (at - step));
            samples.Outputs[i] = at;
        }
        return slopes;
    }

    private static (int At, double Error) Error(double[] slopes, float[] gradient, double largest)
    {
        var worst = (At: 0, Error: 0.0);
        for (int i = 0; i < slopes.Length; i++)
            if (Math.Abs(slopes[i] - gradient[i]) / largest is var error && error > worst.Error) worst = (i, error);
        return worst;
    }

    /// <summary>Whether what the last layer, your own too, makes of the gradient is the slope of the loss with respect to its input.</summary>
    private static bool IsRightBehindLastLayer(in CheckPass pass)
    {
        var last = pass.Layers[^1];
        if (!OwnCode.Is(last.Layer)) return false;
        int n = OwnCode.Count(last), inputs = last.InputShape.Size;
        float[] x = OwnCode.Inputs(last).ToArray(), y = new float[n * last.OutputShape.Size], losses = new float[n], dy = new float[y.Length],
            dx = new float[x.Length];
        float[] cache = new float[last.Layer.CacheSize(last.InputShape, n)], dw = new float[last.AllParameters.Length];
        int[] labels = pass.Labels[..(pass.Labels.IsEmpty ? 0 : n)].ToArray();
        float[] targets = pass.Targets[..(pass.Targets.Length / pass.Rows.Length * n)].ToArray();
        Layer layer = last.Layer;
        float[] parameters = last.AllParameters.ToArray();
        Shape shape = last.InputShape;
        var loss = pass.Loss;
        Sum(dy);
        layer.Backward(new BackwardPass
        {
            Parameters = parameters, Input = x, Output = y, OutputGradient = dy, Cache = cache, InputGradient = dx, ParameterGradient = dw, BatchSize = n,
            InputShape = shape,
        });
        double[] slopes = new double[Math.Min(MostEntries, x.Length)];
        for (int i = 0; i < slopes.Length; i++)
        {
            float at = x[i], step = Step * Math.Max(1, Math.Abs(at));
            x[i] = at + step;
            double high = Sum([]);
            x[i] = at - step;
            double low = Sum([]);
            slopes[i] = (high - low) / ((double)(at + step) - (at - step));
            x[i] = at;
        }
        double largest = slopes.Select(Math.Abs).Concat(dx.Select(entry => (double)Math.Abs(entry))).Max();
        return largest == 0 || Error(slopes, dx, largest).Error <= Wrong;

        double Sum(float[] gradient)
        {
            layer.Forward(
                new ForwardPass { Parameters = parameters, Input = x, Output = y, Cache = cache, BatchSize = n, InputShape = shape, IsTraining = true });
            loss.Compute(new LossPass { Output = y, Labels = labels, Targets = targets, Losses = losses, OutputGradient = gradient, BatchSize = n });
            double sum = 0;
            foreach (float value in losses) sum += value;
            return sum;
        }
    }
}

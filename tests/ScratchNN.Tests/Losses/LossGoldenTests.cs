using System.Text.Json;

namespace ScratchNN.Tests.Losses;

/// <summary>Losses, their means over a batch and their gradients, against PyTorch.</summary>
public sealed class LossGoldenTests
{
    private const double Tolerance = 1e-5;

    private static readonly IReadOnlyDictionary<string, JsonElement> _cases = Golden.Cases("losses");

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Compute_GivesPyTorchsLossesAndGradients(string name)
    {
        var row = _cases[name];
        var (loss, labels, targets, weights) = (LossOf(row), Labels(row), Targets(row), Weights(row));
        float[] output = Golden.Floats(row.GetProperty("outputs")), losses = new float[weights.Length], gradient = new float[output.Length];

        loss.Compute(
            new LossPass { Output = output, Labels = labels, Targets = targets, Losses = losses, OutputGradient = gradient, BatchSize = losses.Length });

        double sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += labels.Length > 0 && loss.Ignores(labels[i]) ? 0 : weights[i];
        for (int i = 0; i < gradient.Length; i++) gradient[i] = (float)(gradient[i] * (weights[i / (output.Length / losses.Length)] / sum));
        Golden.AssertClose(Golden.Doubles(row.GetProperty("losses")), losses, Tolerance, "loss");
        Golden.AssertClose(Golden.Doubles(row.GetProperty("gradient")), gradient, Tolerance, "gradient");
    }

    /// <summary>The mean as a trainer takes it: weighted, and without the labels that are ignored.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Evaluate_GivesPyTorchsMean(string name)
    {
        var row = _cases[name];
        int[] shape = Golden.Dimensions(row.GetProperty("outputs")), labels = Labels(row);
        var x = new Samples(Golden.Floats(row.GetProperty("outputs")), shape[1]);
        var model = new Sequential(new Identity());
        model.Build(shape[1]);
        var trainer = new Trainer(model, new() { Loss = LossOf(row) });

        var evaluation = trainer.Evaluate(x, labels.Length > 0 ? labels : new Samples(Targets(row), shape[1]), Weights(row));

        double mean = Golden.Doubles(row.GetProperty("mean"))[0];
        Assert.Equal(mean, evaluation.Loss, Tolerance * mean);
    }

    private static Loss LossOf(JsonElement row) => row.GetProperty("loss").GetString() switch
    {
        "CrossEntropy" =>
            new CrossEntropy
            {
                LabelSmoothing = Number(row, "smoothing", 0), IgnoredLabel = row.TryGetProperty("ignored", out var label) ? label.GetInt32()
                : null
            },
        "BinaryCrossEntropy" => new BinaryCrossEntropy { LabelSmoothing = Number(row, "smoothing", 0) },
        "MeanSquaredError" => new MeanSquaredError(),
        "MeanAbsoluteError" => new MeanAbsoluteError(),
        _ => new Huber(Number(row, "delta", double.NaN)),
    };

    private static double Number(JsonElement row, string name, double otherwise) => row.TryGetProperty(name, out var number) ? number.GetDouble() : otherwise;

    private static int[] Labels(JsonElement row) => row.TryGetProperty("labels", out var labels)
        ? [.. labels.EnumerateArray().Select(label => label.GetInt32())] : [];

    private static float[] Targets(JsonElement row) => row.TryGetProperty("targets", out var targets) ? Golden.Floats(targets) : [];

    private static float[] Weights(JsonElement row)
    {
        float[] weights = row.TryGetProperty("weights", out var given) ? Golden.Floats(given)
            : Draw.Filled(Golden.Dimensions(row.GetProperty("outputs"))[0], 1);
        if (!row.TryGetProperty("classWeights", out var classes)) return weights;
        float[] ofClasses = Golden.Floats(classes);
        return [.. Labels(row).Select(label => label < 0 ? 1 : ofClasses[label])]; // one that is ignored has any
    }
}

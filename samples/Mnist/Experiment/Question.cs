using System.Globalization;
using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>
/// The question that this library began with: "my network from scratch learns, then suddenly always answers 0".
/// 784-20-10 on 42,000 images of MNIST, the mean gradient of all of them, rate 0.01; with the asker's softmax, or with a right one.
/// </summary>
internal static class Question
{
    public const int Images = 42_000;

    public static Experiment Of(ImageSet train, bool isFixed, int? iterations = null)
    {
        Layer softmax = isFixed ? new Softmax() : new BatchAxisSoftmax();
        Loss loss = isFixed ? new CrossEntropy() : new AskersLoss();
        return new Experiment(train.First(Images), softmax, loss, LearningRate: 0.01f, iterations ?? (isFixed ? 500 : 300), LookEvery: 10)
        {
            Title = isFixed ? "The question, with a right softmax" : "The question: it learns, then always answers 0",
        };
    }

    /// <summary>Runs it; null where there is no MNIST.</summary>
    public static ExperimentResult? Run(ExperimentOptions options, MnistSource source, IAnsiConsole console, TextWriter error, Interruption interruption)
    {
        if (source.Find(options.Data, options.Offline, out string reason) is not { } data)
        {
            error.WriteLine($"This experiment needs MNIST, and there is none ({reason.TrimEnd('.')}). Name its folder with --data.");
            return null;
        }
        console.Line($"784-20-10 on {Images} images, softmax "
            + $"{(options.Fixed ? "over the classes of each row, maximum subtracted" : "as asked: over the batch, maximum not subtracted")}");
        LookTable.WriteHeader(console);
        var result = Of(data.Train, options.Fixed, options.Iterations)
            .Run(options, look => LookTable.WriteRow(console, look), finding => console.Line($"{finding}"), interruption.Listen());
        LookTable.WriteEnd(console, result);
        console.Line(Explain(result, options.Fixed));
        return result;
    }

    public static string Explain(ExperimentResult result, bool isFixed)
    {
        var last = result.Trace[^1];
        string end = string.Create(CultureInfo.InvariantCulture, $"Iteration {last.Iteration} reads {last.Accuracy:P1} of the digits correctly");
        if (result.FirstNonFiniteIteration is not { } broken)
            return isFixed ? $"{end}, and nothing broke; it is merely slow, as full batches at rate 0.01 are."
                : $"{end}; nothing broke so far. Give it more iterations.";
        return string.Create(CultureInfo.InvariantCulture, $"""
            Iteration {broken} broke, counted from 0: step {broken + 1}. The softmax divides by the sum over the batch, the wrong axis, so a class gets 1
            to share among all images: a - t is all but -t, and every step raises logits that nothing lowers, until exp overflows.
            At iteration {last.Iteration} it reads {(double)last.Predictions[0] / last.Predictions.Sum():P1} of the images as 0.
            {end}: the share of zeros among them. Try --fixed.
            """);
    }
}

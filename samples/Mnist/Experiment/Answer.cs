using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>The accepted answer to <see cref="Question"/>: 64-20-10 on the 8×8 digits, a right softmax, and a rate that suits.</summary>
internal static class Answer
{
    private const float PixelDivisor = 255;    // as the answer had it, although these pixels end at 16
    private const float RateOfTheSum = 0.0001f; // the answer adds up gradients; the Trainer takes their mean, so its rate is that × 1797

    public static Experiment Of(int? iterations = null)
    {
        var digits = EmbeddedDigits.Read(EmbeddedDigits.Open(), PixelDivisor);
        return new Experiment(digits, new Softmax(), new CrossEntropy(), RateOfTheSum * digits.Count, iterations
            ?? 5000, LookEvery: 100)
        { Title = "The accepted answer" };
    }

    public static ExperimentResult Run(ExperimentOptions options, IAnsiConsole console, Interruption interruption)
    {
        console.Line(EmbeddedDigits.Attribution);
        LookTable.WriteHeader(console);
        var result = Of(options.Iterations)
            .Run(options, look => LookTable.WriteRow(console, look), finding => console.Line($"{finding}"), interruption.Listen());
        LookTable.WriteEnd(console, result);
        return result;
    }
}

using System.Text.RegularExpressions;

namespace ScratchNN.Tests;

/// <summary>What the library's source may not call: functions whose bits depend on the machine.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Source_CallsNothingWhoseBitsDependOnTheMachine()
    {
        string folder = Path.Combine(SharedFolder.Repository, "src", "ScratchNN");
        string[] files = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(IsSource)];
        Assert.InRange(files.Length, 40, int.MaxValue); // there is something to look at

        string[] findings =
        [
            .. from file in files
               from line in File.ReadLines(file).Select((text, number) => (Text: text, Number: number + 1))
               where IsBanned(line.Text)
               select $"{Path.GetRelativePath(folder, file)}({line.Number}): {line.Text.Trim()}",
        ];
        Assert.Empty(findings);

        static bool IsSource(string path) =>
            !path.EndsWith(".Reference.cs", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TensorPrimitives.Sum(x)"), InlineData("TensorPrimitives.Dot<float>(x, y)"), InlineData("TensorPrimitives.SoftMax(x, y)")]
    [InlineData("TensorPrimitives.Exp(x, y)"), InlineData("TensorPrimitives.Exp2M1(x, y)"), InlineData("TensorPrimitives.Norm(x)")]
    [InlineData("TensorPrimitives.SumOfSquares (x)"), InlineData("TensorPrimitives.MultiplyAddEstimate(x, y, z)"),
        InlineData("float.MultiplyAddEstimate(x, y, z)")]
    [InlineData("Vector256.MultiplyAddEstimate(x, y, z)"), InlineData("float.ReciprocalSqrtEstimate(x)"), InlineData("MathF.Exp(x)"),
        InlineData("Math.Pow(x, y)")]
    [InlineData("float.Tanh(x)"), InlineData("double.Log10(x)"), InlineData("Vector512.Exp(x)"), InlineData("Tensor.SoftMax<float>(x)")]
    public void IsBanned_WhatDependsOnTheMachine_IsTrue(string line) => Assert.True(IsBanned(line));

    [Theory]
    [InlineData("TensorPrimitives.Add(x, y, z)"), InlineData("TensorPrimitives.Max(x)"), InlineData("TensorPrimitives.Divide(x, y, z)")]
    [InlineData("MathF.Sqrt(x)"), InlineData("Math.Min(x, y)"), InlineData("Exponential.Exp(x)"), InlineData("MathF.FusedMultiplyAdd(x, y, z)")]
    [InlineData("Vector256.Sqrt(x)"), InlineData("// Math.Pow(x) differs between operating systems"), InlineData("RowKernels.Dot(y, dy)")]
    public void IsBanned_WhatIsTheSameEverywhere_IsFalse(string line) => Assert.False(IsBanned(line));

    private static bool IsBanned(string line)
    {
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        string code = comment < 0 ? line : line[..comment];
        return Reductions().IsMatch(code) || Transcendental().IsMatch(code) || Estimates().IsMatch(code);
    }

    // their order of summation follows the vector width
    [GeneratedRegex(@"\bTensor(Primitives)?\.(Sum\w*|Dot|Norm|Product\w*|Distance|CosineSimilarity|Average|StdDev|SoftMax|Sigmoid)\s*[<(]")]
    private static partial Regex Reductions();

    // their last bits follow the operating system, or the length of the span
    [GeneratedRegex(@"\b(TensorPrimitives|Tensor|Vector\d*|MathF?|float|double|Single|Double)\."
        + @"(Exp\w*|Log\w*|Pow|Cbrt|RootN|Hypot|Sin\w*|Cos\w*|Tan\w*|Asin\w*|Acos\w*|Atan\w*)\s*[<(]")]
    private static partial Regex Transcendental();

    [GeneratedRegex(@"Estimate\s*[<(]")]
    private static partial Regex Estimates();
}

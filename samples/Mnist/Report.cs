using ScratchNN;
using ScratchNN.Reporting;

namespace Mnist;

/// <summary>What <c>--report</c> adds to the callbacks of a Fit.</summary>
internal static class Report
{
    /// <param name="path">The file; null for no report.</param><param name="title">What is on top.</param>
    /// <param name="test">The digits whose answers are shown.</param><param name="inputs">These in the shape that the model takes.</param>
    public static Callback[] Of(string? path, string title, ImageSet test, Func<ImageSet, ScratchNN.Samples> inputs) =>
        path == null ? [] : [new HtmlReport(path) { Title = title, Test = Dataset.From(inputs(test), test.Labels), Image = new Shape(test.Side, test.Side) }];

    /// <inheritdoc cref="Of(string?, string, ImageSet, Func{ImageSet, ScratchNN.Samples})"/>
    /// <param name="path">The file; null for no report.</param>
    /// <param name="title">What is on top.</param>
    /// <param name="side">The pixels of a digit, across and down.</param>
    public static Callback[] Of(string? path, string title, int side) => path == null ? []
        : [new HtmlReport(path) { Title = title, Image = new Shape(side, side) }];
}

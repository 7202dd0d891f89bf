using System.Globalization;
using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// Some of the features, for one of several <see cref="Branches"/>: <c>new Columns(..5)</c>, <c>new Columns(5..)</c>, <c>new Columns(^1..)</c>.
/// </summary>
/// <remarks>
/// <code>
/// Y  = X[…, a to b − 1]
/// dX = dY there, else 0
///
/// X [N × … × F]   Y [N × … × (b − a)]
/// </code>
/// The features are the last axis: of vectors the columns, of images the channels. H.-T. Cheng et al.: Wide &amp; deep learning for recommender systems, DLRS
/// 2016.
/// </remarks>
public sealed class Columns : Layer
{
    private readonly Range _features;

    /// <summary>The features of a range.</summary>
    /// <param name="features">From a to before b, counted from 0; <c>^1</c> is the last. A sample must have all of them, and one at least.</param>
    public Columns(Range features) => _features = features;

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        int count = input.Channels, first = _features.Start.GetOffset(count), end = _features.End.GetOffset(count);
        if (first < 0 || end > count || first >= end)
            throw new ArgumentException(
                $"{this} does not fit samples of {input}: they have the features 0 to {count - 1}, and it takes "
                    + $"{(end <= first ? "none" : $"{first} to {end - 1}")}.");
        return new Shape([.. input.ToArray().AsSpan(..^1), end - first]);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        int all = pass.InputShape.Channels;
        var (first, count) = _features.GetOffsetAndLength(all);

        // Y = X[…, a to b − 1]
        RowKernels.CopyColumns(pass.Input[first..], all, pass.Output, count, count, pass.Input.Length / all);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        int all = pass.InputShape.Channels;
        var (first, count) = _features.GetOffsetAndLength(all);

        // dX = dY there, else 0
        pass.InputGradient.Clear();
        RowKernels.CopyColumns(pass.OutputGradient, count, pass.InputGradient[first..], all, count, pass.Input.Length / all);
    }

    /// <inheritdoc/>
    internal override int PlaceInOutput(Shape input, int feature)
    {
        int all = input.Channels, column = feature % all;
        var (first, count) = _features.GetOffsetAndLength(all);
        return column >= first && column < first + count ? (feature / all * count) + column - first : -1;
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteString("from", _features.Start.ToString());
        json.WriteString("to", _features.End.ToString());
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        var (first, count) = _features.GetOffsetAndLength(pass.InputShape.Channels);
        return pass.Node("Slice", [pass.Input, pass.Constant("from", [(long)first]), pass.Constant("to", [(long)first + count]), pass.Constant("axis", [-1L])]);
    }

    internal static Columns Read(JsonElement json) => new(Parse(json.Get("from").GetText())..Parse(json.Get("to").GetText()));

    private static Index Parse(string text) =>
        new(int.Parse(text.AsSpan().TrimStart('^'), NumberStyles.None, CultureInfo.InvariantCulture), text.StartsWith('^'));

    /// <summary><c>Columns(5..)</c>.</summary>
    public override string ToString() =>
        $"Columns({(_features.Start.Equals(Index.Start) ? "" : _features.Start)}..{(_features.End.Equals(Index.End) ? "" : _features.End)})";
}

using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>Layers side by side: each reads the same input, and their outputs become one.</summary>
/// <remarks>
/// <code>
/// Y = [F₀(X) F₁(X) …]      concatenated along the last axis: of vectors, one after another; of images, channels after channels
/// Y = F₀(X) + F₁(X) + …    added
///
/// X [N × any shape]   Fᵢ(X) [N × a … × bᵢ], with the same a … for all   Y [N × a … × Σ bᵢ]
/// </code>
/// A branch of several layers is a <see cref="Block"/>. Parameters: those of branch i are named <c>i.name</c>.
/// H.-T. Cheng et al.: Wide &amp; deep learning for recommender systems, DLRS 2016; C. Szegedy et al.: Going deeper with convolutions, CVPR 2015.
/// </remarks>
public sealed partial class Branches : Container
{
    /// <summary>These branches.</summary>
    /// <param name="branches">F₀, F₁, …: at least one.</param>
    /// <exception cref="ArgumentException">There is none, or containers would be in containers more than 64 deep.</exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Branches(params ReadOnlySpan<Layer> branches) : base(SideBySide(branches))
    {
    }

    /// <summary>How their outputs are merged. Default <see cref="Merge.Concatenate"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such merge.</exception>
    public Merge Merge { get; init => field = Guard.Defined(value, nameof(Merge)); }

    /// <summary>Whether all branches are.</summary>
    public override bool IsLinear => Inner.All(branch => branch.Layer.IsLinear);

    /// <inheritdoc/>
    protected override Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner)
    {
        int last = inner[0].Rank - 1;
        long sum = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            bool fits = Merge == Merge.Add ? inner[i] == inner[0]
                : inner[i].Rank == inner[0].Rank && inner[i].ToArray().AsSpan(0, last).SequenceEqual(inner[0].ToArray().AsSpan(0, last));
            if (!fits)
                throw new ArgumentException(
                    $"{this} cannot {(Merge == Merge.Add ? "add" : "concatenate")} the outputs of {Inner[0].Layer}, {inner[0]}, and {Inner[i].Layer}, "
                        + $"{inner[i]}: "
                    + (Merge == Merge.Add ? "they need the same shape."
                        : "all axes but the last need the same length. End every branch in a vector, such as the output of Dense."));
            sum += inner[i][last];
        }
        if (Merge == Merge.Add) return inner[0];
        if (sum * (inner[0].Size / inner[0][last]) > Array.MaxLength)
            throw new ArgumentException(
                $"{this} concatenates {inner.Length} branches to {sum} numbers in the last axis: a sample holds at most {Array.MaxLength} numbers.");
        return new Shape([.. inner[0].ToArray().AsSpan(0, last), (int)sum]);
    }

    /// <inheritdoc/>
    protected override void Combine(in CombinePass pass)
    {
        int at = 0, width = pass.Plan.Output.Channels;
        for (int i = 0; i < Inner.Count; i++)
        {
            var branch = pass.InnerOutput(i);
            if (Merge == Merge.Add)
            {
                // Y = F₀(X) + F₁(X) + …
                if (i == 0) branch.CopyTo(pass.Output);
                else TensorPrimitives.Add(pass.Output, branch, pass.Output);
                continue;
            }
            // Y = [F₀(X) F₁(X) …]
            int own = pass.Plan.Stages[i].Output.Channels;
            for (int from = 0, to = at; from < branch.Length; from += own, to += width) branch.Slice(from, own).CopyTo(pass.Output[to..]);
            at += own;
        }
    }

    /// <inheritdoc/>
    protected override void Distribute(in DistributePass pass)
    {
        int at = 0, width = pass.Plan.Output.Channels;
        for (int i = 0; i < Inner.Count; i++)
        {
            var branch = pass.InnerGradient(i);
            if (Merge == Merge.Add)
            {
                // dFᵢ = dY
                pass.OutputGradient.CopyTo(branch);
                continue;
            }
            // dFᵢ = its columns of dY
            int own = pass.Plan.Stages[i].Output.Channels;
            for (int to = 0, from = at; to < branch.Length; to += own, from += width) pass.OutputGradient.Slice(from, own).CopyTo(branch[to..]);
            at += own;
        }
    }

    /// <inheritdoc/>
    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner)
    {
        if (inner.Length == 1) return inner[0];
        return Merge == Merge.Add ? pass.Node("Sum", inner) : pass.Node("Concat", inner, ("axis", -1));
    }

    /// <summary>The branches in order: <c>Branches(Dense(8), Block(Dense(32), ReLU))</c>.</summary>
    public override string ToString() => base.ToString() + (Merge == Merge.Add ? " { Merge = Add }" : "");

    private static InnerLayer[] SideBySide(ReadOnlySpan<Layer> branches)
    {
        Guard.NoneNull(branches.ToArray(), nameof(branches));
        var inner = new InnerLayer[branches.Length];
        for (int i = 0; i < inner.Length; i++) inner[i] = branches[i];
        return inner;
    }
}

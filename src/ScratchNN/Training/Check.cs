namespace ScratchNN.Diagnostics;

/// <summary>A rule that knows one way in which training goes wrong. Write one, and add it to <see cref="TrainerOptions.Checks"/>.</summary>
/// <remarks>
/// <para>A check is stateless, as a layer is: one instance may serve many runs. Earlier values are in the pass: step summaries, epochs, previous
/// parameters.</para>
/// <para>It must not allocate while it finds nothing, and must never fire on a run that learns.</para>
/// <code>
/// public sealed class LargeWeights() : Check("MY001", CheckMoment.StepEnd)
/// {
///     public override void Examine(in CheckPass pass)
///     {
///         foreach (var layer in pass.Layers)
///             if (!layer.IsFrozen &amp;&amp; TensorPrimitives.MaxMagnitude(layer.Parameters) > 100)
///                 pass.Report(Severity.Warning, $"{layer.Name} has a weight above 100.", "Lower the learning rate.", layer.Name);
///     }
/// }
/// </code>
/// </remarks>
/// <param name="code">The code of its findings. SNN is taken.</param>
/// <param name="moment">When it wants to be asked.</param>
public abstract partial class Check(string code, CheckMoment moment)
{
    /// <summary>The code of its findings.</summary>
    public string Code { get; } = code ?? throw new ArgumentNullException(nameof(code));

    /// <summary>When it is asked.</summary>
    public CheckMoment Moment { get; } = moment;

    /// <summary>Looks, and reports what is wrong with <see cref="CheckPass.Report(Finding)"/>: as a rule nothing.</summary>
    /// <param name="pass">The view of the Fit.</param>
    public abstract void Examine(in CheckPass pass);

    /// <summary>The check by its code and name.</summary>
    public override string ToString() => $"{Code} {GetType().Name}";
}

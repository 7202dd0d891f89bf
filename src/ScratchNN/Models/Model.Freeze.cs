namespace ScratchNN;

public partial class Model
{
    /// <summary>Keeps parameters as they are: no Fit moves them until <see cref="Unfreeze"/>.</summary>
    /// <remarks>
    /// <para>Frozen parameters are not part of the gradient's norm, and their optimizer state is kept too. A Fit computes no gradients before the
    /// first layer that has others, so frozen first layers cost only their forward pass. A layer whose parameters are all frozen works as in prediction, and
    /// its statistics do not move.</para>
    /// <para>A file keeps what is frozen, and so does a clone; a model that is built again starts with nothing frozen.</para>
    /// </remarks>
    /// <param name="names">
    /// A pattern for names of <see cref="ParameterInfos"/>: <c>*</c> is any text, <c>?</c> any character, <c>[0-3]</c> one of 0 to 3. <c>0.*</c> freezes the
    /// first layer, <c>[0-3].*</c> the first four, <c>*.bias</c> all biases. Default: all parameters.
    /// </param>
    /// <returns>How many parameters the pattern matches, frozen before or not; a weight counts once, whatever its size.</returns>
    /// <exception cref="ArgumentException">No name matches; the message lists all names.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or is being trained.</exception>
    public int Freeze(string names = "*") => SetFrozen(names, true);

    /// <summary>Lets a Fit move parameters again.</summary>
    /// <param name="names">A pattern for their names, as in <see cref="Freeze"/>. Default: all parameters.</param>
    /// <returns>How many parameters the pattern matches, frozen before or not.</returns>
    /// <exception cref="ArgumentException">No name matches; the message lists all names.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or is being trained.</exception>
    public int Unfreeze(string names = "*") => SetFrozen(names, false);

    /// <summary>Whether a parameter is frozen.</summary>
    /// <param name="name">Its name as in <see cref="ParameterInfos"/>: <c>0.weight</c>.</param>
    /// <exception cref="ArgumentException">There is no such name; the message lists all names.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public bool IsFrozen(string name)
    {
        var weights = Built;
        return weights.IsFrozen(IndexOf(weights, name));
    }

    /// <summary>Throws if all parameters that an optimizer moves are frozen.</summary>
    internal void RequireUnfrozen()
    {
        if (Weights is not { Frozen.Length: > 0 } weights) return;
        var infos = weights.Plan.Layout.Infos;
        int trained = infos.Count(info => info.IsTrained), frozen = infos.Where((info, i) => info.IsTrained && weights.IsFrozen(i)).Count();
        if (trained > 0 && frozen == trained)
            throw new InvalidOperationException(
                $"All {trained} parameters that training moves are frozen, so there is nothing to train: call Unfreeze first, "
                    + "with the names of those to train or for all.");
    }

    private int SetFrozen(string names, bool isFrozen)
    {
        ArgumentNullException.ThrowIfNull(names);
        NamePattern.RequireSound(names);
        if (_isTraining != 0)
            throw new InvalidOperationException($"The model is being trained: call {(isFrozen ? nameof(Freeze) : nameof(Unfreeze))} before or after Fit.");
        var weights = Built;
        var infos = weights.Plan.Layout.Infos;
        bool[] frozen = weights.Frozen.Length > 0 ? [.. weights.Frozen] : new bool[infos.Count];
        int count = 0;
        for (int i = 0; i < frozen.Length; i++)
        {
            if (!NamePattern.Matches(names, infos[i].Name)) continue;
            frozen[i] = isFrozen;
            count++;
        }
        if (count == 0) throw Unknown(weights, $"no parameter that matches '{names}'", nameof(names));
        weights.Frozen = frozen.Contains(true) ? frozen : [];
        return count;
    }

    private static int IndexOf(Weights weights, string name)
    {
        int at = weights.Plan.Layout.IndexOf(name);
        return at >= 0 ? at : throw Unknown(weights, $"no parameter '{name}'", nameof(name));
    }

    private static ArgumentException Unknown(Weights weights, string what, string argument) =>
        new($"The model has {what}. It has {string.Join(", ", weights.Plan.Layout.Infos.Select(info => info.Name))}.", argument);
}

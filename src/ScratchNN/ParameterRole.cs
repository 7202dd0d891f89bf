namespace ScratchNN;

/// <summary>The role of a parameter: what changes it during training.</summary>
public enum ParameterRole
{
    /// <summary>The optimizer, with weight decay if it has it. The default.</summary>
    Weight,

    /// <summary>The optimizer, without weight decay: biases and scales.</summary>
    Undecayed,

    /// <summary>
    /// Each step, whatever the learning rate: it adds what Backward assigned to the parameter's part of <see cref="BackwardPass.ParameterGradient"/>. So a
    /// layer follows the data, as batch normalisation does with its running mean.
    /// </summary>
    Statistic,

    /// <summary><see cref="Layer.Adapt"/> alone, before training: the layer learns it from the data, as the mean that it subtracts.</summary>
    Adapted,
}

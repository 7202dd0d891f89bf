namespace ScratchNN;

/// <summary>How weights get their first values, by fan-in I and fan-out O.</summary>
/// <remarks>
/// Glorot keeps the variance of signals forward and backward (X. Glorot, Y. Bengio: Understanding the difficulty of training deep
/// feedforward neural networks, AISTATS 2010); He makes up for the half that a ReLU cuts off (K. He et al.: Delving deep into
/// rectifiers, ICCV 2015).
/// </remarks>
public enum Initialization
{
    /// <summary>Uniform in ±√(6 / (I + O)). The default.</summary>
    GlorotUniform,

    /// <summary>Normal with standard deviation √(2 / (I + O)).</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / I).</summary>
    HeUniform,

    /// <summary>Normal with standard deviation √(2 / I).</summary>
    HeNormal,

    /// <summary>Zeros: after a hidden layer nothing can be learned from them; for a last layer or a test.</summary>
    Zeros,
}

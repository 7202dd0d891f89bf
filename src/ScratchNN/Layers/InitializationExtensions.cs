namespace ScratchNN;

/// <summary>Draws weights as an <see cref="Initialization"/> says.</summary>
public static class InitializationExtensions
{
    /// <summary>Assigns weights their first values.</summary>
    /// <param name="initialization">By which rule.</param>
    /// <param name="weights">Overwritten.</param>
    /// <param name="inputs">I, the numbers that make one output.</param>
    /// <param name="outputs">O, the numbers that one input goes into.</param>
    /// <param name="random">The source of random values.</param>
    public static void Initialize(this Initialization initialization, Span<float> weights, int inputs, int outputs, ref RandomStream random)
    {
        float i = inputs, o = outputs;
        switch (initialization)
        {
            case Initialization.GlorotUniform: random.FillUniform(weights, -MathF.Sqrt(6 / (i + o)), MathF.Sqrt(6 / (i + o))); break;
            case Initialization.GlorotNormal: random.FillNormal(weights, MathF.Sqrt(2 / (i + o))); break;
            case Initialization.HeUniform: random.FillUniform(weights, -MathF.Sqrt(6 / i), MathF.Sqrt(6 / i)); break;
            case Initialization.HeNormal: random.FillNormal(weights, MathF.Sqrt(2 / i)); break;
            default: weights.Clear(); break;
        }
    }
}

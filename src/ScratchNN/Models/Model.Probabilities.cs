using ScratchNN.Kernels;

namespace ScratchNN;

public partial class Model
{
    /// <summary>
    /// The probability of each class, or of yes for each output, as <see cref="Meaning"/> says: the outputs themselves if the last layer gives probabilities
    /// (<see cref="Softmax"/>, <see cref="Sigmoid"/>), else their softmax or, for answers yes or no, their sigmoid.
    /// </summary>
    /// <remarks>If nothing has decided the meaning, as with weights from elsewhere, several outputs are treated as one class of several.</remarks>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × outputs]; the rows of classes sum to 1.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or its outputs are numbers.</exception>
    public float[,] PredictProbabilities(Samples x)
    {
        var logits = KindOfLogits();
        return Probabilities(Predict(x), logits);
    }

    /// <summary>The probability of each class, or of yes for each output, for each row of a dataset.</summary>
    /// <inheritdoc cref="PredictProbabilities(Samples)"/>
    /// <param name="data">Samples; their labels or targets are not used.</param>
    public float[,] PredictProbabilities(IDataset data)
    {
        var logits = KindOfLogits();
        return Probabilities(Predict(data), logits);
    }

    /// <summary>The probability of each class, or of yes for each output, for one sample.</summary>
    /// <inheritdoc cref="PredictProbabilities(Samples)"/>
    /// <param name="sample">Its numbers.</param>
    /// <returns>[outputs]; those of classes sum to 1.</returns>
    public float[] PredictProbabilities(ReadOnlySpan<float> sample)
    {
        var logits = KindOfLogits();
        float[] outputs = PredictOne(sample);
        MakeProbabilities(outputs, outputs.Length, logits);
        return outputs;
    }

    /// <summary>
    /// Yes or no for each output: whether the probability of yes is above a threshold. Outputs are logits unless the last layer gives probabilities
    /// (<see cref="OutputKind.YesNo"/>).
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <param name="threshold">At least 0, below 1. Lower it to miss less, raise it to raise fewer false alarms.</param>
    /// <returns>[samples × outputs].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is outside that range.</exception>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or <see cref="Meaning"/> is not <see cref="OutputKind.YesNo"/>.</exception>
    public bool[,] PredictYesNo(Samples x, double threshold = 0.5)
    {
        Guard.FromZeroBelowOne(threshold);
        if (IsBuilt && Meaning != OutputKind.YesNo)
            throw new InvalidOperationException($"The outputs of the model are {Words(Meaning)}, not answers yes or no: use "
                + $"{(Meaning == OutputKind.OneClass ? nameof(PredictClasses) : nameof(Predict))}. If each is the probability of yes or its logit, "
                + "set Meaning to OutputKind.YesNo.");
        float[,] probabilities = Probabilities(Predict(x), Root.LastLayer.MakesProbabilities ? null : OutputKind.YesNo);
        bool[,] answers = new bool[probabilities.GetLength(0), probabilities.GetLength(1)];
        for (int row = 0; row < answers.GetLength(0); row++)
            for (int i = 0; i < answers.GetLength(1); i++) answers[row, i] = probabilities[row, i] > (float)threshold;
        return answers;
    }

    /// <summary>Makes probabilities of logits, in place.</summary>
    private static float[,] Probabilities(float[,] outputs, OutputKind? logits)
    {
        MakeProbabilities(Values(outputs), outputs.GetLength(1), logits);
        return outputs;
    }

    private static void MakeProbabilities(Span<float> values, int outputs, OutputKind? logits)
    {
        if (logits == OutputKind.OneClass) RowKernels.Softmax(values, values, outputs, Workers.None);
        else if (logits == OutputKind.YesNo) Elementwise.Activate(new Activations.Sigmoid(), values, values);
    }

    /// <summary>What outputs are the logits of; null if they are probabilities.</summary>
    private OutputKind? KindOfLogits()
    {
        int outputs = OutputShape.Size;
        if (Root.Meaning != null) return null;
        if (Described.Meaning == OutputKind.YesNo) return Root.LastLayer.MakesProbabilities ? null : OutputKind.YesNo;
        if (Described.Meaning == OutputKind.Numbers || outputs == 1) throw AreNumbers();
        return OutputKind.OneClass;
    }
}

using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What is kept between two looks at a step: the sum of the losses, and how often each class was predicted and was right.</summary>
/// <param name="objective">That of the training, which counts predictions.</param>
internal sealed class StepWindow(Objective objective)
{
    private const int FewestPredictions = 500; // from which on their histogram tells something

    private int _lossCount;
    private double _lossSum;

    /// <summary>Whether there are enough predictions.</summary>
    public bool HasPredictions
    {
        get
        {
            int total = 0;
            foreach (int count in objective.Predictions) total += count;
            return total >= FewestPredictions;
        }
    }

    public void Add(double loss)
    {
        _lossSum += loss;
        _lossCount++;
    }

    /// <summary>The steps since the last summary, of which this is the last.</summary>
    public StepSummary Summarize(long step)
    {
        var summary = new StepSummary { Step = step, Loss = _lossSum / _lossCount, LargestLogit = Magnitude.Largest(objective.LastMicroBatch.Logits) };
        (_lossSum, _lossCount) = (0, 0);
        return summary;
    }

    public void ForgetPredictions()
    {
        Array.Clear(objective.Predictions);
        Array.Clear(objective.LabelCounts);
    }
}

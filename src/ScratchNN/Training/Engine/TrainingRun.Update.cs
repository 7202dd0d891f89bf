namespace ScratchNN;

internal ref partial struct TrainingRun
{
    /// <summary>The end of a step, taken whole or not at all: where an optimizer throws after it has moved some weights, all go back.</summary>
    private readonly void Update(int batch, float learningRate)
    {
        try
        {
            _state.Update(learningRate, _workers);
        }
        catch
        {
            GoBackTo(batch);
            throw;
        }
    }

    /// <summary>
    /// Takes the steps since the snapshot again, up to that batch: a copy for each step would cost too much. If one fails, the snapshot stays.
    /// </summary>
    private readonly void GoBackTo(int batch)
    {
        _state.Restore(_snapshot);
        try
        {
            for (int i = _snapshot.Batch; i < batch; i++)
            {
                if (_objective.Gradient(_data, Batch(i), _state.Step, _state.Gradient, isAlone: true).LossWeight > 0) _state.Update(LearningRate(i), _workers);
            }
        }
        catch (Exception)
        {
            _state.Restore(_snapshot); // the caller throws what came first
        }
    }
}

namespace ScratchNN;

/// <summary>Makes the observer of a run, before its first step.</summary>
internal delegate ITrainingObserver ObserverFactory(scoped in RunPass run);

/// <summary>Is told of every moment of a run. It looks on: no result depends on it.</summary>
internal interface ITrainingObserver
{
    /// <summary>Before the first step; an error in the history then may keep the run from beginning.</summary>
    void OnFitBegin(scoped in RunPass run);

    /// <summary>Between the gradient of a step and its update.</summary>
    void OnUpdateBegin();

    /// <summary>After a step.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param>
    /// <param name="loss">The mean loss of the batch, before the step.</param><param name="learningRate">The step's.</param>
    void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, double loss, float learningRate);

    /// <summary>After an epoch, whose result is in the history.</summary>
    void OnEpochEnd(scoped in RowSource data, bool isLast);

    /// <summary>When something stopped being a finite number: the objective has stopped in the micro-batch that did.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param>
    /// <param name="step">The number of the step.</param><param name="learningRate">Its learning rate.</param>
    /// <param name="earlier">The weights before those that the model has now.</param>
    void OnFailure(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate, Snapshot earlier);

    /// <summary>When the same steps, replayed, gave another result: something else wrote to the weights or the data.</summary>
    /// <param name="step">The number of the step before which it was.</param><param name="tensor">The parameter.</param><param name="index">Its entry.</param>
    /// <param name="was">What training had made of it.</param><param name="became">What it then was.</param>
    void OnOutsideChange(long step, string tensor, int index, float was, float became);

    /// <summary>When training goes on after a failure.</summary>
    void OnContinued();
}

namespace ScratchNN;

/// <summary>Makes an observer of a run, before its first step.</summary>
internal delegate ITrainingObserver ObserverFactory(scoped in RunPass run);

/// <summary>Is told of the moments of a run; by default it does nothing.</summary>
internal interface ITrainingObserver
{
    /// <summary>When a run begins.</summary>
    void OnFitBegin()
    {
    }

    /// <summary>Before the first step; an error in the history then may keep the run from taking it.</summary>
    void OnTrainingStart(scoped in RunPass run)
    {
    }

    /// <summary>Before the first step of this process, of a Fit that another one began.</summary>
    void OnResumed()
    {
    }

    /// <summary>Between the gradient of a step and its update.</summary>
    void OnUpdateBegin()
    {
    }

    /// <summary>After a step.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param><param name="step">The step.</param>
    void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, StepResult step)
    {
    }

    /// <summary>After an epoch, whose result is in the history.</summary>
    /// <param name="data">The data.</param><param name="validation">That to validate on; the same, if some of its rows are held back.</param>
    void OnEpochEnd(scoped in RowSource data, scoped in RowSource validation)
    {
    }

    /// <summary>After the last step, if training was neither canceled nor broken.</summary>
    /// <inheritdoc cref="OnEpochEnd"/>
    void OnTrainingEnd(scoped in RowSource data, scoped in RowSource validation)
    {
    }

    /// <summary>When something stopped being a finite number: the objective has stopped in the micro-batch that did.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param>
    /// <param name="step">The number of the step.</param><param name="learningRate">Its learning rate.</param>
    /// <param name="earlier">The weights before those that the model has now.</param>
    void OnFailure(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate, Snapshot earlier)
    {
    }

    /// <summary>When the same steps, replayed, gave another result: something else wrote to the weights or the data.</summary>
    /// <param name="step">The number of the step before which it was.</param><param name="tensor">The parameter.</param><param name="index">Its entry.</param>
    /// <param name="was">What training had made of it.</param><param name="became">What it then was.</param>
    void OnOutsideChange(long step, string tensor, int index, float was, float became)
    {
    }

    /// <summary>When training continues after a failure.</summary>
    void OnContinued()
    {
    }

    /// <summary>When a run ends, whatever the reason; the history has it.</summary>
    void OnFitEnd()
    {
    }
}

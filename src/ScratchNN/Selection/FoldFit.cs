namespace ScratchNN;

/// <summary>A Fit on the training part of a fold, and how it does on the other.</summary>
internal sealed class FoldFit(Trainer trainer, Fold fold, string name)
{
    public Model Model => trainer.Model;

    public TrainingHistory? History { get; private set; }

    public Evaluation? Evaluation { get; private set; }

    /// <exception cref="OperationCanceledException">The Fit was canceled.</exception>
    /// <exception cref="TrainingException">It broke; the message begins with the name.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        try
        {
            History = trainer.Fit(fold.Train, cancellationToken: cancellationToken);
        }
        catch (TrainingException exception)
        {
            throw new TrainingException($"{name}: {exception.Message}", exception.History);
        }
        if (History.StopReason == StopReason.Canceled) throw new OperationCanceledException($"{name} was canceled.", cancellationToken);
        Evaluation = trainer.Evaluate(fold.Test);
    }
}

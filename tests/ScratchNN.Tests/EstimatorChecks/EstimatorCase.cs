namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>A model, a loss and an optimizer that every check is run on, and how data is passed to them.</summary>
internal sealed record EstimatorCase(string Model, Func<int, Sequential> Make, Loss Loss, Answer Answer, Optimizer Optimizer)
{
    public const int Count = 40, Features = Blobs.Features, Seed = 5;

    public string Name => $"{Model}, {Loss} against {Answer}, {Optimizer}";

    public int Outputs => Answer == Answer.Number ? 1 : Blobs.Classes;

    public TrainerOptions Options => new() { Epochs = 2, BatchSize = 16, Loss = Loss, Optimizer = Optimizer, Threads = 1, Seed = Seed };

    /// <summary>A model that is not built.</summary>
    public Sequential NewModel() => Make(Outputs);

    /// <summary>A trainer of such a model.</summary>
    public Trainer NewTrainer(Func<TrainerOptions, TrainerOptions>? change = null) => new(NewModel(), change?.Invoke(Options) ?? Options);

    /// <summary>A trainer that has trained.</summary>
    public Trainer Fitted()
    {
        var trainer = NewTrainer();
        Fit(trainer, EstimatorData.Default);
        return trainer;
    }

    public TrainingHistory Fit(Trainer trainer, EstimatorData data, IDataset validation) => trainer.Fit(Answer switch
    {
        Answer.Labels => Dataset.From(data.X, data.Labels),
        Answer.Number => Dataset.From(data.X, data.Number),
        _ => Dataset.From(data.X, data.Targets(Answer)),
    }, validation);

    public TrainingHistory Fit(Trainer trainer, EstimatorData data, CancellationToken token = default) => Answer switch
    {
        Answer.Labels => trainer.Fit(data.X, data.Labels, cancellationToken: token),
        Answer.Number => trainer.Fit(data.X, data.Number, cancellationToken: token),
        _ => trainer.Fit(data.X, data.Targets(Answer), cancellationToken: token),
    };

    public Evaluation Evaluate(Trainer trainer, EstimatorData data) => Answer switch
    {
        Answer.Labels => trainer.Evaluate(data.X, data.Labels),
        Answer.Number => trainer.Evaluate(data.X, data.Number),
        _ => trainer.Evaluate(data.X, data.Targets(Answer)),
    };
}

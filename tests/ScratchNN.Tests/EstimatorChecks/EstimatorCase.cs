namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>A model, a loss and an optimizer that every check is run on, and how data is passed to them.</summary>
internal sealed record EstimatorCase(string Model, Func<int, Sequential> Make, Loss Loss, Answer Answer, Optimizer Optimizer)
{
    public const int Count = 40, Features = Blobs.Features, Seed = 5;

    public string Name => $"{Model}, {Loss} against {Answer}, {Optimizer}";

    public int Outputs => Answer is Answer.Number or Answer.YesNo ? 1 : Blobs.Classes;

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

    public TrainingHistory Fit(Trainer trainer, EstimatorData data, IDataset validation) => trainer.Fit(Dataset.From(data.X, data.Of(Answer)), validation);

    public TrainingHistory Fit(Trainer trainer, EstimatorData data, CancellationToken token = default) =>
        trainer.Fit(data.X, data.Of(Answer), cancellationToken: token);

    public Evaluation Evaluate(Trainer trainer, EstimatorData data) => trainer.Evaluate(data.X, data.Of(Answer));
}

using ScratchNN;
using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>Trains, asks, and returns the findings and the score.</summary>
internal static class Patient
{
    /// <summary>One hidden layer of ReLUs.</summary>
    public static Sequential Hidden(int units, int outputs) => new(new Dense(units), new ReLU(), new Dense(outputs));

    public static TrainerOptions With(Optimizer optimizer, int epochs = 20, int batchSize = 32) =>
        Trial.Usual with { Optimizer = optimizer, Epochs = epochs, BatchSize = batchSize };

    /// <summary>Fits, as often as asked, and scores the model on other data, or on that to validate on, or on its own.</summary>
    public static Visit Fit(Set set, Model? model = null, TrainerOptions? options = null, Set? validation = null, Set? asked = null, int fits = 1,
        Func<Model, Set, double>? score = null)
    {
        model ??= Trial.Usually(set);
        var trainer = new Trainer(model, (options ?? Trial.Usual) with { Seed = set.Seed });
        var found = Trial.Found(() =>
        {
            TrainingHistory history = Train();
            for (int i = 1; i < fits; i++) history = Train();
            return history.Findings;
        });
        return new Visit(found, (score ?? Score.Of)(model, asked ?? validation ?? set));

        TrainingHistory Train() => validation == null && set.Targets == null ? trainer.Fit(set.X, set.Y)
            : validation == null ? trainer.Fit(set.X, set.Targets!) : trainer.Fit(Data(set), Data(validation));
    }

    /// <summary>Fits, and then asks about other data: the findings are of that.</summary>
    public static Visit Ask(Set set, Set asked, Model? model = null, TrainerOptions? options = null, Func<Model, Set, double>? score = null)
    {
        model ??= Trial.Usually(set);
        var trainer = new Trainer(model, (options ?? Trial.Usual) with { Seed = set.Seed });
        trainer.Fit(Data(set));
        return new Visit(trainer.Evaluate(Data(asked)).Findings, (score ?? Score.Of)(model, asked));
    }

    /// <summary>Fits, and then has other data examined.</summary>
    public static Visit Examine(Set set, Set asked, Model? model = null, TrainerOptions? options = null, Func<Model, Set, double>? score = null)
    {
        model ??= Trial.Usually(set);
        var trainer = new Trainer(model, (options ?? Trial.Usual) with { Seed = set.Seed });
        trainer.Fit(Data(set));
        return new Visit(trainer.Diagnose(Data(asked)).Findings, (score ?? Score.Of)(model, asked));
    }

    /// <summary>The number that a finding gives by this name; another where it gives none.</summary>
    public static double Number(this Finding finding, string name, double otherwise) => finding.Evidence.TryGetValue(name, out double value)
        && double.IsFinite(value) ? value : otherwise;

    private static IDataset Data(Set set) => set.Targets is { } targets ? Dataset.From(set.X, targets) : Dataset.From(set.X, set.Y);
}

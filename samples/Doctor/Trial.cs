using ScratchNN;
using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>Trains or examines, and returns the findings, whether they were returned or thrown.</summary>
internal static class Trial
{
    public static readonly TrainerOptions Usual = new() { Epochs = 20, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.005f) };

    /// <summary>One hidden layer, logits.</summary>
    public static Sequential Usually(Set set) => new(new Dense(16), new ReLU(), new Dense(set.Classes));

    public static IReadOnlyList<Finding> Fit(Set set, Model? model = null, TrainerOptions? options = null) => Found(() =>
    {
        var trainer = Trainer(set, model, options);
        return (set.Targets is { } targets ? trainer.Fit(set.X, targets) : trainer.Fit(set.X, set.Y)).Findings;
    });

    public static IReadOnlyList<Finding> Diagnose(Set set, Model? model = null, TrainerOptions? options = null) => Found(() =>
    {
        var trainer = Trainer(set, model, options);
        return (set.Targets is { } targets ? trainer.Diagnose(set.X, targets) : trainer.Diagnose(set.X, set.Y)).Findings;
    });

    /// <summary>A model with its first weights, after something was done to them.</summary>
    public static Model Built(Set set, Model model, Action<Model> change)
    {
        model.Build(set.Features, set.Seed);
        change(model);
        return model;
    }

    private static Trainer Trainer(Set set, Model? model, TrainerOptions? options) => new(model ?? Usually(set), (options ?? Usual) with { Seed = set.Seed });

    public static IReadOnlyList<Finding> Found(Func<IReadOnlyList<Finding>> run)
    {
        try
        {
            return run();
        }
        catch (TrainingException exception)
        {
            return exception.Findings;
        }
        // what SNN001 says of layout, and of models that cannot be trained: there is no way to train on
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return [new Finding { Code = "SNN001", Severity = Severity.Error, Title = exception.Message, Advice = "" }];
        }
    }
}

using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>Trainers of a user's function, each for one Fit on one thread: none may come twice, nor the model of another.</summary>
internal sealed class TrainerFactory
{
    private readonly ConditionalWeakTable<object, string> _known = []; // what nobody holds cannot come again

    /// <summary>The trainer for a Fit.</summary>
    /// <param name="create">Makes it.</param><param name="what">Which Fit, for messages: "fold 2".</param><param name="goal">What has to be computed.</param>
    /// <param name="threads">To compute with; null for those that it has.</param>
    /// <exception cref="ArgumentException">It is null, trained before, known, or one of several ranks.</exception>
    public Trainer Prepare(Func<Trainer?> create, string what, Goal? goal = null, int? threads = 1)
    {
        var made = create() ?? throw new ArgumentException($"create returned null for {what}: it must return a new Trainer for each fit.", nameof(create));
        RequireNew(made, "Trainer");
        RequireNew(made.Model, "Model");
        if (made.Options.Collective.Size > 1)
            throw new ArgumentException(
                $"The Trainer for {what} has a Collective of {made.Options.Collective.Size} ranks, which train one model at a time; "
                + "here several are trained side by side. "
                + "Leave Collective out: a fit needs one process, and other processes can do other fits.", nameof(create));
        var metrics = goal?.Metrics.Where(metric => made.Options.AllMetrics.All(known => !known.IsSameAs(metric))) ?? [];
        return made.With(made.Options with { Metrics = [.. made.Options.Metrics, .. metrics], Threads = threads ?? made.Options.Threads })
            ?? throw new ArgumentException(
                $"The Trainer for {what} has already trained, but each fit needs a new one: new Trainer(model, options).", nameof(create));

        void RequireNew(object instance, string kind)
        {
            if (_known.TryGetValue(instance, out string? first))
                throw new ArgumentException(
                    $"create returned the same {kind} for {first} and {what}: one fit would continue where the other ended. "
                        + "Create model and trainer inside the function, or Clone the model there.", nameof(create));
            _known.Add(instance, what);
        }
    }
}

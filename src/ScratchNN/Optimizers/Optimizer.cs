namespace ScratchNN;

/// <summary>A rule that turns gradients into new parameters. Stateless: its state lives in the <see cref="Trainer"/>.</summary>
/// <remarks>
/// <see cref="Step"/> is elementwise: it is called for slices of the parameters, each within one tensor, from several threads at once,
/// and element i of everything it writes depends on element i of what it reads.
/// </remarks>
public abstract class Optimizer
{
    /// <summary>A rule with a learning rate.</summary>
    /// <param name="learningRate">η.</param>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>η, the learning rate. Each step uses it times <see cref="LearningRateSchedule.Factor"/>, as a float.</summary>
    public double LearningRate { get; }

    /// <summary>The numbers remembered per parameter: 1 for momentum, 2 for Adam. By default 0. They start at zero.</summary>
    public virtual int StateSlots => 0;

    /// <summary>Moves the parameters by one step.</summary>
    public abstract void Step(in OptimizerPass pass);

    /// <summary>The optimizer by its name.</summary>
    public override string ToString() => GetType().Name;
}

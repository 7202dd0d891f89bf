namespace ScratchNN.Tests.OptimizerContract;

/// <summary>One step of one parameter in double, written from the equations in the documentation.</summary>
internal delegate double NaiveStep(double w, double g, double[] state, double rate, int t);

/// <summary>An optimizer and its naive twin.</summary>
internal sealed record OptimizerCase(string Name, Optimizer Optimizer, NaiveStep Naive);

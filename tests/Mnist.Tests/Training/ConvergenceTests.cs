using ScratchNN.Tests;

namespace Mnist.Tests.Training;

/// <summary>The main job on all of MNIST, seed by seed. Long: <c>--filter Category=Convergence</c>, or <c>Category!=Convergence</c> for the rest.</summary>
[Trait("Category", "Convergence")]
public class ConvergenceTests
{
    private const double TestAccuracy = 0.975;

    [SharedTheory(SharedMnist.Relative)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_Mnist_ReadsTestImages(ulong seed)
    {
        var result = TrainCommand.Run(new TrainOptions { Seed = seed, Data = SharedMnist.Folder }, Terminal.Nowhere, new Terminal().Console);

        Assert.InRange(result.TestAccuracy, TestAccuracy, 1);
    }
}

using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

public class ParameterUpdateTests
{
    [Theory]
    [InlineData(64, 128)] // the weights end where a block of 8192 does
    [InlineData(100, 200)]
    [InlineData(3, 2)]
    public void Run_BlocksOfAnyTensors_StepOnceOverEachParameter(int inputs, int units)
    {
        var model = Updated(new Sequential(new Dense(inputs, units), new Dense(units, 3)), inputs);

        Assert.All(model.Parameters.ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Run_NotTrained_IsLeftAlone()
    {
        var model = Updated(new Sequential(new Dense(3), new RunningCenter(), new Dense(2)), inputs: 4);

        foreach (var info in model.ParameterInfos)
            Assert.All(model.Parameter(info.Name).ToArray(), value => Assert.Equal(info.Name == "1.running_mean" ? 0 : 1, value));
    }

    private static Model Updated(Model model, int inputs)
    {
        model.Build(inputs);
        model.Parameters.Clear();
        float[] gradient = new float[model.Parameters.Length];
        var update = new ParameterUpdate(new AddsOne(), model.BuiltPlan.Layout, [], model.Parameters, gradient, default, stepNumber: 1, learningRate: 1);

        for (int block = 0; block < update.Blocks; block++) update.Run(block, block + 1);
        return model;
    }

    [Theory]
    [InlineData(8191, 1)] // and a bias
    [InlineData(8192, 2)]
    public void Blocks_AreAsManyAsHoldAllParameters(int inputs, int blocks)
    {
        var model = new Sequential(new Dense(inputs, 1));
        model.Build(inputs);

        Assert.Equal(blocks,
            new ParameterUpdate(new AddsOne(), model.BuiltPlan.Layout, [], model.Parameters, default, default, stepNumber: 1, learningRate: 1).Blocks);
    }

    /// <summary>Adds 1 to each parameter, and insists that there are some.</summary>
    private sealed class AddsOne() : Optimizer(1)
    {
        public override void Step(in OptimizerPass pass)
        {
            Assert.False(pass.Parameters.IsEmpty);
            Assert.Equal(pass.Parameters.Length, pass.Gradient.Length);
            foreach (ref float parameter in pass.Parameters) parameter++;
        }
    }
}

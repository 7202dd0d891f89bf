namespace ScratchNN.Tests;

public class MicroBatchTests
{
    /// <summary>A row is 10 inputs, 2 · 100 activations, as much for two gradients between layers, and 2 · 50 outputs: 510 of 524,288 floats, 1028 rows.</summary>
    [Fact]
    public void Rows_ByHand_IsTheMultipleOf32ThatFits() =>
        Assert.Equal(1024, MicroBatch.Rows(new Block(new Dense(10, 100), new ReLU(), new Dense(100, 50)), 10));

    [Fact]
    public void Rows_LargeLayers_IsAtLeast32() => Assert.Equal(32, MicroBatch.Rows(new Block(new Dense(1 << 20, 2)), 1 << 20));
}

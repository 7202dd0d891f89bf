namespace ScratchNN.Tests.LayerContract;

/// <summary>A layer and an input that the contract is checked on.</summary>
internal sealed record LayerCase(string Name, Layer Layer, Shape Input)
{
    public int ParameterCount => Layer.Parameters(Input).Sum(info => info.Shape.Size);
}

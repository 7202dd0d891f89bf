namespace ScratchNN;

/// <summary>What a layer says of one of its parameters.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>, <c>bias</c>. In a model the layer's index goes before it: <c>0.weight</c>.</param>
/// <param name="Shape">Its dimensions: <c>[784 × 128]</c>.</param>
/// <param name="Decays">Whether weight decay applies: true for weights, false for biases and scales.</param>
public readonly record struct ParameterInfo(string Name, Shape Shape, bool Decays = true);

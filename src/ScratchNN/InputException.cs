namespace ScratchNN;

/// <summary>An input that a layer does not take, told in words for whoever passed it: containers hand it on as it is.</summary>
internal sealed class InputException(string message) : ArgumentException(message);

namespace ScratchNN;

/// <summary>A tensor to be written: its name in the file, what it is, and its values as they stand in memory.</summary>
internal readonly record struct NamedTensor(string Name, ParameterInfo Info, ReadOnlyMemory<float> Values);

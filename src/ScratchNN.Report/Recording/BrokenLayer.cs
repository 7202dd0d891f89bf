namespace ScratchNN.Reporting;

/// <summary>A layer in the batch that broke.</summary>
/// <param name="Name">As checks name it.</param>
/// <param name="Largest">The largest magnitude of its outputs that is finite.</param>
/// <param name="NotFinite">How many of its outputs are not.</param>
/// <param name="Outputs">How many there are.</param>
internal sealed record BrokenLayer(string Name, double Largest, int NotFinite, int Outputs);

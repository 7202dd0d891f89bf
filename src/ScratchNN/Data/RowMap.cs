namespace ScratchNN;

/// <summary>
/// Makes the inputs of one sample of those of another: <c>(from, to) => { for (int i = 0; i &lt; to.Length; i++) to[i] = MathF.Log(1 + from[i]); }</c>.
/// </summary>
/// <param name="from">The inputs of the sample.</param>
/// <param name="to">The new inputs, to be assigned. They arrive as zeros.</param>
public delegate void RowMap(ReadOnlySpan<float> from, Span<float> to);

namespace ScratchNN;

/// <summary>The layout of a parameter in a file: its axes in the order of <see cref="ParameterInfo.FileAxes"/>, some of them as one.</summary>
internal readonly struct AxisOrder
{
    private const int Axes = 4; // of a shape

    private readonly int[] _lengths, _strides; // of the axes as they come in the file; strides are those in memory

    public AxisOrder(ParameterInfo info)
    {
        var shape = info.Shape;
        _lengths = [1, 1, 1, 1];
        _strides = new int[Axes];
        for (int i = 0; i < shape.Rank; i++)
        {
            int axis = info.FileAxes?[i] ?? i;
            _lengths[Axes - shape.Rank + i] = shape[axis];
            _strides[Axes - shape.Rank + i] = Stride(shape, axis);
        }
        Dimensions = info.FileShape?.ToArray() ?? _lengths[(Axes - shape.Rank)..];
        if (info.FileShape is { } file && file.Size != shape.Size)
            throw new InvalidOperationException(
                $"{info.Name} {shape} holds {shape.Size} numbers, its FileShape {file} {file.Size}: both must hold the same number.");
    }

    /// <summary>The dimensions in the file.</summary>
    public int[] Dimensions { get; }

    /// <summary>The values in the order of the file.</summary>
    public void ToFile(ReadOnlySpan<float> memory, Span<float> file)
    {
        int next = 0;
        foreach (int at in InFileOrder()) file[next++] = memory[at];
    }

    /// <summary>The values in the order of memory.</summary>
    public void ToMemory(ReadOnlySpan<float> file, Span<float> memory)
    {
        int next = 0;
        foreach (int at in InFileOrder()) memory[at] = file[next++];
    }

    /// <summary>Where in memory the values stand, in the order of the file.</summary>
    private IEnumerable<int> InFileOrder()
    {
        for (int i = 0; i < _lengths[0]; i++)
            for (int j = 0; j < _lengths[1]; j++)
                for (int k = 0; k < _lengths[2]; k++)
                    for (int l = 0; l < _lengths[3]; l++)
                        yield return (i * _strides[0]) + (j * _strides[1]) + (k * _strides[2]) + (l * _strides[3]);
    }

    private static int Stride(Shape shape, int axis)
    {
        int stride = 1;
        for (int i = axis + 1; i < shape.Rank; i++) stride *= shape[i];
        return stride;
    }
}

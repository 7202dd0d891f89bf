namespace ScratchNN;

/// <summary>The layout of a parameter in a file: its axes in the order of <see cref="ParameterInfo.FileAxes"/>.</summary>
internal readonly struct AxisOrder
{
    private const int Axes = 4; // of a shape

    private readonly int[] _strides; // in memory, of the axes as they come in the file

    public AxisOrder(ParameterInfo info)
    {
        var shape = info.Shape;
        Dimensions = new int[shape.Rank];
        _strides = new int[Axes];
        for (int i = 0; i < shape.Rank; i++)
        {
            int axis = info.FileAxes?[i] ?? i;
            Dimensions[i] = shape[axis];
            _strides[Axes - shape.Rank + i] = Stride(shape, axis);
        }
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
        int[] lengths = [.. Enumerable.Repeat(1, Axes - Dimensions.Length), .. Dimensions];
        for (int i = 0; i < lengths[0]; i++)
            for (int j = 0; j < lengths[1]; j++)
                for (int k = 0; k < lengths[2]; k++)
                    for (int l = 0; l < lengths[3]; l++)
                        yield return (i * _strides[0]) + (j * _strides[1]) + (k * _strides[2]) + (l * _strides[3]);
    }

    private static int Stride(Shape shape, int axis)
    {
        int stride = 1;
        for (int i = axis + 1; i < shape.Rank; i++) stride *= shape[i];
        return stride;
    }
}

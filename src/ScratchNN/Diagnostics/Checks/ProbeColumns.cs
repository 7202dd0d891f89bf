using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The inputs of the probe, column after column: made once for all checks that look at columns.</summary>
internal sealed class ProbeColumns
{
    private const int Apart = 16; // floats: columns at distances of 512 floats would take each other's place in a cache

    private readonly float[] _values;
    private readonly int _rows, _stride;

    private ProbeColumns(ReadOnlySpan<float> x, int columns)
    {
        (_rows, Count) = (x.Length / columns, columns);
        _stride = _rows + Apart;
        _values = new float[columns * _stride];
        Transposition.Copy(x, columns, _values, _stride, _rows, columns);
    }

    /// <summary>The number of columns.</summary>
    public int Count { get; }

    /// <summary>The values of a column, row after row.</summary>
    public ReadOnlySpan<float> this[int column] => _values.AsSpan(column * _stride, _rows);

    /// <summary>Those of the probe in view.</summary>
    public static ProbeColumns Of(in CheckPass pass)
    {
        if (!pass.Facts.TryGetValue(typeof(ProbeColumns), out object? known))
            pass.Facts[typeof(ProbeColumns)] = known = new ProbeColumns(pass.Layers[0].Input, pass.Model.InputShape.Size);
        return (ProbeColumns)known!;
    }
}

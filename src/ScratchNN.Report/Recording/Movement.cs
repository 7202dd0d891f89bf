using System.Numerics.Tensors;

namespace ScratchNN.Reporting;

/// <summary>How far single steps move the parameters of each layer: now and then two steps in a row are compared.</summary>
internal sealed class Movement
{
    private const int Looks = 60;  // in a Fit
    private const int MostFloats = 1 << 22;

    private readonly float[] _before;
    private readonly (string Path, int From, int Length)[] _parts;
    private readonly long _every;
    private bool _hasBefore;

    /// <param name="model">The model, built.</param><param name="steps">The steps of the Fit.</param>
    public Movement(Model model, long steps)
    {
        _every = Math.Max(2, steps / Looks);
        _parts = model.Parameters.Length <= MostFloats ? [.. Parts(model)] : [];
        _before = new float[_parts.Length > 0 ? model.Parameters.Length : 0];
    }

    /// <summary>After a step.</summary>
    public void Look(FitRecord record, ReadOnlySpan<float> parameters, long step)
    {
        if (_before.Length == 0) return;
        if (_hasBefore)
            foreach (var (path, from, length) in _parts)
            {
                ReadOnlySpan<float> now = parameters.Slice(from, length), then = _before.AsSpan(from, length);
                double size = Math.Sqrt(TensorPrimitives.SumOfSquares(then));
                if (size > 0 && record.LayerAt(path) is { } layer) layer.Moved.Add(step, TensorPrimitives.Distance(now, then) / size);
            }
        _hasBefore = step % _every == 0;
        if (_hasBefore) parameters.CopyTo(_before);
    }

    /// <summary>The parameters of each layer that an optimizer moves, one after another.</summary>
    private static IEnumerable<(string, int, int)> Parts(Model model)
    {
        int at = 0;
        foreach (var parameters in model.ParameterInfos.GroupBy(info => info.Name[..Math.Max(0, info.Name.LastIndexOf('.'))]))
        {
            int from = at, length = 0;
            foreach (var info in parameters)
            {
                at += info.Shape.Size;
                if (info.Role is ParameterRole.Weight or ParameterRole.Undecayed) length += info.Shape.Size;
            }
            if (length == at - from && length > 0) yield return (parameters.Key, from, length);
        }
    }
}

using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What a trainer carries from step to step, and from one Fit to the next.</summary>
internal sealed class TrainingState(Sequential model, Optimizer optimizer, float? clipNorm)
{
    private readonly float[] _parameters = model.ParameterArray;

    /// <summary>What the optimizer remembers, slot after slot.</summary>
    public float[] Optimizer { get; } = new float[optimizer.StateSlots * model.Parameters.Length];

    /// <summary>The mean gradient of the batch.</summary>
    public float[] Gradient { get; } = new float[model.Parameters.Length];

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>The number of the epoch under way, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>Whether the model still has the parameters that this state belongs to, and was not built anew.</summary>
    public bool Fits => ReferenceEquals(_parameters, model.ParameterArray);

    /// <summary>Whether all parameters and all that the optimizer remembers are finite numbers.</summary>
    public bool IsFinite =>
        TensorPrimitives.IsFiniteAll<float>(_parameters)
        && (Optimizer.Length == 0 || TensorPrimitives.IsFiniteAll<float>(Optimizer)); // of nothing it says false

    /// <summary>One step of the optimizer along the gradient, which is clipped first if that is asked for.</summary>
    public void Update(float learningRate, Workers workers)
    {
        if (clipNorm is { } limit)
        {
            double norm = Math.Sqrt(Sums.OfSquares(Gradient));
            if (norm > limit) TensorPrimitives.Multiply(Gradient, (float)(limit / norm), Gradient);
        }
        Step++;
        var update = new ParameterUpdate(optimizer, model.ParameterInfos, _parameters, Gradient, Optimizer, Step, learningRate);
        workers.For(update.Blocks, update);
    }

    public void Save(Snapshot snapshot, int batch) => snapshot.Save(_parameters, Optimizer, Step, batch);

    public void Restore(Snapshot snapshot) => Step = snapshot.Restore(_parameters, Optimizer);

    /// <summary>
    /// Where the parameters of a snapshot differ from those here: at the first that is no finite number there but is one here, else at the largest relative
    /// difference; null if they are the same.
    /// </summary>
    public (string Tensor, int Index, float Here, float There)? Difference(Snapshot snapshot)
    {
        var there = snapshot.Parameters;
        int worst = -1;
        double largest = 0;
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (!float.IsFinite(_parameters[i])) continue;
            double difference = float.IsFinite(there[i]) ? Math.Abs((double)there[i] - _parameters[i]) / (Math.Abs(_parameters[i]) + 1e-3) : double.PositiveInfinity;
            if (difference > largest) (worst, largest) = (i, difference);
        }
        if (worst < 0) return null;
        int offset = 0;
        var info = model.ParameterInfos.First(info => (offset += info.Shape.Size) > worst);
        int index = worst - offset + info.Shape.Size;
        return (info.Name, index, _parameters[worst], there[worst]);
    }
}

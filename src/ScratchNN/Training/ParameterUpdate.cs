using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>One optimizer step over the flat vector, in blocks that workers share; each slice stays within one tensor.</summary>
internal readonly ref struct ParameterUpdate(
    Optimizer optimizer, IReadOnlyList<ParameterInfo> infos, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state,
    long stepNumber, float learningRate) : IRowKernel
{
    private const int BlockSize = 8192; // floats: some 4 µs of Adam
    private readonly Span<float> _parameters = parameters, _state = state;
    private readonly ReadOnlySpan<float> _gradient = gradient;

    public int Blocks => (_parameters.Length + BlockSize - 1) / BlockSize;

    public void Run(int firstRow, int endRow)
    {
        int first = firstRow * BlockSize, end = Math.Min(endRow * BlockSize, _parameters.Length), offset = 0;
        for (int i = 0; i < infos.Count; i++)
        {
            var info = infos[i];
            int from = Math.Max(first, offset), to = Math.Min(end, offset + info.Shape.Size);
            offset += info.Shape.Size;
            if (from >= to || !info.IsTrained) continue;
            optimizer.Step(new OptimizerPass(_state.IsEmpty ? default : _state[from..], AlignedBuffer.RoundUp(_parameters.Length))
            {
                Parameters = _parameters[from..to],
                Gradient = _gradient[from..to],
                StepNumber = stepNumber,
                LearningRate = learningRate,
                Decays = info.Decays,
            });
        }
    }
}

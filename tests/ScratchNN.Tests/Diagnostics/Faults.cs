using System.Numerics.Tensors;

namespace ScratchNN.Tests;

/// <summary>y = exp(x), with a gradient that pretends not to know.</summary>
internal sealed class NaiveExp : Layer
{
    public override void Forward(in ForwardPass pass) => TensorPrimitives.Exp(pass.Input, pass.Output);

    public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
}

/// <summary>y = factor·x, and backward another factor.</summary>
internal sealed class Times(float factor, float backward) : Layer
{
    public override void Forward(in ForwardPass pass) => TensorPrimitives.Multiply(pass.Input, factor, pass.Output);

    public override void Backward(in BackwardPass pass)
    {
        if (!pass.InputGradient.IsEmpty) TensorPrimitives.Multiply(pass.OutputGradient, backward, pass.InputGradient);
    }
}

/// <summary>y = x / the largest of the batch.</summary>
internal sealed class OverLargest : Layer
{
    public override void Forward(in ForwardPass pass) => TensorPrimitives.Divide(pass.Input, Math.Abs(TensorPrimitives.MaxMagnitude(pass.Input)), pass.Output);

    public override void Backward(in BackwardPass pass) => TensorPrimitives.Divide(pass.OutputGradient, Math.Abs(TensorPrimitives.MaxMagnitude(pass.Input)), pass.InputGradient);
}

/// <summary>y = x / |x|: NaN at 0.</summary>
internal sealed class Sign : Layer
{
    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] / Math.Abs(pass.Input[i]);
    }

    public override void Backward(in BackwardPass pass) => pass.InputGradient.Clear();
}

/// <summary>Rewards outputs for being far from 1: loss = Σ |ln y|, dy = −ln y.</summary>
internal sealed class Runaway : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        for (int i = 0; i < pass.Output.Length; i++)
        {
            float log = MathF.Log(pass.Output[i]);
            pass.Losses[i / k] = i % k == 0 ? Math.Abs(log) : pass.Losses[i / k] + Math.Abs(log);
            if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[i] = -log;
        }
    }
}

/// <summary>loss = −ln y of the right class, which is infinite where the probability rounds to 0.</summary>
internal sealed class LogLoss : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        pass.OutputGradient.Clear();
        for (int row = 0; row < pass.BatchSize; row++)
        {
            float y = pass.Output[(row * k) + pass.Labels[row]];
            pass.Losses[row] = -MathF.Log(y);
            if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[(row * k) + pass.Labels[row]] = -1 / y;
        }
    }
}

/// <summary>loss = the square of the first output, and NaN for a gradient for the first row where that is below an edge.</summary>
internal sealed class Edge(float edge) : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        pass.OutputGradient.Clear();
        for (int row = 0; row < pass.BatchSize; row++)
        {
            float y = pass.Output[row * k];
            pass.Losses[row] = y * y;
            if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[row * k] = row == 0 && Math.Abs(y) < edge ? float.NaN : 2 * y;
        }
    }
}

/// <summary>Half the squared distance to one-hot labels; it tells the library nothing of that.</summary>
internal sealed class Own : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            pass.Losses[row] = 0;
            for (int j = 0; j < k; j++)
            {
                float difference = pass.Output[(row * k) + j] - (pass.Labels[row] == j ? 1 : 0);
                pass.Losses[row] += difference * difference / 2;
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[(row * k) + j] = difference;
            }
        }
    }
}

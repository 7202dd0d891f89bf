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

    public override void Backward(in BackwardPass pass) =>
        TensorPrimitives.Divide(pass.OutputGradient, Math.Abs(TensorPrimitives.MaxMagnitude(pass.Input)), pass.InputGradient);
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

/// <summary>y = x, with a fault.</summary>
internal sealed class OwnLayer(string kind) : Layer
{
    private readonly Random _random = new(1);

    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i += kind == "half" ? 2 : 1)
        {
            float noise = kind == "own noise" ? _random.NextSingle() : kind == "seeded noise" || (kind == "noise in training" && pass.IsTraining)
                ? pass.Random(i).NextSingle() : 0;
            pass.Output[i] = (kind == "adds" ? pass.Output[i] : 0) + pass.Input[i] + noise;
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        if (kind != "no gradient" && !pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    public override string ToString() => "OwnLayer";
}

/// <summary>(y − t)², with a fault.</summary>
internal sealed class OwnSquares(string fault) : Loss
{
    public override void Compute(in LossPass pass)
    {
        float scale = fault switch
        {
            "mean" => 1f / pass.BatchSize,
            "root" => 1 / MathF.Sqrt(pass.BatchSize),
            "largest" =>
            1 / TensorPrimitives.Max(pass.Targets),
            _ => 1
        };
        for (int row = 0; row < pass.BatchSize; row++)
        {
            float e = pass.Output[row] - pass.Targets[row];
            pass.Losses[row] = fault switch
            {
                "no minimum" => -pass.Output[row],
                "largest" => scale * e * e,
                "mean of losses" =>
                e * e / pass.BatchSize,
                "always one" => MathF.Abs(e),
                _ => e * e
            };
            if (pass.OutputGradient.IsEmpty) continue;
            pass.OutputGradient[row] = fault switch { "sign" => -2 * e, "factor" => e, "always one" => 1, "no minimum" => -1, _ => 2 * scale * e };
        }
    }
}

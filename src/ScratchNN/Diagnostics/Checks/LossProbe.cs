namespace ScratchNN;

/// <summary>What a loss does with answers that are made up: what it is by its numbers, whatever its name.</summary>
internal static class LossProbe
{
    private const float ALittle = 1e-3f;

    /// <summary>Whether it is the squared distance from a target, but for a factor: four times as much at twice the distance.</summary>
    /// <param name="pass">Whose loss.</param><param name="distance">Which distance; a loss may be another further out.</param>
    public static bool IsSquaredError(in CheckPass pass, float distance = 0.25f)
    {
        const int Rows = 3;
        int outputs = pass.Layers[^1].OutputShape.Size;
        if (pass.Loss.Meaning == OutputKind.OneClass || (pass.Labels.IsEmpty && pass.Targets.Length != pass.Rows.Length * outputs)) return false;
        float[] y = new float[Rows * outputs], targets = new float[pass.Labels.IsEmpty ? y.Length : 0];
        for (int i = 0; i < y.Length; i++)
        {
            float target = outputs > 1 && i % outputs == 0 ? 1 : 0; // of class 0
            if (targets.Length > 0) targets[i] = target;
            y[i] = target + (distance * (i / outputs));
        }
        float[] losses = Losses(pass.Loss, y, new int[pass.Labels.IsEmpty ? 0 : Rows], targets, Rows);
        return losses is [0, > 0, _] && Math.Abs(losses[2] - (4 * losses[1])) <= ALittle * losses[2];
    }

    /// <summary>Whether an infinite loss is finite for a little more than 0 in the answer: then it takes the logarithm of the 0, or divides by it.</summary>
    public static bool IsOfZero(in CheckPass pass, int row)
    {
        int outputs = pass.Layers[^1].OutputShape.Size, columns = pass.Targets.Length / pass.Rows.Length;
        float[] y = pass.Outputs.Slice(row * outputs, outputs).ToArray();
        int[] labels = pass.Labels.IsEmpty ? [] : [pass.Labels[row]];
        var asked = labels.Length == 0 ? y : y.AsSpan(outputs == 1 ? 0 : labels[0], 1); // the answers that the loss may take a logarithm of
        if (!asked.Contains(0)) return false;
        asked.Replace(0, ALittle);
        return float.IsFinite(Losses(pass.Loss, y, labels, pass.Targets.Slice(row * columns, columns).ToArray(), 1)[0]);
    }

    private static float[] Losses(Loss loss, float[] y, int[] labels, float[] targets, int rows)
    {
        float[] losses = new float[rows];
        try
        {
            loss.Compute(new LossPass { Output = y, Labels = labels, Targets = targets, Losses = losses, BatchSize = rows });
        }
        catch (Exception) // of a loss that does not take what was made up
        {
            Array.Fill(losses, float.NaN);
        }
        return losses;
    }
}

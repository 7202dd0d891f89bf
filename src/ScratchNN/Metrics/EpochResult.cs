namespace ScratchNN;

/// <summary>The result of one epoch.</summary>
public sealed record EpochResult
{
    /// <summary>Its number, from 1. It continues through every Fit of a trainer.</summary>
    public required int Epoch { get; init; }

    /// <summary>Its training samples, each measured when its batch was trained on.</summary>
    public required Evaluation Training { get; init; }

    /// <summary>The validation data after the epoch; null without validation data.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>The learning rate of its last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How long it took, without validation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Training samples per second.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>The mean training loss.</summary>
    public double Loss => Training.Loss;

    /// <summary>The training accuracy, 0 to 1; null where the outputs are numbers.</summary>
    public double? Accuracy => Training.Accuracy;

    /// <summary>The mean validation loss; null without validation data.</summary>
    public double? ValidationLoss => Validation?.Loss;

    /// <summary>The validation accuracy, 0 to 1; null without validation data, and where the outputs are numbers.</summary>
    public double? ValidationAccuracy => Validation?.Accuracy;

    /// <summary>The numbers in one line, without those that are null.</summary>
    public override string ToString() => $"epoch {Epoch}: {Training.Scores("")}"
        + (Validation is { } validation ? $", {validation.Scores("validation ")}" : "")
        + $", learning rate {NumberFormat.Text(LearningRate)}, {NumberFormat.Seconds(Duration.TotalSeconds)} s";
}

namespace ScratchNN.Tests.Metrics;

/// <summary>Values of arrays: those of scikit-learn's accuracy_score, mean_squared_error and r2_score.</summary>
public sealed class MetricTests
{
    private const int Digits = 12;

    private static readonly float[] _targets = [3, -0.5f, 2, 7], _outputs = [2.5f, 0, 2, 8], _weights = [1, 2, 0.5f, 3];
    private static readonly float[,] _outputRows = { { 0, 2 }, { -1, 2 }, { 8, -5 } }, _targetRows = { { 0.5f, 1 }, { -1, 1 }, { 7, -6 } };

    [Fact]
    public void Accuracy_Classes_IsTheShareThatIsRight()
    {
        Assert.Equal(0.75, Metric.Accuracy.Of([0, 1, 1, 2], [0, 1, 0, 2]));
        Assert.Equal(4.0 / 7, Metric.Accuracy.Of([0, 1, 1, 2], [0, 1, 0, 2], [1, 2, 3, 1]), Digits);
        Assert.Equal(0.5, Metric.Accuracy.Of(new float[,] { { 0.2f, 0.8f }, { 0.6f, 0.4f } }, [1, 1]));
        Assert.Equal(0.75, Metric.Accuracy.Of([0.1f, 0.6f, 0.5f, 0.9f], [0, 1, 1, 1])); // 0.5 is no
        Assert.Equal(1, Metric.Accuracy.Of([16_777_216], [16_777_216]));
    }

    [Fact]
    public void Accuracy_SeveralYesOrNo_NeedsAllOfThem() => Assert.Equal(0.5, Metric.Accuracy.Compute(new MetricPass
    {
        Outputs = [0.9f, 0.1f, 0.9f, 0.1f],
        Targets = [1, 0, 1, 1],
        Count = 2,
        Meaning = OutputKind.YesNo,
    }));

    [Fact]
    public void MeanSquaredError_Numbers_IsThatOfScikitLearn()
    {
        Assert.Equal(0.375, Metric.MeanSquaredError.Of(_outputs, _targets), Digits);
        Assert.Equal(3.75 / 6.5, Metric.MeanSquaredError.Of(_outputs, _targets, _weights), Digits);
        Assert.Equal(4.25 / 6, Metric.MeanSquaredError.Of(_outputRows, _targetRows), Digits);
        Assert.Equal(0.5, Metric.MeanSquaredError.Of([3, 5], [2, 5]));
        Assert.Equal(0.25, Metric.MeanSquaredError.Of(new float[,] { { 0.5f, 0.5f } }, [1])); // of a label and its one-hot row
    }

    [Fact]
    public void R2_Numbers_IsThatOfScikitLearn()
    {
        Assert.Equal(0.948608137044968, Metric.R2.Of(_outputs, _targets), Digits);
        Assert.Equal(0.946340121078701, Metric.R2.Of(_outputs, _targets, _weights), Digits);
        Assert.Equal(0.936800526662278, Metric.R2.Of(_outputRows, _targetRows), Digits);
        Assert.Equal(-3, Metric.R2.Of([3f, 2, 1], [1f, 2, 3]), Digits);
        Assert.Equal(0.875, Metric.R2.Of([1e6f - 1, 1e6f, 1e6f + 0.5f], [1e6f - 1, 1e6f, 1e6f + 1]), Digits); // a large mean costs no digits
    }

    [Fact]
    public void R2_ConstantTargets_IsOneIfMetAndElseZero()
    {
        Assert.Equal(1, Metric.R2.Of([0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f], [0, 1, 2]));
        Assert.Equal(0, Metric.R2.Of([0.1f, 0.2f, 0.1f], [0.1f, 0.1f, 0.1f]));
        Assert.Equal(double.NaN, Metric.R2.Of([float.NaN, 0.2f], [0.1f, 0.1f]));
        Assert.Equal(double.NaN, Metric.R2.Of([1f], [2f]));
    }

    [Fact]
    public void Of_NoWeightAtAll_IsNaN()
    {
        foreach (var metric in (Metric[])[Metric.Accuracy, Metric.MeanSquaredError, Metric.R2]) Assert.Equal(double.NaN, metric.Of([1, 2], [1, 2], [0, 0]));
    }

    [Fact]
    public void Of_UserMetric_SeesJaggedRowsAndWeights()
    {
        var first = new FirstOutputs();
        Assert.Equal(3 + (2 * 5), first.Of(new float[][] { [3, 4], [5, 6] }, [0, 1], [1, 2]));
        Assert.Equal(8, first.Of([3f, 5], [0f, 1]));
        Assert.Equal("first", first.ToString());
        Assert.True(first.HigherIsBetter);
        Assert.Throws<ArgumentException>(() => new FirstOutputs(" "));
    }

    [Fact]
    public void Of_WhatDoesNotFit_ThrowsAndSaysWhat()
    {
        Says("There are no samples, so there is no R2: pass at least one.", () => Metric.R2.Of((float[])[], (float[])[]));
        Says("There are outputs for 2 samples, and 3 class labels: both need the same number.", () => Metric.Accuracy.Of([1, 2], [1, 2, 3]));
        Says("There are 2 samples and 1 weights: pass one per sample, or none.", () => Metric.Accuracy.Of([1, 2], [1, 2], [1]));
        Says("weights[1] is -1: a weight is a finite number of at least 0.", () => Metric.Accuracy.Of([1, 2], [1, 2], [1, -1]));
        Says("The label of sample 1 is 2: 2 outputs have the classes 0 to 1.", () => Metric.Accuracy.Of(_outputRows, [0, 2, 0]));
        Says("A row has 2 outputs and 1 targets: both need the same number.", () => Metric.R2.Of(_outputRows, new float[3, 1]));
        Says("classes[0] is 16777217: no float holds every class beyond 16777216. Number the classes from 0.", () => Metric.Accuracy.Of([16_777_217], [1]));
        Says("The outputs are numbers, which have no accuracy: take Metric.R2 or Metric.MeanSquaredError, or pass class labels as int[].", () => Metric.Accuracy.Of([1f], [1f]));

        static void Says(string message, Action action) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Goal_OfLossOrMetric_ComparesInItsDirection()
    {
        Goal loss = Goal.Loss, r2 = Metric.R2, error = Metric.MeanSquaredError;
        Assert.True(loss.IsBetter(1, 2) && !loss.IsBetter(2, 1) && r2.IsBetter(2, 1) && !r2.IsBetter(1, 2) && error.IsBetter(1, 2));
        Assert.All([loss, r2], goal => Assert.True(goal.IsBetter(9, double.NaN) && !goal.IsBetter(double.NaN, 9) && !goal.IsBetter(double.NaN, double.NaN) && !goal.IsBetter(9, 9)));
        Assert.Equal("loss", loss.ToString());
        Assert.Equal("R2", r2.ToString());
        Assert.Equal([Metric.R2], r2.Metrics);
        Assert.Empty(loss.Metrics);
        Assert.Throws<ArgumentNullException>(() => { Goal goal = (Metric)null!; });
    }

    [Fact]
    public void Goal_Of_TakesValidationDataIfThereIsAny()
    {
        var epoch = EpochResults.Of(1, 3, 0.25, 4, 0.5, 0, 0);
        var training = epoch with { Validation = null };
        Goal accuracy = Metric.Accuracy;
        Assert.Equal([4, 3, 0.5, 0.25], [Goal.Loss.Of(epoch), Goal.Loss.Of(training), accuracy.Of(epoch), accuracy.Of(training)]);
        Assert.Equal("R2 was not computed: add it to TrainerOptions.Metrics.", Assert.Throws<KeyNotFoundException>(() => ((Goal)Metric.R2).Of(epoch)).Message);
    }

    private sealed class FirstOutputs(string name = "first") : Metric(name)
    {
        public override double Compute(in MetricPass pass)
        {
            double sum = 0;
            for (int i = 0; i < pass.Count; i++) sum += pass.Weight(i) * pass.Outputs[i * pass.OutputsPerSample];
            return sum;
        }
    }
}

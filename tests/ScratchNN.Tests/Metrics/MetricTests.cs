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
        Assert.Throws<ArgumentException>(() => _ = new FirstOutputs(" "));
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
        foreach (int huge in (int[])[16_777_218, 2_147_483_520, int.MaxValue]) // floats hold these, or round them to others
        {
            Says($"classes[1] is {huge}: no float holds every class beyond 16777216.", () => Metric.F1().Of([0, huge], [0, 1]));
            Says($"Sample 1 is of class {huge}, and class 1 was predicted: number the classes from 0, up to 16777216.", () =>
                Metric.F1().Of([0, 1], [0, huge]));
            Says($"Sample 1 is of class {huge}, and class 1 was predicted: number the classes from 0, up to 16777216.", () =>
                Metric.Matthews.Of([0, 1], [0, huge]));
        }
        Says("The outputs are numbers, which have no accuracy: use Metric.R2 or Metric.MeanSquaredError, or pass class labels as int[].", () =>
            Metric.Accuracy.Of([1f], [1f]));

        static void Says(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OutputsWithoutSuchAValue_ThrowsAndSaysWhatHas()
    {
        float[,] three = { { 0.2f, 0.3f, 0.5f } };
        bool[,] yes = { { true, false, true } };
        Says("The outputs are numbers, which have no F1 (macro): use Metric.R2 or Metric.MeanSquaredError, or pass class labels as int[].", () =>
            Metric.F1().Of(three, three));
        Says("There is no precision of class 3: 3 outputs have the classes 0 to 2.", () => Metric.PrecisionOf(3).Of(three, [0]));
        Says("There is no recall of class 3: 3 outputs have the numbers 0 to 2.", () => Metric.RecallOf(3).Of(three, yes));
        Says("There is no F1 of class 2: one output answers no (0) or yes (1).", () => Metric.F1Of(2).Of([0.4f], [true]));
        Says("The label of sample 1 is 2: one output answers no (0) or yes (1).", () => Metric.F1().Of([0.4f, 0.1f], [0, 2]));
        Says("Sample 0 is of class 1, and class -1 was predicted: number the classes from 0, up to 16777216.", () => Metric.Matthews.Of([-1], [1]));
        Says("Predicted classes have no top-1 accuracy, which needs the probability of each class: pass the outputs", () => Metric.TopK(1).Of([1], [1]));
        Says("Predicted classes have no ROC AUC, which needs the probability of each class", () => Metric.RocAuc.Of([1, 0], [1, 0]));
        Says("The outputs are numbers, which have no average precision", () => Metric.AveragePrecision.Of([1f, 0], [1f, 0]));
        Says("The label of sample 0 is 2: one output answers no (0) or yes (1). For more", () => Metric.RocAuc.Of([1f, 0], [2, 0]));
        Says("Predicted classes have no log loss, which needs the probability of each class", () => Metric.LogLoss.Of([1], [1]));
        Says("top-1 accuracy chooses among classes, but the outputs answer yes or no: use Metric.Accuracy.", () => Metric.TopK(1).Of(three, yes));
        Says("top-3 accuracy is always 1 for 3 classes: use a k below 3.", () => Metric.TopK(3).Of(three, [0]));
        Says("An output of sample 1 is 1.5: log loss takes probabilities, 0 to 1.", () => Metric.LogLoss.Of([0.5f, 1.5f], [0, 1]));
        Says("A metric cannot be named \"loss\": results use that name for the loss.", () => _ = new FirstOutputs("loss"));
        Says("A metric cannot be named \"accuracy\"", () => _ = new FirstOutputs("accuracy"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.TopK(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.PrecisionOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.Recall((Average)3));

        static void Says(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>A number that is not one has no class, whatever the others are; a sample of weight 0 is not there.</summary>
    [Fact]
    public void Of_OutputThatIsNaN_IsNaN_UnlessItCountsForNothing()
    {
        float[,] outputs = { { 0.2f, float.NaN, 0.5f }, { 0.6f, 0.3f, 0.1f }, { 0.1f, 0.8f, 0.1f }, { 0.2f, 0.1f, 0.7f } },
            numbers = { { 1, 2, 3 }, { 2, 3, 1 }, { 4, 4, 4 }, { 5, 1, 2 } };
        bool[,] yes = { { true, false, true }, { true, true, true }, { false, true, false }, { true, false, false } };
        foreach (var meaning in Enum.GetValues<OutputKind>())
        {
            Targets y = meaning switch { OutputKind.OneClass => (int[])[2, 0, 1, 2], OutputKind.YesNo => yes, _ => numbers };
            foreach (var metric in MetricCases.Of(meaning))
            {
                if (metric != Metric.Accuracy) Assert.Equal(double.NaN, metric.Of(outputs, y));
                Assert.True(double.IsFinite(metric.Of(outputs, y, [0, 1, 1, 1])), metric.Name);
                Assert.Equal(double.NaN, metric.Of(outputs, y, [0, 0, 0, 0]));
            }
        }
    }

    [Fact]
    public void TopK_OfOne_IsAccuracy_ThoughOutputsAreEqual()
    {
        float[,] outputs = { { 0.4f, 0.4f, 0.2f }, { 0.2f, 0.4f, 0.4f }, { 0.3f, 0.3f, 0.3f } };
        foreach (int[] y in (int[][])[[0, 1, 0], [1, 2, 2], [1, 1, 1]]) Assert.Equal(Metric.Accuracy.Of(outputs, y), Metric.TopK(1).Of(outputs, y));
        Assert.Equal(2 / 3d, Metric.TopK(2).Of(outputs, [1, 1, 2]), Digits);
    }

    [Fact]
    public void RocAuc_OneSideOnly_IsNaN_AveragePrecisionIsZeroOrOne()
    {
        Assert.Equal([double.NaN, double.NaN], [Metric.RocAuc.Of([0.1f, 0.2f], [0, 0]), Metric.RocAuc.Of([0.1f, 0.2f], [1, 1])]);
        Assert.Equal([0, 1], [Metric.AveragePrecision.Of([0.1f, 0.2f], [0, 0]), Metric.AveragePrecision.Of([0.1f, 0.2f], [1, 1])]);
        Assert.Equal(double.NaN, Metric.RocAuc.Of([0.1f, 0.2f, 0.3f], [0, 0, 1], [1, 1, 0])); // the only yes counts for nothing
        Assert.Equal(0.5, Metric.RocAuc.Of([0f, -0f, 0f, -0f], [0, 1, 1, 0])); // the two zeros are equal
        Assert.Equal(1, Metric.RocAuc.Of([float.NegativeInfinity, 0, float.PositiveInfinity], [0, 1, 1]));
    }

    [Fact]
    public void PrecisionOf_OneAnswer_ZeroIsNo_OfSeveralItIsTheOutput()
    {
        Assert.Equal(0.5, Metric.PrecisionOf(0).Of([0.1f, 0.2f, 0.9f], [0, 1, 1]));
        Assert.Equal(1, Metric.PrecisionOf(1).Of([0.1f, 0.2f, 0.9f], [0, 1, 1]));
        Assert.Equal(1, Metric.Precision().Of([0.1f, 0.2f, 0.9f], [0, 1, 1])); // of yes
        Assert.Equal([1, 0], ((int[])[0, 1])
            .Select(i => Metric.PrecisionOf(i).Of(new float[,] { { 0.9f, 0.8f }, { 0.1f, 0.1f } }, new bool[,] { { true, false }, { true, true } })));
    }

    [Fact]
    public void Goal_OfLossOrMetric_ComparesInItsDirection()
    {
        Goal loss = Goal.Loss, r2 = Metric.R2, error = Metric.MeanSquaredError;
        Assert.True(loss.IsBetter(1, 2) && !loss.IsBetter(2, 1) && r2.IsBetter(2, 1) && !r2.IsBetter(1, 2) && error.IsBetter(1, 2));
        Assert.All([loss, r2], goal =>
            Assert.True(goal.IsBetter(9, double.NaN) && !goal.IsBetter(double.NaN, 9) && !goal.IsBetter(double.NaN, double.NaN) && !goal.IsBetter(9, 9)));
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

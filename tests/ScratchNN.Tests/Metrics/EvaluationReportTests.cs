namespace ScratchNN.Tests.Metrics;

/// <summary>The report that an evaluation prints as: for classes, that of scikit-learn's classification_report.</summary>
public sealed class EvaluationReportTests
{
    private static readonly float[,] _three = { { 0.8f, 0.1f, 0.1f }, { 0.5f, 0.3f, 0.2f }, { 0.1f, 0.2f, 0.7f }, { 0.2f, 0.2f, 0.6f }, { 0.2f, 0.5f, 0.3f } };

    [Fact]
    public void Of_Classes_IsScikitLearnsReport()
    {
        var evaluation = Evaluation.Of(_three, [0, 1, 2, 2, 2], classNames: ["cat", "dog", "elephant"]);
        Assert.Equal(
            """
            loss 0.6997, accuracy 0.6000, 5 samples
            class     precision  recall      F1  support
            cat          0.5000  1.0000  0.6667        1
            dog          0.0000  0.0000  0.0000        1
            elephant     1.0000  0.6667  0.8000        3
            accuracy                     0.6000        5
            macro        0.5000  0.5556  0.4889        5
            weighted     0.7000  0.6000  0.6133        5
            """, Lines(evaluation));
        Assert.Equal(Metric.LogLoss.Of(_three, [0, 1, 2, 2, 2]), evaluation.Loss);
        Assert.Equal(2, evaluation.Confusion![2, 2]);
        Assert.Equal(evaluation.Confusion.ToString(), Evaluation.Of(_three, ["cat", "dog", "elephant", "elephant", "elephant"]).Confusion!.ToString());
    }

    [Fact]
    public void Of_ScoresThatAreNoProbabilities_HasNoLoss()
    {
        var evaluation = Evaluation.Of(new float[,] { { 2, -1 }, { -3, 4 } }, [0, 1]);
        Assert.Equal((double.NaN, 1), (evaluation.Loss, evaluation.Accuracy));
    }

    /// <summary>Where no sample counts the report has no numbers, as metrics have none.</summary>
    [Fact]
    public void Of_NoWeightAtAll_ReportsNaN()
    {
        string report = Evaluation.Of(new float[,] { { 2, -1 }, { -3, 4 } }, [0, 1], [0, 0]).ToString();
        Assert.Equal(7, report.Split("NaN").Length - 1 - 2); // 1 of accuracy, 3 of each average; and 2 in the line above them
        Assert.DoesNotContain("0.0000", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneAnswer_IsAReportOfNoAndYes()
    {
        var evaluation = Evaluation.Of(new Samples((float[])[0.1f, 0.2f, 0.9f, 0.6f], 1), [false, true, true, true], [1, 1, 1, 0.5f]);
        Assert.Equal(
            """
            loss 0.593, accuracy 0.7143, 4 samples
            class     precision  recall      F1  support
            no           0.5000  1.0000  0.6667        1
            yes          1.0000  0.6000  0.7500      2.5
            accuracy                     0.7143      3.5
            macro        0.7500  0.8000  0.7083      3.5
            weighted     0.8571  0.7143  0.7262      3.5
            """, Lines(evaluation));
        Assert.Equal(1, evaluation.Confusion![1, 0]);
    }

    [Fact]
    public void Of_SeveralAnswers_IsAReportOfEachYes()
    {
        var evaluation = Evaluation.Of(new float[,] { { 0.9f, 0.1f }, { 0.8f, 0.7f } }, new bool[,] { { true, true }, { false, true } },
            classNames: ["red", "blue"]);
        Assert.Equal(
            """
            loss 1.094, accuracy 0.0000, 2 samples
            output    precision  recall      F1  support
            red          0.5000  1.0000  0.6667        1
            blue         1.0000  0.5000  0.6667        2
            micro        0.6667  0.6667  0.6667        3
            macro        0.7500  0.7500  0.6667        3
            weighted     0.8333  0.6667  0.6667        3
            """, Lines(evaluation));
        Assert.Null(evaluation.Confusion);
    }

    [Fact]
    public void Of_Numbers_IsAReportOfErrorsAndTheLargestResiduals()
    {
        float[,] outputs = { { 0, 2 }, { -1, 2 }, { 8, -5 } }, y = { { 0.5f, 1 }, { -1, 1 }, { 7, -6 } };
        Assert.Equal(
            """
            loss 0.7083, 3 samples
            output   MAE    RMSE      R2
            0        0.5  0.6455  0.9654
            1          1       1  0.9082
            mean    0.75  0.8227  0.9368
            The largest residuals:
            row  output  actual  predicted  residual
            0         1       1          2        -1
            1         1       1          2        -1
            2         0       7          8        -1
            2         1      -6         -5        -1
            0         0     0.5          0       0.5
            """, Lines(Evaluation.Of(outputs, y)));
        Assert.EndsWith(
            """
            The largest residuals:
            row  actual  predicted  residual
            2         5          1         4
            0         2          1         1
            """.ReplaceLineEndings("\n"), Lines(Evaluation.Of(new Samples((float[])[1, 1, 1, 1], 1), [2f, 9, 5, 1], [1, 0, 1, 1])), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ManyClasses_ShowsTheWorst()
    {
        const int Classes = 50;
        float[,] outputs = new float[Classes, Classes];
        for (int i = 0; i < Classes; i++) outputs[i, i == 33 ? 34 : i] = 1;
        string[] lines = Lines(Evaluation.Of(outputs, [.. Enumerable.Range(0, Classes)])).Split('\n');
        Assert.Equal(1 + 1 + 20 + 1 + 3, lines.Length);
        Assert.StartsWith("33 ", lines[2], StringComparison.Ordinal);
        Assert.Equal("… (30 more, with higher F1)", lines[22]);
    }

    /// <summary>Whatever the threads and micro-batches, with weights, from logits and from a softmax.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Evaluate_Classes_FillsConfusion(bool endsInSoftmax)
    {
        var (x, y) = Blobs.Make(count: 300);
        float[] weights = [.. Enumerable.Range(0, 300).Select(i => i % 3 * 0.5f)];
        var model = new Sequential(endsInSoftmax ? [new Dense(3), new Softmax()] : [new Dense(3)]);
        new Trainer(model, new() { Epochs = 1 }).Fit(x, [.. y.Select(label => "abc"[label].ToString())]);

        var expected = ConfusionMatrix.Of(model.PredictClasses(x), y, ["a", "b", "c"], weights);
        var evaluation = new Trainer(model, new() { MicroBatchSize = 7, Threads = 3 }).Evaluate(x, y, weights);
        Assert.Equal(expected.ToString(), evaluation.Confusion!.ToString());
        Assert.Equal(Metric.Accuracy.Of(model.PredictProbabilities(x), y, weights), evaluation.Accuracy!.Value, 1e-12);
        Assert.Equal(ConfusionMatrix.Of(model.PredictClasses(x), y, ["a", "b", "c"]).ToString(), model.Evaluate(x, y).Confusion!.ToString());
        Assert.Contains("b          ", $"{evaluation}", StringComparison.Ordinal);
        Assert.Equal($"{model.Evaluate(x, y, Metric.F1())}".Split('\n')[^2..],
            $"{Evaluation.Of(model.PredictProbabilities(x), y, classNames: ["a", "b", "c"])}".Split('\n')[^2..]);
    }

    [Fact]
    public void Evaluate_Numbers_ReportsUpToTwentyOutputs_AndEpochsNone()
    {
        float[,] x = new float[8, 21], y = new float[8, 1];
        for (int i = 0; i < x.Length; i++) x[i / 21, i % 21] = i % 5;
        Model one = new Sequential(new Dense(1)), many = new Sequential(new Dense(21));
        var epoch = new Trainer(one, new() { Epochs = 1 }).Fit(x, y).Epochs[0];
        new Trainer(many, new() { Epochs = 1 }).Fit(x, x);
        Assert.DoesNotContain('\n', epoch.Training.ToString());
        Assert.Contains("The largest residuals:", one.Evaluate(x, y).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', many.Evaluate(x, x).ToString());
        Assert.Contains("… (1 more)", Evaluation.Of(new float[1, 41], new float[1, 41]).ToString(), StringComparison.Ordinal);
        Assert.Null(one.Evaluate(x, y).Confusion);
    }

    [Fact]
    public void Of_WhatDoesNotFit_ThrowsAndSaysWhat()
    {
        Says("There are 2 names for 3 classes: name each.", () => Evaluation.Of(_three, [0, 1, 2, 2, 2], classNames: ["a", "b"]));
        Says("There are no samples, so there is no evaluation: pass at least one.", () => Evaluation.Of(new float[0, 1], (float[])[]));
        Says("There are outputs for 5 samples, and 1 class labels", () => Evaluation.Of(_three, [0]));

        static void Says(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static string Lines(Evaluation evaluation) => evaluation.ToString().ReplaceLineEndings("\n");
}

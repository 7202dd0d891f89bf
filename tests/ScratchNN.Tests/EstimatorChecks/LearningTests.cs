namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What anything that learns must learn, at any size.</summary>
public sealed class LearningTests
{
    private const double GoodAccuracy = 0.83; // scikit-learn's bar for any classifier on blobs
    private const double GoodFit = 0.5;       // scikit-learn's bar for R² of any regressor

    public static TheoryData<string> Names => EstimatorCases.Names;

    public static TheoryData<string> Classifiers => EstimatorCases.Classifiers;

    public static TheoryData<string> Answering => EstimatorCases.Answering;

    public static TheoryData<string> Regressors => EstimatorCases.Regressors;

    [Theory, MemberData(nameof(Classifiers)), Row(33)]
    public void Fit_Blobs_ClassifiesThem(string name)
    {
        var row = EstimatorCases.Get(name);
        var data = EstimatorData.Make(Blobs.Count);
        var trainer = row.NewTrainer(options => options with { Epochs = 25 });

        row.Fit(trainer, data);

        double accuracy = trainer.Model.PredictClasses(data.X).Zip(data.Labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.True(accuracy > GoodAccuracy, $"accuracy {accuracy}");
        Assert.Equal(accuracy, row.Evaluate(trainer, data).Accuracy);
    }

    /// <summary>With and without a last sigmoid, which the loss absorbs: the outputs are logits, or probabilities, and the model knows which.</summary>
    [Theory, MemberData(nameof(Answering)), Row(33, 35, 40)]
    public void Fit_Blobs_AnswersThem(string name)
    {
        var row = EstimatorCases.Get(name);
        var data = EstimatorData.Make(Blobs.Count);
        foreach (bool hasSigmoid in (bool[])[false, true])
        {
            Model model = new Sequential([.. row.NewModel().Layers, .. hasSigmoid ? (Layer[])[new Sigmoid()] : []]);
            var trainer = new Trainer(model, row.Options with { Epochs = 25 });

            row.Fit(trainer, data);

            bool[] right = [.. Enumerable.Range(0, Blobs.Count * row.Outputs)
                .Select(i => data.Labels[i / row.Outputs] == (row.Outputs == 1 ? 1 : i % row.Outputs))];
            bool[] answers = [.. model.PredictYesNo(data.X).Cast<bool>()];
            double accuracy = Enumerable.Range(0, Blobs.Count)
                .Average(i => answers.AsSpan(i * row.Outputs, row.Outputs).SequenceEqual(right.AsSpan(i * row.Outputs, row.Outputs)) ? 1.0 : 0);
            // no line need part a class from the rest
            if (row.Model != "linear")
                Assert.True(answers.Zip(right).Average(pair => pair.First == pair.Second ? 1.0 : 0) > GoodAccuracy, $"accuracy {accuracy}");
            Assert.Equal(accuracy, row.Evaluate(trainer, data).Accuracy);
            float[] p = [.. model.PredictProbabilities(data.X).Cast<float>()], y = [.. model.Predict(data.X).Cast<float>()];
            Assert.Equal(answers, p.Select(value => value > 0.5f));
            Assert.Equal(answers, y.Select(value => value > (hasSigmoid ? 0.5f : 0)));
            if (row.Outputs == 1) Assert.Equal(answers.Select(yes => yes ? 1 : 0), model.PredictClasses(data.X));
        }
    }

    [Theory, MemberData(nameof(Regressors)), Row(42)]
    public void Fit_Numbers_ExplainsMostOfTheirVariance(string name)
    {
        var row = EstimatorCases.Get(name);
        var data = EstimatorData.Make(Blobs.Count);
        float[,] targets = row.Answer == Answer.Number ? Column(data.Number) : data.Targets(row.Answer);
        var trainer = row.NewTrainer(options => options with { Epochs = 25, ClipNorm = 1 });

        row.Fit(trainer, data);

        float[,] y = trainer.Model.Predict(data.X);
        double left = y.Cast<float>().Zip(targets.Cast<float>()).Sum(pair => Math.Pow(pair.First - pair.Second, 2)), mean = targets.Cast<float>().Average();
        double fit = 1 - (left / targets.Cast<float>().Sum(target => Math.Pow(target - mean, 2)));
        Assert.True(fit > GoodFit, $"R² {fit}");
    }

    [Theory, MemberData(nameof(Names)), Row(48)]
    public void Fit_OneSampleOrOneFeature_Works(string name)
    {
        foreach (var (count, features) in ((int, int)[])[(1, 10), (10, 1), (1, 1)])
        {
            var row = EstimatorCases.Get(name);
            var data = EstimatorData.Make(count, features);
            var trainer = row.NewTrainer();

            Assert.Equal(2, row.Fit(trainer, data).Epochs.Count);
            Assert.Equal(count, row.Evaluate(trainer, data).Count);
            Assert.Equal(count, trainer.Model.Predict(data.X).GetLength(0));
            Assert.All(trainer.Model.Parameters.ToArray(), weight => Assert.True(float.IsFinite(weight)));
        }
    }

    private static float[,] Column(float[] values)
    {
        float[,] column = new float[values.Length, 1];
        for (int row = 0; row < values.Length; row++) column[row, 0] = values[row];
        return column;
    }
}

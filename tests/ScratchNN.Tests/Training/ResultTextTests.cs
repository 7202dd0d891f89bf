using System.Globalization;

namespace ScratchNN.Tests;

/// <summary>What options and results print as: short, with the digits that matter, and the same in every culture.</summary>
public sealed class ResultTextTests : IDisposable
{
    private static readonly EpochResult _epoch = EpochResults.Of(12, 0.4195039636420159, 0.97854, 0.50123, 0.97, 0.001f, 0.74512);

    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    public ResultTextTests()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "minus ");
        CultureInfo.CurrentCulture = culture;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _culture;

    [Theory]
    [InlineData(0.001, "0.001"), InlineData(412, "412"), InlineData(9999.4, "9999"), InlineData(9999.6, "10,000"), InlineData(-10_000, "-10,000")]
    [InlineData(12_345, "12,350"), InlineData(99_996, "100,000"), InlineData(383_712.4, "383,700"), InlineData(9_999_400, "9,999,000")]
    [InlineData(9_999_600, "1E+07"), InlineData(1.5e9, "1.5E+09"), InlineData(1e-5, "1E-05"), InlineData(double.NaN, "NaN")]
    public void NumberFormat_Text_HasFourDigitsAndGroups(double value, string text) => Assert.Equal(text, NumberFormat.Text(value));

    [Fact]
    public void EpochResult_Full_HasEachNumberOnce() => Assert.Equal(
        "epoch 12: loss 0.4195, accuracy 0.9785, validation loss 0.5012, validation accuracy 0.9700, learning rate 0.001, 0.75 s", $"{_epoch}");

    [Fact]
    public void EpochResult_NeitherClassesNorValidation_LeavesThemOut() =>
        Assert.Equal("epoch 1: loss NaN, learning rate 1E-05, 0.0042 s", $"{EpochResults.Of(1, double.NaN, null, null, null, 1e-5f, 0.00421)}");

    [Fact]
    public void Evaluation_Classes_HasAccuracy() => Assert.Equal("loss 0.4195, accuracy 0.9785, 10000 samples", $"{new Evaluation
    {
        Loss = 0.41950,
        Accuracy = 0.97854,
        Count = 10_000,
    }}");

    [Fact]
    public void Evaluation_Numbers_HasNone() => Assert.Equal("loss 1.235E-07, 1 sample", $"{new Evaluation
    {
        Loss = 1.2345678e-7,
        Accuracy = null,
        Count = 1,
    }}");

    [Fact]
    public void StepResult_Classes_TellsWhere() => Assert.Equal("epoch 3, step 45 of 157: loss 0.4195, accuracy 0.9063", $"{new StepResult
    {
        Step = 359,
        Epoch = 3,
        StepInEpoch = 45,
        StepsPerEpoch = 157,
        Loss = 0.41950396,
        Accuracy = 0.90625,
        LearningRate = 0.001,
    }}");

    [Fact]
    public void EarlyStopping_Default_TellsWhatItDoes() =>
        Assert.Equal("EarlyStopping(patience 5, monitor loss, minimum improvement 0, restores the best)", $"{new EarlyStopping()}");

    [Fact]
    public void EarlyStopping_NoRestore_KeepsTheLast() =>
        Assert.Equal("EarlyStopping(patience 2, monitor loss, minimum improvement 0.01, keeps the last)",
            $"{new EarlyStopping(2) { MinimumImprovement = 0.01f, RestoreBest = false }}");

    [Fact]
    public void ParameterInfo_Weight_IsNameShapeAndAxes() =>
        Assert.Equal("weight [784 × 128], axes [1, 0] in files", $"{new ParameterInfo { Name = "weight", Shape = new Shape(784, 128), FileAxes = [1, 0] }}");

    [Fact]
    public void ParameterInfo_Statistic_SaysThatNothingMovesIt() =>
        Assert.Equal("running_mean [3], a statistic", $"{new ParameterInfo { Name = "running_mean", Shape = 3, Role = ParameterRole.Statistic }}");

    [Fact]
    public void GradientCheckResult_TellsWhere() => Assert.Equal("largest relative error 0.0001235, at weight[17]", $"{new GradientCheckResult
    {
        MaxRelativeError = 0.000123456,
        Tensor = "weight",
        Index = 17,
    }}");

    [Theory]
    [InlineData(0.41950396, "learning rate 0.003: loss 0.4195")]
    [InlineData(double.NaN, "learning rate 0.003: breaks")]
    public void RateTrial_TellsHowItWent(double loss, string text) => Assert.Equal(text, $"{new RateTrial { LearningRate = 0.003f, Loss = loss }}");

    [Fact]
    public void Look_TellsWhatWasSeen() => Assert.Equal("step 81: loss 0.4195, largest logit 54.29", $"{new StepSummary
    {
        Step = 81,
        Loss = 0.4195039,
        LargestLogit = 54.2897f,
    }}");

    [Fact]
    public void Diagnosis_SmallLosses_HaveFourDigits() => Assert.Equal(
        ["16 samples are memorised in 50 steps.", "learning rate  loss after 50 steps", "         0.01  1.235E-07  best", "            1  breaks",
            "Nothing is wrong."],
        new Diagnosis
        {
            Findings = [],
            Rates = [new RateTrial { LearningRate = 0.01f, Loss = 1.2345678e-7 }, new RateTrial { LearningRate = 1, Loss = double.NaN }],
            BestRate = 0.01f,
            OverfitSteps = 50,
        }.ToString().Split(Environment.NewLine));

    [Fact]
    public void TrainerOptions_Default_IsOneShortLine() => Assert.Equal(
        $"10 epochs, batches of 64, Adam(0.001, β₁ 0.9, β₂ 0.999, ε 1E-08), ConstantSchedule, seed 0, up to 2 threads, {Check.All.Count} checks",
            $"{new TrainerOptions { Threads = 2 }}");

    [Fact]
    public void TrainerOptions_Everything_TellsWhatIsSet()
    {
        var options = new TrainerOptions
        {
            Epochs = 1,
            MicroBatchSize = 8,
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd(0.1f),
            Shuffle = false,
            Seed = 7,
            Threads = 1,
            ValidationSplit = 0.25f,
            Callbacks = [new EarlyStopping()],
            ClipValue = 0.25,
            ClipNorm = 0.5f,
            Checks = [],
            WhenBroken = WhenBroken.Stop,
        };

        Assert.Equal(
            "1 epoch, batches of 64, micro-batches of 8, MeanSquaredError, Sgd(0.1, momentum 0), ConstantSchedule, not shuffled, seed 7, up to 1 thread, "
            + $"validation split 0.25, {new EarlyStopping()}, clip value 0.25, clip norm 0.5, 0 checks, when broken: Stop", $"{options}");
        Assert.Contains(", class weights 1, 20, ", $"{options with { ClassWeights = ClassWeights.Of(1, 20) }}", StringComparison.Ordinal);
    }
}

namespace ScratchNN.Tests;

/// <summary>Rows of targets that do not sum to 1 under a loss on probabilities.</summary>
public class TargetSumsTests
{
    [Fact]
    public void Fit_OneHotTimes255_IsSaid_AndNotThatInputsAreLarge()
    {
        var findings = Fit(target => 255 * target);

        Assert.StartsWith("The 3 targets of a sample sum to 255; those of CrossEntropy are probabilities, which sum to 1.", findings.One("SNN002").Title,
            StringComparison.Ordinal);
        findings.None("SNN004");
    }

    [Fact]
    public void Fit_ZerosAlone_IsSaid() => Assert.Contains("check how y is filled", Fit(_ => 0).One("SNN002").Advice, StringComparison.Ordinal);

    [Fact]
    public void Fit_SomeRowsOfZeros_IsWorthKnowing()
    {
        int row = 0;

        var finding = Fit(target => row++ < 9 ? 0 : target).One("SNN002");

        Assert.Equal((Severity.Info, 3.0), (finding.Severity, finding.Evidence["rows of zeros"]));
    }

    [Fact]
    public void Fit_SamplesOfDifferentWeight_MayBe()
    {
        int at = 0;

        Fit(target => (at++ / 3 % 2 == 0 ? 0.5f : 1.5f) * target).None("SNN002");
    }

    private static IReadOnlyList<Finding> Fit(Func<float, float> change)
    {
        var (x, y) = Blobs.Make();
        float[,] targets = Blobs.OneHot(y);
        for (int row = 0; row < Blobs.Count; row++)
            for (int column = 0; column < Blobs.Classes; column++) targets[row, column] = change(targets[row, column]);
        return new Trainer(Blobs.Model(), Doctor.Watching with { Loss = new CrossEntropy() }).Fit(x, targets).Findings;
    }
}

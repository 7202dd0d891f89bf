namespace ScratchNN.Tests;

/// <summary>Validation data of its own: its rows are looked up there, and called so.</summary>
public class ValidationRowsTests
{
    [Fact]
    public void Fit_MoreValidationThanTraining_Trains()
    {
        var (x, y) = Blobs.Make(count: 30);

        Assert.Single(new Trainer(Blobs.Model(), new() { Epochs = 1 }).Fit(Dataset.From(x, y), Other(count: 31)).Epochs);
    }

    [Fact]
    public void Fit_NaNInIt_IsFoundBeforeTraining()
    {
        var (x, y) = Blobs.Make();

        var findings = new Trainer(Blobs.Model(), Doctor.Watching).Fit(Dataset.From(x, y), Other(count: 20, nan: 7)).Findings;

        Assert.Equal("x holds NaN in row 7, column 0 of the validation data.", findings.One("SNN002").Title);
    }

    [Fact]
    public void Fit_NaNInTheTrainingDataAlone_IsNotSoughtInTheOther()
    {
        var (x, y) = Blobs.Make();
        x[5, 2] = float.NaN;

        var findings = new Trainer(Blobs.Model(), Doctor.Watching).Fit(Dataset.From(x, y), Other(count: 20)).Findings;

        Assert.Equal("x holds NaN in row 5, column 2.", findings.One("SNN002").Title);
    }

    [Fact]
    public void Fit_NaNInItOnDemand_NamesTheValidationData()
    {
        var (x, y) = Blobs.Make();

        var exception = Assert.Throws<ArgumentException>(() =>
            new Trainer(Blobs.Model(), new() { Epochs = 1 }).Fit(Dataset.From(x, y), new OnDemand(Other(count: 20, nan: 7))));

        Assert.StartsWith("x holds NaN in row 7, column 0 of the validation data: only finite numbers", exception.Message, StringComparison.Ordinal);
    }

    private static IDataset Other(int count, int? nan = null)
    {
        var (x, y) = Blobs.Make(seed: 2, count);
        if (nan is { } row) x[row, 0] = float.NaN;
        return Dataset.From(x, y);
    }
}

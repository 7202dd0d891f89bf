namespace ScratchNN.Tests;

/// <summary>Data that changes while it is read, which nobody may do: the answer is an exception, never numbers from elsewhere or a crash.</summary>
public class ChangingDataTests
{
    private const int Features = 64;

    /// <summary>In a process of its own, which a crash would take with it.</summary>
    [Fact]
    public void Fit_TenThousandMutationsOfItsRows_RefusesThemOrFinishes()
    {
        using var process = Child.Start("Guard", "rows");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, $"ended with {process.ExitCode}: {output}");
        Assert.Matches("refused, [1-9][0-9]* finished", output);
    }

    [Theory]
    [InlineData(3, "Row 5 has 3 values, and 64 are expected: the rows of the data must not change while they are read.")]
    [InlineData(65, "Row 5 has 65 values, and 64 are expected: the rows of the data must not change while they are read.")]
    [InlineData(null, "Row 5 is null, and 64 values are expected: the rows of the data must not change while they are read.")]
    public void Fit_RowThatChanges_NamesItAndLeavesWholeSteps(int? length, string message)
    {
        var (x, y) = Rows();
        var model = new Sequential(new Dense(2));
        float[] after = [];
        var progress = new Reporter(progress =>
        {
            if (progress.Step != 3) return;
            x[5] = length is { } some ? new float[some] : null!;
            after = model.Parameters.ToArray();
        });

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(model, new() { BatchSize = 16, Callbacks = [progress], Checks = [] }).Fit(x, y));

        Assert.Equal(message, exception.Message);
        Assert.Equal(Bits.Of(after), Bits.Of(model));
    }

    [Fact]
    public void Fit_RowOfTargetsThatChanges_NamesIt()
    {
        var (x, y) = Rows();
        float[][] targets = [.. y.Select(label => new float[] { label, 1 - label })];
        var progress = new Reporter(_ => targets[7] = []);

        var trainer = new Trainer(new Sequential(new Dense(2)), new() { Callbacks = [progress], Checks = [] });
        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(x, targets));

        Assert.StartsWith("Row 7 has 0 values, and 2 are expected", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_RowThatChanges_NamesIt()
    {
        var (x, _) = Rows();
        var model = new Sequential(new Dense(2));
        model.Build(Features);
        Samples samples = x;
        x[9] = new float[2];
        string? message = null;

        try
        {
            model.Predict(samples);
        }
        catch (ArgumentException exception)
        {
            message = exception.Message;
        }

        Assert.StartsWith("Row 9 has 2 values, and 64 are expected", message, StringComparison.Ordinal);
    }

    private static (float[][] X, int[] Y) Rows()
    {
        int[] rows = [.. Enumerable.Range(0, 64)];
        return ([.. rows.Select(row => Draw.Normal(Features, (ulong)row))], [.. rows.Select(row => row % 2)]);
    }
}

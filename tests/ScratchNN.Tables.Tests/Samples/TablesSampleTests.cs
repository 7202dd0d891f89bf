using System.Diagnostics;
using System.Globalization;

namespace ScratchNN.Tables.Tests;

/// <summary>samples/Tables as a user runs it.</summary>
public sealed class TablesSampleTests
{
    [SharedTheory("data/tables")]
    [InlineData("iris-header-string-labels.csv", "species", 0.8)]
    [InlineData("penguins-NA.csv", "species", 0.95)]
    [InlineData("penguins-NA.csv", "body_mass_g", 0.7)]
    [InlineData("titanic-names-replaced.csv", "survived", 0.74)]
    [InlineData("breast-cancer-wisconsin.data", "11", 0.92)]
    [InlineData("adult-first-300.data", "15", 0.7)]
    [InlineData("winequality-red-semicolon-derived.csv", "quality", 0.25)]
    [InlineData("auto-mpg.data", "1", 0.75)]
    [InlineData("mnist-785-kaggle-header-20.csv", "label", 0.0)]
    public void Train_AnyTable_EndsInAReport(string file, string target, double least)
    {
        var (code, text) = Run("train", SharedFolder.Resolve($"data/tables/{file}"), "--target", target);
        Assert.True(code == 0, text);
        string line = text.Split('\n').Single(line => line.StartsWith("  network", StringComparison.Ordinal));
        Assert.InRange(double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), least, 1);
        Assert.Contains("  linear model", text, StringComparison.Ordinal);
        Assert.Contains("  best constant", text, StringComparison.Ordinal);
        Assert.Contains("importance: ", text, StringComparison.Ordinal);
        Assert.Contains("rows × ", text, StringComparison.Ordinal); // what was guessed
    }

    [SharedFact("data/tables")]
    public void TrainPredictExplain_Titanic_AsAUserDoes()
    {
        using var folder = new TemporaryFolder();
        string path = SharedFolder.Resolve("data/tables/titanic-names-replaced.csv"), model = folder["t.safetensors"];
        var (code, text) = Run("train", path, "--target", "survived", "--epochs", "5", "--save", model);
        Assert.True(code == 0, text);
        Assert.Contains("Left out: name (free text", text, StringComparison.Ordinal);

        (code, text) = Run("predict", model, path, "--out", folder["out.csv"]);
        Assert.True(code == 0, text);
        var loaded = TableModel.Load(model);
        var (rows, answers) = (Table.ReadCsv(path), Table.ReadCsv(folder["out.csv"]));
        float[,] expected = loaded.Predict(rows);
        Assert.Equal(rows.RowCount, answers.RowCount);
        for (int row = 0; row < rows.RowCount; row++) Assert.Equal(expected[row, 1], (float)answers["probability of 1"].Number(row));

        (code, text) = Run("explain", model);
        Assert.True(code == 0, text);
        Assert.Contains("predicts survived: one of 0, 1", text, StringComparison.Ordinal);
        Assert.Contains("embarked: categories C, Q, S", text, StringComparison.Ordinal);
        Assert.Contains("fare: numbers, 0 to 512.33", text, StringComparison.Ordinal);
        Assert.Contains("on the 178 test rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WhatIsNoTable_EndsInOneSentence()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n");
        var (code, text) = Run("train", folder["a.csv"], "--target", "x");
        Assert.Equal((1, $"{folder["a.csv"]}: this is a Git LFS pointer, not the file itself: fetch it with git lfs pull."), (code, text.Trim()));

        File.WriteAllText(folder["a.csv"], "x,y\n1.5,a\n2.5,b\n3.5,a\n");
        (code, text) = Run("train", folder["a.csv"], "--target", "y");
        Assert.Contains("has 3 rows with a target, and 10 are needed", text, StringComparison.Ordinal);
        (code, text) = Run("train", folder["a.csv"], "--target", "z");
        Assert.Contains("The table has no column 'z'. It has x, y.", text, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    private static (int Code, string Text) Run(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "Tables.dll"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}

namespace ScratchNN.Tests;

/// <summary>What a user with bad luck hands over.</summary>
public class BadLuckTests
{
    [Fact]
    public void Freeze_PatternOfManyStars_EndsAtOnce()
    {
        var model = new Sequential(new Dense(3));
        model.Build(2);

        Assert.Throws<ArgumentException>(() => model.Freeze(new string('*', 2000) + "x"));
        Assert.Equal(1, model.Freeze(new string('*', 2000) + "weight"));
        Assert.Equal(1, model.Freeze("*i*t"));
        Assert.Equal(2, model.Freeze("0*[a-z]*"));
    }

    [Fact]
    public void Samples_RowOutside_TellsWhichThereAre()
    {
        Samples samples = new float[2, 3];
        Assert.StartsWith("There are 2 samples, rows 0 to 1: there is no row -1.",
            Assert.Throws<ArgumentOutOfRangeException>("row", () => samples[-1].Length).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are no samples, so there is no row 0.",
            Assert.Throws<ArgumentOutOfRangeException>("row", () => default(Samples)[0].Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BalancedFor_LabelsFarApart_WeighsThem() => Assert.Equal([0.75f, 0.75f, 1.5f], ClassWeights.Balanced.For([3, 3, int.MaxValue]));

    [Fact]
    public void Fit_ClassNameBecameNull_SaysWhich()
    {
        string[] words = ["a", "b"];
        Targets y = words;
        words[1] = null!;

        Assert.Contains("The class name of sample 1 became null",
            Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(2))).Fit(new float[2, 3], y)).Message, StringComparison.Ordinal);
    }

    /// <summary>Save wrote a file that Load refused.</summary>
    [Fact]
    public void Attachments_NullWithin_IsRefusedBeforeItIsSaved()
    {
        Assert.Contains("Attachment 'a' is null",
            Assert.Throws<ArgumentNullException>("Attachments", () => new DataInfo { Attachments = new Dictionary<string, string> { ["a"] = null! } }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("Attachments", () => new DataInfo { Attachments = null! });
    }

    [Fact]
    public void ThreadsAndMeaning_OutOfRange_AreNamed()
    {
        var model = new Sequential(new Dense(3));
        Assert.StartsWith("Threads must be 1 to 1024, got 0.", Assert.Throws<ArgumentOutOfRangeException>(() => model.Threads = 0).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("Meaning must be", Assert.Throws<ArgumentOutOfRangeException>(() => model.Meaning = (OutputKind)77).Message,
            StringComparison.Ordinal);
    }
}

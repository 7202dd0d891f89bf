using Xunit.Sdk;

namespace ScratchNN.Tests;

public class SnapshotTests
{
    [Fact]
    public void Verify_TheApprovedText_Passes() => Snapshot.Verify("as approved\r\nin two lines");

    [Fact]
    public void Verify_AnotherText_FailsAndWritesIt()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cs"), stem = Path.ChangeExtension(file, null) + ".Any";
        try
        {
            Assert.Throws<FailException>(() => Snapshot.Verify("new", file, "Any"));
            Assert.Equal("new\n", File.ReadAllText(stem + ".received.txt"));

            File.Move(stem + ".received.txt", stem + ".verified.txt");
            Snapshot.Verify("new", file, "Any");
            Assert.Throws<FailException>(() => Snapshot.Verify("newer", file, "Any"));
        }
        finally
        {
            File.Delete(stem + ".received.txt");
            File.Delete(stem + ".verified.txt");
        }
    }
}

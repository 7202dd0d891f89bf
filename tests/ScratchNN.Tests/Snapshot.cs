using System.Runtime.CompilerServices;

namespace ScratchNN.Tests;

/// <summary>
/// Compares a text with the approved one in <c>Class.Method.verified.txt</c> beside the test. Where they differ, the new text is
/// written to <c>Class.Method.received.txt</c>: read it, and rename it if it is right. The names are Verify's.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string actual, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        string verified = stem + ".verified.txt", received = stem + ".received.txt";
        actual = Lines(actual);
        if (File.Exists(verified) && Lines(File.ReadAllText(verified)) == actual)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        Assert.Fail($"The text differs from {verified}. If it is right, rename {received}. It is:\n{actual}");
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}

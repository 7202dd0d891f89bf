using System.Runtime.CompilerServices;

namespace ScratchNN.Tests;

/// <summary>The folder <c>shared</c> beside the repository: data and outside judges that are not copied into it.</summary>
internal static class SharedFolder
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFile(), "..", ".."));

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>A path in it.</summary>
    public static string Resolve(string relative) => Path.Combine(Root, relative);

    /// <summary>Why tests that need <paramref name="relative"/> are skipped, or null.</summary>
    public static string? SkipReason(string relative) =>
        Path.Exists(Resolve(relative)) ? null : $"../shared/{relative} is absent: this test needs it.";

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

/// <summary>A fact that needs something in <see cref="SharedFolder"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Skips the test with a reason where <paramref name="path"/> is absent.</summary>
    public SharedFactAttribute(string path)
    {
        if (SharedFolder.SkipReason(path) is { } reason) Skip = reason;
    }
}

/// <summary>A theory that needs something in <see cref="SharedFolder"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the tests with a reason where <paramref name="path"/> is absent.</summary>
    public SharedTheoryAttribute(string path)
    {
        if (SharedFolder.SkipReason(path) is { } reason) Skip = reason;
    }
}

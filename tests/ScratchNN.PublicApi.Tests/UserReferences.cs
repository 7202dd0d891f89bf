using Microsoft.CodeAnalysis;

namespace ScratchNN.PublicApi.Tests;

/// <summary>What a user's project sees: the framework and the library.</summary>
internal static class UserReferences
{
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "ScratchNN.dll" || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || path.StartsWith(Path.GetDirectoryName(typeof(object).Assembly.Location)!, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}

namespace ScratchNN.Mpi.Tests;

/// <summary>A theory that needs launchers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the tests with a reason where one of <paramref name="families"/> is missing.</summary>
    public MpiTheoryAttribute(params string[] families)
    {
        if (families.FirstOrDefault(family => Job.Launcher(family) == null) is { } missing)
            Skip = $"mpirun.{missing} is not installed: .ci/run installs it from Debian's packages.";
    }
}

using System.Diagnostics;
using System.Reflection;
using ScratchNN.Kernels;
using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests.Kernels;

/// <summary>
/// No kernel reads or writes beyond its buffers: they lie between pages that may not be touched, in a process of their own. And nothing writes to the
/// user's data: it lies there in pages that may only be read.
/// </summary>
public sealed class GuardPageTests
{
    [UnixTheory, Row(9)]
    [InlineData("")]
    [InlineData("DOTNET_EnableAVX512=0")]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    public void Kernels_BetweenGuardPages_TouchNothingElse(string setting)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", Path.Combine(AppContext.BaseDirectory, "Guard.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting.Split('=') is [var name, var value]) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string last = "nothing";
        HashSet<string> guarded = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            last = line;
            guarded.Add(line.Split(' ')[0]);
        }
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, $"{setting} ended with {process.ExitCode} in: {last}{Environment.NewLine}{errors.Result}");
        Assert.Matches("^[1-9][0-9]{3,} products, [1-9][0-9]{3,} kernels, [1-9][0-9]+ fits$", last);
        Assert.Empty(Kernels.Except(guarded));
    }

    [UnixFact]
    public void Passes_WithSpansOfWrongLengths_TouchNothingElse()
    {
        using var process = Child.Start("Guard", "spans");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, $"ended with {process.ExitCode}: {output}");
        Assert.Matches("^[1-9][0-9]{3,} answered, [1-9][0-9]{3,} refused", output);
    }

    /// <summary>Every kernel that others call: what takes spans in a static class, but for the naive twins.</summary>
    private static IEnumerable<string> Kernels =>
        from type in typeof(Gemm).Assembly.GetTypes()
        where type.Namespace == typeof(Simd).Namespace || type == typeof(Gemm)
        where type is { IsAbstract: true, IsSealed: true } && type != typeof(Simd)
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !method.IsPrivate && !method.Name.StartsWith(nameof(GemmKernels.Reference), StringComparison.Ordinal)
            && method.GetParameters().Any(parameter => IsSpan(parameter.ParameterType))
        select $"{type.Name}.{method.Name}";

    private static bool IsSpan(Type type) => type.IsConstructedGenericType
        && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>));

    /// <summary>A fact that needs mmap.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "Guard pages are made with mmap, which Windows lacks.";
        }
    }

    /// <summary>A theory that needs mmap.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixTheoryAttribute : TheoryAttribute
    {
        public UnixTheoryAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "Guard pages are made with mmap, which Windows lacks.";
        }
    }
}

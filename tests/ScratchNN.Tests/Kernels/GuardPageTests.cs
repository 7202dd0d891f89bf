using System.Diagnostics;

namespace ScratchNN.Tests.Kernels;

/// <summary>No kernel reads or writes beyond its buffers: they lie between pages that may not be touched, in a process of their own.</summary>
public sealed class GuardPageTests
{
    [UnixTheory]
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
        while (process.StandardOutput.ReadLine() is { } line) last = line;
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, $"{setting} ended with {process.ExitCode} in: {last}{Environment.NewLine}{errors.Result}");
        Assert.Matches("^[1-9][0-9]{3,} products, [1-9][0-9]{3,} kernels$", last);
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

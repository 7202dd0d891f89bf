using System.Diagnostics;

namespace ScratchNN.Tests;

/// <summary>A program of the tests in a process of its own.</summary>
internal static class Child
{
    public static Process Start(string program, params ReadOnlySpan<string> arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host,
            ["exec", Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments])
        { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}

namespace Mnist.Tests;

/// <summary>A fact that needs a terminal, which util-linux's <c>script</c> makes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PseudoTerminalFactAttribute : FactAttribute
{
    public PseudoTerminalFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) Skip = "There is no script(1) of util-linux: this test needs a terminal.";
    }
}

using System.Runtime.InteropServices;
using BenchmarkDotNet.Environments;

namespace ScratchNN.Benchmarks;

/// <summary>Where something was measured.</summary>
internal sealed record Machine(string Cpu, int Cores, string Instructions, string Runtime, string? OpenBlas)
{
    public static Machine Current()
    {
        var host = HostEnvironmentInfo.GetCurrent();
        string cpu = host.Cpu.Value?.ProcessorName ?? "unknown CPU";
        return new(cpu, Environment.ProcessorCount, host.HardwareIntrinsicsShort, RuntimeInformation.FrameworkDescription, Benchmarks.OpenBlas.Version);
    }

    public override string ToString() => $"{Cpu} × {Cores}, {Instructions}; {Runtime}; {OpenBlas ?? Benchmarks.OpenBlas.WhyAbsent}";
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Environments;

namespace ScratchNN.Benchmarks;

/// <summary>Where something was measured.</summary>
internal sealed record Machine(string Cpu, int Cores, string Instructions, string Runtime, string? OpenBlas)
{
    public static Machine Current()
    {
        var host = HostEnvironmentInfo.GetCurrent();
        string cpu = host.Cpu.Value?.ProcessorName ?? "unknown CPU";
        return new(
            WithFamily(cpu), Environment.ProcessorCount, host.HardwareIntrinsicsShort, RuntimeInformation.FrameworkDescription, Benchmarks.OpenBlas.Version);
    }

    /// <summary>A virtual machine calls Zen 4 and Zen 5 "AMD EPYC" alike: the family, 25 and 26, tells them apart.</summary>
    private static string WithFamily(string cpu)
    {
        if (!X86Base.IsSupported) return cpu;
        int signature = X86Base.CpuId(1, 0).Eax, family = (signature >> 8) & 15;
        return $"{cpu} (family {(family == 15 ? family + ((signature >> 20) & 255) : family)})";
    }

    public override string ToString() => $"{Cpu} × {Cores}, {Instructions}; {Runtime}; {OpenBlas ?? Benchmarks.OpenBlas.WhyAbsent}";
}

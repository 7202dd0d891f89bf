using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;

namespace ScratchNN.Benchmarks;

/// <summary>What every benchmark is measured with.</summary>
internal static class Measurement
{
    /// <summary>The defaults, a column for the speed, and no OpenBLAS where there is none.</summary>
    public static IConfig Config { get; } = ManualConfig.Create(DefaultConfig.Instance)
        .AddColumn(new SpeedColumn())
        .AddFilter(new SimpleFilter(benchmark => OpenBlas.WhyAbsent == null || benchmark.Descriptor.WorkloadMethod.Name != nameof(OpenBlas)))
        .WithOptions(ConfigOptions.DisableLogFile);
}

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;

namespace ScratchNN.Benchmarks;

/// <summary>What every benchmark is measured with.</summary>
internal static class Measurement
{
    private const double LongProduct = 1e10; // operations: three loops take 10 s

    /// <summary>The defaults, a column for the speed, no OpenBLAS where there is none, and no three loops that take minutes.</summary>
    public static IConfig Config { get; } = ManualConfig.Create(DefaultConfig.Instance)
        .AddColumn(new SpeedColumn())
        .AddFilter(new SimpleFilter(benchmark => benchmark.Descriptor.WorkloadMethod.Name switch
        {
            nameof(GemmBenchmarks.OpenBlas) => OpenBlas.WhyAbsent == null,
            nameof(GemmBenchmarks.ThreeLoops) => benchmark.Parameters[nameof(GemmBenchmarks.Shape)] is GemmShape { Operations: < LongProduct },
            _ => true,
        }))
        .WithOptions(ConfigOptions.DisableLogFile);
}

// dotnet run -c Release --project src/ScratchNN.Benchmarks -- --filter '*Gemm*' --job short
// dotnet run -c Release --project src/ScratchNN.Benchmarks -- guard
using BenchmarkDotNet.Running;
using ScratchNN.Benchmarks;

if (args is ["guard" or "peers" or "predict" or "csv" or "checks" or "report" or "records" or "page" or "accuracy", ..]) return Commands.Run(args);

if (OpenBlas.WhyAbsent is { } reason) Console.WriteLine($"Without OpenBLAS: {reason}");

// In this process: everything compared runs on the same warm machine, and nothing is built a second time.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"], Measurement.Config);
return 0;

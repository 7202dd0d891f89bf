using System.Diagnostics;
using ScratchNN.Kernels;

namespace ScratchNN.Tests;

/// <summary>
/// The bits of a training run, the same for any number of threads, vector width and machine. A change of the arithmetic changes a hash:
/// then it is a line in the changelog, not an accident.
/// </summary>
public class GoldenHashTests
{
    private const string Fused = "a86f4ca4db8bda3009daaccf141eb3182efc0b756816a80cf0255e04dce52777";
    private const string TwoRoundings = "04601e1d5f58250ce0f7acb55eb4822356c77536f3b2ab964e6a85ca6bed80b1"; // where a·b + c cannot round once

    private const string FusedConvolution = "81c864560a6fa2f3c7c1314a2cf5fd0d08206aa8a7fc3273e9ba4d7e93989633";
    private const string TwoRoundingsConvolution = "2a2af6cba3917f443853d5ef987401581063597dc3c849b154a918798d3d465b";

    private static readonly int[] _workers = [1, 2, 3, 7];

    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_PreferredVectorBitWidth=512")]
    [InlineData("DOTNET_PreferredVectorBitWidth=256")]
    [InlineData("DOTNET_PreferredVectorBitWidth=128")]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    public void Fit_InAProcessOfItsOwn_GivesTheGoldenHash(string setting) => AssertHashes(setting, Fused, TwoRoundings);

    /// <summary>Convolutions, batch normalisation, pooling and dropout.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_PreferredVectorBitWidth=512")]
    [InlineData("DOTNET_PreferredVectorBitWidth=256")]
    [InlineData("DOTNET_PreferredVectorBitWidth=128")]
    [InlineData("DOTNET_EnableAVX512=0")]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    public void Fit_OfAConvolutionalNet_GivesTheGoldenHash(string setting) => AssertHashes(setting, FusedConvolution, TwoRoundingsConvolution, "convolution");

    private static void AssertHashes(string setting, string fused, string twoRoundings, params string[] net)
    {
        string[] lines = Run(setting, net);

        bool fuses = setting is not ("DOTNET_EnableAVX2=0" or "DOTNET_EnableHWIntrinsic=0") && Simd.Fuses;
        if (!DoesNothing(setting)) Assert.Equal(fuses ? "fused" : "two roundings", lines[0]);
        Assert.Equal(_workers.Length, lines.Length - 1);
        foreach (var (workers, line) in _workers.Zip(lines.Skip(1)))
        {
            string[] words = line.Split(' ');
            Assert.Equal(workers, int.Parse(words[0]));
            Assert.InRange(int.Parse(words[1]), Math.Min(2, workers), workers); // threads that did compute
            Assert.Equal("0", words[2]);                                         // bytes allocated by all of them in an epoch's steps
            Assert.Equal(lines[0] == "fused" ? fused : twoRoundings, words[3]);
        }
    }

    /// <summary>On ARM this switch does nothing.</summary>
    private static bool DoesNothing(string setting) =>
        setting == "DOTNET_EnableAVX2=0" && System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;

    private static string[] Run(string setting, string[] net)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host,
            ["exec", Path.Combine(AppContext.BaseDirectory, "Bits.dll"), .. net, .. _workers.Select(workers => $"{workers}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting.Split('=') is [var name, var value]) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}

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

    private const string FusedConvolution = "2cc0cf6b491ebeca7a6983e55e9490103ba6f7ed18714e2f1c571ac906f3e4e4";
    private const string TwoRoundingsConvolution = "02c23815a2b9d0584bec6f29077fcb869861b2f6f7ef08ad637cea5c2a042e68";

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
        var start = new ProcessStartInfo(host, ["exec", Path.Combine(AppContext.BaseDirectory, "Bits.dll"), .. net, .. _workers.Select(workers => $"{workers}")])
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

using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScratchNN.Reporting;

/// <summary>What it takes to do it again, and to know that it came out the same: options, seed, versions, and a hash of the weights.</summary>
internal static class FactsSection
{
    public static Markup Write(FitRecord record)
    {
        var options = record.Trainer.Options;
        var section = new Markup().Add($"<dl>");
        Add("Options", options.ToString());
        Add("Seed", options.Seed.ToString(CultureInfo.InvariantCulture));
        Add("ScratchNN", VersionOf(typeof(Model)));
        Add("Runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{Environment.ProcessorCount} cores");
        Add("SHA-256 of the weights", Hash(record.Model.Parameters));
        Add("", "Of all parameters in their order, as little-endian float32. The same version, options, seed and data give the same hash on any number of "
            + "threads.");
        return section.Add($"</dl>\n<pre tabindex=\"0\">{record.Model.ToString()}</pre>\n");

        void Add(string name, string value) => section.Add($"<dt>{name}</dt><dd>{value}</dd>\n");
    }

    private static string Hash(ReadOnlySpan<float> parameters) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parameters)));

    private static string VersionOf(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

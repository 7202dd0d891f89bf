using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;

namespace ScratchNN.Benchmarks;

/// <summary>Runs every comparison, each in a process of its own, and keeps what they print: a page of results for this CPU.</summary>
/// <param name="repository">The folder with src and docs.</param>
internal sealed class ResultsPage(string repository)
{
    private static readonly string[][] _comparisons = [["guard", "--advise"], ["peers", "--turns", "2"], ["predict"], ["csv"], ["checks"], ["report"],
        ["records"]];

    /// <summary>Those that depend on the width of the registers, and whose libraries can be held to AVX2; ONNX Runtime cannot.</summary>
    private static readonly string[][] _comparisonsOfWidth = [.. _comparisons.Where(comparison => comparison[0] is "guard" or "peers")];

    /// <summary>What keeps the runtime, OpenBLAS, libtorch and its oneDNN from AVX-512.</summary>
    private static readonly (string Name, string Value)[] _avx2 =
        [("DOTNET_EnableAVX512", "0"), ("OPENBLAS_CORETYPE", "Haswell"), ("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2")];

    private string Folder => Path.Combine(repository, "src", "ScratchNN.Benchmarks", "results");

    private string Overview => Path.Combine(repository, "docs", "benchmarks.md");

    /// <summary>Measures, writes the page, and puts it into docs/benchmarks.md.</summary>
    /// <returns>0 if every comparison ended well.</returns>
    public int Write(bool isAvx2, TextWriter output)
    {
        if (!Directory.Exists(Folder)) throw new DirectoryNotFoundException($"There is no folder {Folder}: run this in the root of the repository.");
        var machine = Machine.Current();
        string width = isAvx2 || !Vector512.IsHardwareAccelerated ? "AVX2" : "AVX-512";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {machine.Cpu} × {machine.Cores}, {width}, {DateTime.Now:yyyy-MM-dd}\n\n");
        page.Append(CultureInfo.InvariantCulture,
            $"`dotnet run -c Release --project src/ScratchNN.Benchmarks -- page{(isAvx2 ? " --avx2" : "")}` printed this.");
        if (isAvx2)
            page.Append(CultureInfo.InvariantCulture,
                $" All libraries were held to AVX2: {string.Join(", ", _avx2.Select(setting => $"`{setting.Name}={setting.Value}`"))}.");
        int worst = 0;
        foreach (string[] comparison in isAvx2 ? _comparisonsOfWidth : _comparisons)
        {
            page.Append("\n\n");
            worst = Math.Max(worst, Run(comparison, isAvx2, line =>
            {
                output.WriteLine(line);
                page.Append(line).Append('\n');
            }));
        }
        File.WriteAllText(Path.Combine(Folder, NameOf(machine.Cpu, width)), Tidy(page.ToString()));
        File.WriteAllText(Overview, Join(Introduction, Pages()));
        return worst;
    }

    /// <summary>What is said above the pages.</summary>
    public string Introduction => File.ReadAllText(Path.Combine(Folder, "README.md"));

    /// <summary>The pages that there are, in the order of their names.</summary>
    public string[] Pages() => [.. Directory.EnumerateFiles(Folder, "*-*.md").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    /// <summary>What docs/benchmarks.md says: the introduction, then all pages, one level down.</summary>
    public static string Join(string introduction, IEnumerable<string> pages) =>
        string.Join('\n', [introduction, .. pages.Select(page => $"#{page.Replace("\n## ", "\n### ", StringComparison.Ordinal)}")]).ReplaceLineEndings("\n");

    /// <summary>As amd-epyc-family-26-avx512.md.</summary>
    public static string NameOf(string cpu, string width)
    {
        string[] words = cpu.Split([' ', '(', ')', '@', '/'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', [.. words, $"{width.Replace("-", "", StringComparison.Ordinal)}.md"]).ToLowerInvariant();
    }

    private int Run(string[] comparison, bool isAvx2, Action<string> heard)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, WorkingDirectory = repository };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ResultsPage).Assembly.Location);
        foreach (string argument in comparison) start.ArgumentList.Add(argument);
        if (isAvx2)
            foreach (var (name, value) in _avx2) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line) heard(line);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>One empty line between paragraphs, none at the end.</summary>
    private static string Tidy(string page)
    {
        while (page.Contains("\n\n\n", StringComparison.Ordinal)) page = page.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        return page.TrimEnd() + "\n";
    }
}

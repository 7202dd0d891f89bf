using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchNN.Tests;

/// <summary>The C# of a page as one program: usings first, statements in the order of the page, types last. It prints what its comments say.</summary>
/// <remarks>
/// Files of a page go to a folder of their own. A Console.WriteLine that ends in <c>; // text</c> promises that text, or a line that begins so
/// if the text ends in an ellipsis.
/// </remarks>
internal static partial class PageProgram
{
    private const string Around = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        internal static class Console
        {
            public static StringWriter Out { get; } = new(System.Globalization.CultureInfo.InvariantCulture);
            public static void WriteLine(object? value = null) => Out.WriteLine(value);
        }
        """;

    /// <summary>Compiles and runs a page, and compares what it prints.</summary>
    /// <param name="path">A Markdown file.</param>
    /// <param name="references">What the page's program sees.</param><param name="folder">Where its files go.</param>
    /// <param name="imports">Namespaces that its kind of project imports besides.</param><param name="arguments">The command line.</param>
    /// <returns>How many promises were kept.</returns>
    public static int Run(string path, IEnumerable<MetadataReference> references, string folder, string[]? imports = null, params string[] arguments)
    {
        var (source, promises) = Read(Path.GetFileName(path), File.ReadAllText(path).ReplaceLineEndings("\n"), folder);
        var assembly = Compile(source, references, string.Concat((imports ?? []).Select(name => $"global using {name};\n")));
        object? ended = assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);
        Assert.True(ended is null or 0, $"{path} ended with {ended}.");
        var console = (StringWriter)assembly.GetType("Console")!.GetProperty("Out")!.GetValue(null)!;
        string[] printed = console.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int next = 0;
        foreach (string promise in promises)
        {
            int at = Array.FindIndex(printed, next, IsKept);
            Assert.True(at >= 0, $"{path} promises '{promise}'. From there on it prints:\n{string.Join('\n', printed[next..])}");
            next = at + 1;

            bool IsKept(string line) =>
                promise.EndsWith('…') ? line.StartsWith(promise[..^1].Trim(), StringComparison.Ordinal) : line == promise;
        }
        return promises.Count;
    }

    /// <summary>The program and its promises, of a page's blocks of C#.</summary>
    public static (string Source, List<string> Promises) Read(string page, string markdown, string folder)
    {
        var (usings, statements, types) = (new HashSet<string>(), new List<string>(), new List<string>());
        var promises = new List<string>();
        foreach (Match block in Blocks().Matches(markdown))
        {
            string code = block.Groups[1].Value;
            int before = markdown[..block.Groups[1].Index].Count(character => character == '\n');
            var unit = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
            usings.UnionWith(unit.Usings.Select(each => each.ToString()));
            foreach (var member in unit.Members)
            {
                int line = before + member.SyntaxTree.GetLineSpan(member.FullSpan).StartLinePosition.Line + 1;
                (member is GlobalStatementSyntax ? statements : types).Add($"#line {line} \"{page}\"\n{member.ToFullString()}\n");
            }
            promises.AddRange(Promise().Matches(code).Select(match => match.Groups[1].Value.Trim()));
        }
        string source = $"{string.Join('\n', usings)}\n{string.Concat(statements)}{string.Concat(types)}";
        return (FileNames().Replace(source, match => SymbolDisplay.FormatLiteral(Path.Combine(folder, match.Groups[1].Value), quote: true)), promises);
    }

    private static Assembly Compile(string source, IEnumerable<MetadataReference> references, string imports)
    {
        var options = new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(imports + Around)];
        var compilation = CSharpCompilation.Create($"Page{Guid.NewGuid():N}", trees, references, options);
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(assembly.ToArray());
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\s*Console\.WriteLine.*; // (.+)$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex("\"([a-z-]+\\.(csv|safetensors|onnx|html|npy))\"")]
    private static partial Regex FileNames();
}

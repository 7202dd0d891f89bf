using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>
/// Every snippet of C# in documents that show ours beside another library: compiled and run, one by one, and what it prints is what its comments say.
/// </summary>
public partial class DocumentTests
{
    private const string Imports = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Numerics.Tensors; global using System.Text.Json;
        global using ScratchNN; global using ScratchNN.Augmentation; global using ScratchNN.Diagnostics; global using ScratchNN.Files;
        global using ScratchNN.Numerics; global using ScratchNN.Onnx; global using ScratchNN.Reporting; global using ScratchNN.Selection;
        """;

    public static TheoryData<string> Documents => ["coming-from-keras.md", "coming-from-scikit-learn.md"];

    [Theory, MemberData(nameof(Documents))]
    public void Snippets_RunAndPrintWhatTheirCommentsSay(string document)
    {
        string[] snippets = Snippets(document);
        Assert.True(snippets.Length >= 8, $"{document} has {snippets.Length} snippets.");
        var type = Compile(document, snippets);
        var given = new Given();
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            for (int i = 0; i < snippets.Length; i++)
            {
                var console = new StringWriter(CultureInfo.InvariantCulture);
                type.GetMethod($"Snippet{i}")!.Invoke(Activator.CreateInstance(type, given, console, folder), BindingFlags.DoNotWrapExceptions, null, [], null);

                string[] promised = [.. snippets[i].Split('\n')
                    .Where(line => line.TrimStart().StartsWith("Console.Write", StringComparison.Ordinal) && line.Contains("// ", StringComparison.Ordinal))
                        .Select(line => line.Split("// ")[^1].Trim())];
                string[] printed = console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (promised.Length > 0) Assert.Equal([$"snippet {i + 1}", .. promised], [$"snippet {i + 1}", .. printed]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A class with what the snippets are given (<see cref="Given"/>), and a method for each.</summary>
    private static Type Compile(string document, string[] snippets)
    {
        string methods = string.Concat(
            snippets.Select((snippet, i) => $"public void Snippet{i}()\n{{\n{Given.Locals}\n#line 1 \"{document}, snippet {i + 1}\"\n{snippet}\n}}\n"));
        string source =
            $"{Imports}\npublic sealed class Snippets({typeof(Given).FullName!.Replace('+', '.')} given, TextWriter Console, string folder)\n{{\n{methods}}}\n";
        var compilation = CSharpCompilation.Create("Snippets", [CSharpSyntaxTree.ParseText(source)],
            [.. UserReferences.All, MetadataReference.CreateFromFile(typeof(Given).Assembly.Location)],
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(assembly.ToArray()).GetType("Snippets")!;
    }

    private static string[] Snippets(string document) =>
        [.. Blocks().Matches(File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", document)).ReplaceLineEndings("\n"))
            .Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>What the documents call by name without making it: small data of each kind.</summary>
    public sealed class Given
    {
        /// <summary>The names, for a method that a snippet becomes.</summary>
        internal const string Locals =
            "var (x, xTest, y, yTest) = (given.X, given.XTest, given.Y, given.YTest); var (numbers, numbersTest, series) = (given.Numbers, "
                + "given.NumbersTest, given.Series); var (yes, tags, words, images) = (given.Yes, given.Tags, given.Words, given.Images);";

        public Given()
        {
            var random = new RandomStream(1, 0);
            (X, Y) = Clouds(ref random, 120);
            (XTest, YTest) = Clouds(ref random, 60);
            Numbers = [.. Enumerable.Range(0, 120).Select(row => 300 + (50 * X[row, 0]) - (20 * X[row, 1]))];
            NumbersTest = [.. Enumerable.Range(0, 60).Select(row => 300 + (50 * XTest[row, 0]) - (20 * XTest[row, 1]))];
            Yes = [.. Y.Select(label => label == 1)];
            Tags = new bool[120, 5];
            for (int row = 0; row < 120; row++)
                for (int i = 0; i < 5; i++) Tags[row, i] = X[row, i % 4] > 0;
            Words = [.. Y.Select(label => ((string[])["setosa", "versicolor", "virginica"])[label])];
            float[] pixels = new float[120 * 12 * 12];
            random.FillUniform(pixels, 0, 0.2f);
            for (int row = 0; row < 120; row++)
                for (int i = 0; i < 12; i++) pixels[(row * 144) + (Y[row] * 48) + i] = 1; // a bright line, where depends on the class
            Images = new Samples(pixels, new Shape(12, 12, 1));
            Series = [.. Enumerable.Range(0, 300).Select(t => MathF.Sin(t * 0.3f))];
        }

        public float[,] X { get; }
        public float[,] XTest { get; }
        public int[] Y { get; }
        public int[] YTest { get; }
        public float[] Numbers { get; }
        public float[] NumbersTest { get; }
        public float[] Series { get; }
        public bool[] Yes { get; }
        public bool[,] Tags { get; }
        public string[] Words { get; }
        public Samples Images { get; }

        /// <summary>Three clouds of four features.</summary>
        private static (float[,] X, int[] Y) Clouds(ref RandomStream random, int count)
        {
            float[,] x = new float[count, 4];
            int[] y = new int[count];
            float[] noise = new float[4];
            for (int row = 0; row < count; row++)
            {
                y[row] = row % 3;
                random.FillNormal(noise, 0.4f);
                for (int i = 0; i < 4; i++) x[row, i] = noise[i] + (i == y[row] ? 2 : 0);
            }
            return (x, y);
        }
    }
}

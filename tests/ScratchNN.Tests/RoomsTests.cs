using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchNN.Tests;

/// <summary>The rooms of the library depend one way: ARCHITECTURE.md has a table of them, and the source keeps to it.</summary>
/// <remarks>A partial type is at home in the file that is called so. What a file of another room adds to it names what that room may name.</remarks>
public sealed class RoomsTests
{
    private static readonly string _library = Path.Combine(SharedFolder.Repository, "src", "ScratchNN");

    [Fact]
    public void Rooms_NameTheRoomsOfTheirRow_AndNoOthers()
    {
        var table = ReadTable();
        var arrows = Arrows(Sources(), file => Room(file, table.Keys));

        var wrong = arrows.Where(arrow => !table[arrow.Key.From].Contains(arrow.Key.To))
            .Select(arrow => $"{arrow.Key.From} names {arrow.Key.To}: {arrow.Value}.");
        var stale = table.SelectMany(row => row.Value, (row, to) => (From: row.Key, To: to)).Except(arrows.Keys)
            .Select(arrow => $"{arrow.From} no longer names {arrow.To}.");
        string problems = string.Join(Environment.NewLine, wrong.Concat(stale));
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void Rooms_StandBelowThoseThatTheyName_SoThatThereIsNoCircle()
    {
        var table = ReadTable();
        List<string> order = [.. table.Keys];

        foreach (var (room, named) in table)
            Assert.All(named, other => Assert.InRange(order.IndexOf(other), 0, order.IndexOf(room) - 1));
    }

    [Fact]
    public void Rooms_AreTheFoldersOfTheLibrary() =>
        Assert.Equal(Sources().Keys.Select(file => Room(file, ReadTable().Keys)).Distinct().Order(), ReadTable().Keys.Order());

    [Fact]
    public void Architecture_FitsOnAPage() => Assert.InRange(File.ReadAllBytes(Path.Combine(SharedFolder.Repository, "ARCHITECTURE.md")).Length, 3000, 9000);

    [Theory]
    [InlineData("B? b;", true), InlineData("object o = new B();", true), InlineData("int i = B.Count;", true), InlineData("List<B> b = [];", true),
        InlineData("int i = 3.Double();", true)]
    [InlineData("/* B */ string s = \"B\"; int B;", false), InlineData("A? a;", false)]
    public void Arrows_OfTwoFolders_AreFound(string member, bool isArrow)
    {
        var sources = new Dictionary<string, string>
        {
            ["a/A.cs"] = $"partial class A {{ {member} }}",
            ["b/A.More.cs"] = "partial class A;",
            ["b/B.cs"] = "class B { public static int Count; } static class Doubling { public static int Double(this int i) => 2 * i; }",
        };

        Assert.Equal(isArrow, Arrows(sources, file => file[..1]).ContainsKey(("a", "b")));
    }

    /// <summary>Each room and those that it names, in the order of the table.</summary>
    private static Dictionary<string, string[]> ReadTable()
    {
        var lines = File.ReadLines(Path.Combine(SharedFolder.Repository, "ARCHITECTURE.md"))
            .SkipWhile(line => !line.StartsWith("| room |", StringComparison.Ordinal));
        var rows = lines.Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries));
        return rows.ToDictionary(cells => cells[1], cells => cells[3].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private static Dictionary<string, string> Sources() => Directory.EnumerateFiles(_library, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_library, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal))
        .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(_library, file)));

    private static string Room(string file, IEnumerable<string> rooms) =>
        rooms.Where(room => file.StartsWith(room + "/", StringComparison.Ordinal)).MaxBy(room => room.Length) ?? (file.Contains('/') ? file : "(root)");

    /// <summary>Which room names types of which other, and where.</summary>
    private static Dictionary<(string From, string To), string> Arrows(Dictionary<string, string> sources, Func<string, string> room)
    {
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading"];
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, path: source.Key))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(usings.Select(name => $"global using {name};"))));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "ScratchNN.dll").Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("rooms", trees, references,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        // a reference that is missing shows in declarations; the bodies, which the build has compiled, are bound once, below
        const string Generated = "CS8795"; // a partial method whose other part a generator makes
        Assert.Empty(compilation.GetDeclarationDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != Generated));

        var arrows = new Dictionary<(string, string), string>();
        foreach (var tree in compilation.SyntaxTrees.SkipLast(1))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name is not IdentifierNameSyntax { IsVar: true }))
                if (Home(model.GetSymbolInfo(name).Symbol) is { } home && room(home) != room(tree.FilePath))
                    arrows.TryAdd((room(tree.FilePath), room(home)), $"{name} in {tree.FilePath}");
        }
        return arrows;

        // of a type, or of the class that holds an extension method
        string? Home(ISymbol? symbol)
        {
            var type = symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol { IsExtensionMethod: true } method ? method.ContainingType : null);
            while (type?.ContainingType is { } outer) type = outer;
            string[] files = type == null ? [] : [.. type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath)];
            return files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == type!.Name) ?? files.FirstOrDefault();
        }
    }
}

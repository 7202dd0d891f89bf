using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>
/// The uses that the surface was designed with, beside the checkout: each compiles, or names something that a later part brings; each wrong use is refused.
/// What the uses do is in the other tests here. Without those files the tests are skipped.
/// </summary>
public class DesignedUsesTests
{
    /// <summary>What the designed uses name and is not there yet, or not in that place.</summary>
    private static readonly string[] _later =
    [
        "ColumnRule", "MatrixView", "Mpi", "MpiCollective", "TableSchema", "Tables",
    ];

    private static readonly string _folder = SharedFolder.Resolve("design/api-v2");

    [SharedFact("design/api-v2/Uses")]
    public void Uses_OfWhatIsThere_Compile()
    {
        var broken = new List<string>();
        int compiled = 0, later = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "Uses"), "*.cs"))
        {
            string name = Path.GetFileName(file);
            if (name is "Program.cs" or "Tabular.cs") continue; // tables are another package
            foreach (var (use, errors) in Compile(File.ReadAllText(file)))
            {
                if (errors.Count == 0) compiled++;
                else if (errors.All(IsLater)
                    || (errors.Any(IsLater) && errors.All(error => IsLater(error) || error.Contains("Cannot infer", StringComparison.Ordinal)))) later++;
                else broken.AddRange(errors.Where(error => !IsLater(error)).Select(error => $"{name} {use}: {error}"));
            }
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(compiled >= 130, $"{compiled} uses compile, {later} wait for later parts");
    }

    [SharedFact("design/api-v2/Refused")]
    public void Refused_AreRefused()
    {
        var accepted = new List<string>();
        int refused = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "Refused")))
            foreach (var (use, errors) in Compile(File.ReadAllText(file)))
            {
                if (!Regex.IsMatch(use, "^R[0-9]+$")) continue;
                if (errors.Count == 0) accepted.Add(use);
                else if (!errors.All(IsLater)) refused++; // one that names what is not there yet proves nothing
            }
        Assert.Empty(accepted);
        Assert.True(refused >= 32, $"{refused} wrong uses of what is there are refused");
    }

    private static bool IsLater(string error) =>
        Regex.Matches(error, @"'[^']*'").Any(quoted => Regex.Matches(quoted.Value, @"\w+").Any(word => _later.Contains(word.Value)));

    /// <summary>Each member or nested type of a source, with its errors.</summary>
    private static IEnumerable<(string Use, List<string> Errors)> Compile(string source)
    {
        foreach (string missing in (string[])["Tables", "Mpi"])
            source = Regex.Replace(source, $@"using ScratchNN\.{missing};", "");
        source = source.Replace("CheckMoment.Step)", "CheckMoment.StepEnd)", StringComparison.Ordinal); // docs/decisions: moments say when
        var tree = CSharpSyntaxTree.ParseText(ImplicitUsings + source);
        var compilation = CSharpCompilation.Create("Uses", [tree], UserReferences.All,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var members = tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(member =>
                member is MethodDeclarationSyntax { Parent: ClassDeclarationSyntax { Parent: not ClassDeclarationSyntax } } or ClassDeclarationSyntax
                {
                    Parent: ClassDeclarationSyntax or CompilationUnitSyntax
                } or FieldDeclarationSyntax)
            .Where(member => member is not ClassDeclarationSyntax { Parent: CompilationUnitSyntax } type || type.BaseList != null).ToList();
        foreach (var member in members)
        {
            string name = member switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text.Split('_')[0],
                ClassDeclarationSyntax type =>
                type.Identifier.Text,
                _ => "field"
            };
            yield return (name,
                [.. errors.Where(error => member.Span.Contains(error.Location.SourceSpan))
                    .Select(error => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture))]);
        }
    }

    private const string ImplicitUsings =
        "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Threading; "
            + "global using System.Threading.Tasks;\n";
}

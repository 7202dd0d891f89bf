using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ScratchNN.Tables.Tests;

/// <summary>The package's README: its two programs, compiled and run one after the other, on passengers of our own making.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Programs_TrainAndPredict()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["titanic.csv"], Passengers(891));
        File.WriteAllText(folder["later.csv"], Passengers(40));
        string[] programs = [.. Blocks()
            .Matches(File.ReadAllText(Path.Combine(SharedFolder.Repository, "src", "ScratchNN.Tables", "README.md")).ReplaceLineEndings("\n"))
                .Select(match => match.Groups[1].Value)];
        Assert.Equal(2, programs.Length);
        var type = Compile(programs, folder[""]);

        string trained = Run(type, 0), predicted = Run(type, 1);

        // what the comments say
        Assert.StartsWith("891 rows × 11 columns. UTF-8, separated by commas, header in line 1, ", trained, StringComparison.Ordinal);
        var target = TableTarget.Of(Table.ReadCsv(folder["titanic.csv"]), "survived");
        Assert.Equal((true, "it has two different values, 0 and 1"), (target.IsClass, target.Reason));
        var encoder = TableModel.Load(folder["titanic.safetensors"]).Encoder;
        Assert.Equal(["name", "ticket"], encoder.LeftOut.Where(column => column.Reason.StartsWith("free text: ", StringComparison.Ordinal))
            .Select(column => column.Column));
        Assert.Contains("accuracy", trained, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("1", predicted.Split('\n')[0].Trim()); // women of our making survive
        Assert.Contains("accuracy", predicted, StringComparison.OrdinalIgnoreCase);
    }

    private static string Run(Type type, int program)
    {
        var console = new StringWriter(CultureInfo.InvariantCulture);
        type.GetMethod($"Program{program}")!.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [console], null);
        return console.ToString();
    }

    /// <summary>A class with a method for each program; files are in a folder of their own.</summary>
    private static Type Compile(string[] programs, string folder)
    {
        string methods = string.Concat(
            programs.Select((program, i) => $"public static void Program{i}(System.IO.TextWriter Console)\n{{\n{Usings().Replace(program, "")}}}\n"));
        string source =
            $"using System;\n{string.Concat(programs.SelectMany(program => Usings().Matches(program)).Select(match => match.Value).Distinct())}\npublic "
                + $"static class Programs\n{{\n{methods}}}\n";
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Readme",
            [CSharpSyntaxTree.ParseText(FileNames()
                .Replace(source, match => SymbolDisplay.FormatLiteral(Path.Combine(folder, match.Groups[1].Value), quote: true)))],
            references, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return System.Reflection.Assembly.Load(assembly.ToArray()).GetType("Programs")!;
    }

    /// <summary>The columns of the real file; women and children survive.</summary>
    private static string Passengers(int count)
    {
        var text = new System.Text.StringBuilder("survived,pclass,name,sex,age,sibsp,parch,ticket,fare,cabin,embarked\n");
        for (int i = 0; i < count; i++)
        {
            bool isWoman = i % 3 == 0, isChild = i % 11 == 0;
            string sex = isWoman ? "female" : "male", age = i % 5 == 0 ? "" : $"{(isChild ? 5 : 20 + (i * 7 % 40))}", cabin = i % 7 == 0 ? $"C{i % 90}" : "";
            text.Append(CultureInfo.InvariantCulture, $"{(isWoman || isChild ? 1 : 0)},{1 + (i % 3)},\"Name{i}, Mx. {i}\",{sex},{age},{i % 4},{i % 2},");
            text.Append(CultureInfo.InvariantCulture, $"T{i}/{i * 31 % 1009},{7 + (i * 13 % 60)}.25,{cabin},{"SCQ"[i % 3]}\n");
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^using [\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex("\"([a-z]+\\.(csv|safetensors))\"")]
    private static partial Regex FileNames();
}

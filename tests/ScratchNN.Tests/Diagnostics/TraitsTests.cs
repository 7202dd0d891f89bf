using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchNN.Tests.Diagnostics;

/// <summary>Checks ask a layer or a loss what it declares, never what class it is of: so a user's gets the same findings. Messages may name classes.</summary>
public sealed class TraitsTests
{
    private static readonly HashSet<string> _concrete =
        [.. typeof(Layer).Assembly.GetTypes().Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(Layer)) || type.IsSubclassOf(typeof(Loss))))
            .Select(type => type.Name)];

    [Fact]
    public void Diagnostics_NameNoLayerAndNoLoss()
    {
        string library = Path.Combine(SharedFolder.Repository, "src", "ScratchNN");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(library, "Diagnostics"), "*.cs", SearchOption.AllDirectories),
            Path.Combine(library, "Training", "UnitActivity.cs")];

        Assert.Empty(files.SelectMany(file => Named(File.ReadAllText(file)).Select(name => $"{Path.GetRelativePath(library, file)} names {name}.")));
        Assert.True(files.Length > 30);
    }

    [Theory]
    [InlineData("_ = layer is ReLU;"), InlineData("_ = layer is not (Sigmoid or Tanh);"), InlineData("_ = view is { Layer: Dense, Count: 1 };"),
        InlineData("_ = loss is CrossEntropy { } c;")]
    [InlineData("_ = loss.GetType() == typeof(MeanSquaredError);"), InlineData("_ = (Softmax)layer;"), InlineData("_ = layer as Block;"),
        InlineData("_ = layers.OfType<Dense>();")]
    [InlineData("_ = loss switch { MeanSquaredError => 1, _ => 2 };")]
    public void Named_ATypeTest_IsFound(string statement) => Assert.NotEmpty(Named(statement));

    [Theory]
    [InlineData("Report(\"Use ReLU.\"); // a ReLU"), InlineData("_ = layer.OutputRange is (0, 1) && loss is Loss;")]
    public void Named_TextAndTraits_AreNot(string statement) => Assert.Empty(Named(statement));

    private static IEnumerable<string> Named(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        // PermutationImportance.Columns is one
        string[] properties = [.. root.DescendantNodes().OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.Text)];
        return root.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax { Name: var member } || member != name) // data.Columns is a property
            .Select(name => name.Identifier.Text).Where(name => _concrete.Contains(name) && !properties.Contains(name));
    }
}

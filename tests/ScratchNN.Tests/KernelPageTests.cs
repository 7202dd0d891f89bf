using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ScratchNN.Tests;

/// <summary>The table of block sizes in docs/design/kernels.md has the values of the source.</summary>
public sealed partial class KernelPageTests
{
    [Fact]
    public void BlockSizes_AreTheConstantsOfTheSource()
    {
        string page = File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "design", "kernels.md"));
        var rows = Row().Matches(page).Select(match => (Type: match.Groups[1].Value, Field: match.Groups[2].Value, Value: int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))).ToList();

        Assert.InRange(rows.Count, 12, int.MaxValue);
        Assert.All(rows, row => Assert.Equal(Constant(row.Type, row.Field), row.Value));
    }

    private static long Constant(string type, string field)
    {
        var home = Assert.Single(typeof(Model).Assembly.GetTypes(), each => each.Name == type && !each.IsNested);
        var constant = home.GetField(field, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return Convert.ToInt64(Assert.IsAssignableFrom<FieldInfo>(constant).GetRawConstantValue(), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\| `(\w+)\.(\w+)` \| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

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
        var rows = Row().Matches(page).Select(match => match.Groups).ToList();

        Assert.InRange(rows.Count, 12, int.MaxValue);
        Assert.All(rows, row => Assert.Equal(Constant(row[1].Value, row[2].Value), long.Parse(row[3].Value, CultureInfo.InvariantCulture)));
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

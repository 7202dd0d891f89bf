using System.IO.Compression;
using System.Text;

namespace Mnist.Tests.Data;

public class EmbeddedDigitsTests
{
    private static readonly string[] _lines = new StreamReader(new GZipStream(EmbeddedDigits.Open(), CompressionMode.Decompress)).ReadToEnd().TrimEnd()
        .Split('\n');

    [Fact]
    public void Read_Embedded_GivesAllDigits()
    {
        var digits = EmbeddedDigits.Read(EmbeddedDigits.Open(), 16);

        Assert.Equal([1797, 64], digits.Pixels.Lengths.ToArray());
        Assert.Equal((0, 1, 2), (digits.Labels[0], digits.Labels[1], digits.Labels[2]));
        Assert.Equal([0, 0, 5 / 16f, 13 / 16f], digits[0][..4].ToArray());
        Assert.Equal(178, digits.Labels.Count(label => label == 0));
    }

    [Fact]
    public void Split_SameSeed_SameDigitsAndNoneTwice()
    {
        var (first, again, other) = (EmbeddedDigits.Split(1), EmbeddedDigits.Split(1), EmbeddedDigits.Split(2));

        Assert.Equal((1438, 359), (first.Train.Count, first.Test.Count));
        Assert.Equal(first.Test.Labels, again.Test.Labels);
        Assert.NotEqual(first.Test.Labels, other.Test.Labels);
        Assert.Equal(
            EmbeddedDigits.Read(EmbeddedDigits.Open(), 16).Labels.Order(),
            first.Train.Labels.Concat(first.Test.Labels).Order());
    }

    [Theory]
    [InlineData("", "line 900 has 1 columns instead of 65")]
    [InlineData("1,2,3", "line 900 has 3 columns instead of 65")]
    [InlineData("+,0", "line 900 has 66 columns")]
    [InlineData("=,x", "line 900 has 'x' instead of 0 to 9 in column 65")]
    [InlineData("=,", "line 900 has '' instead of 0 to 9")]
    [InlineData("=,10", "'10' instead of 0 to 9")]
    [InlineData("=,-1", "'-1' instead of 0 to 9")]
    [InlineData("17=,1", "line 900 has '17' instead of 0 to 16 in column 1")]
    [InlineData("1.5=,1", "'1.5' instead of 0 to 16")]
    [InlineData("99999999999=,1", "'99999999999' instead of 0 to 16")]
    public void Read_DamagedLine_SaysWhichAndWhat(string damage, string message)
    {
        string whole = _lines[899], pixels = whole[..whole.LastIndexOf(',')];
        string[] lines = [.. _lines];
        lines[899] = damage.Contains('=', StringComparison.Ordinal)
            ? damage.Replace("=", damage[0] == '=' ? pixels : pixels[1..], StringComparison.Ordinal)
            : damage.Replace("+", whole, StringComparison.Ordinal);

        Assert.Contains(message, Refused(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongNumberOfLines_Throws()
    {
        Assert.Contains("line 1797 has the end after 1796 of 1797", Refused(_lines[..^1]), StringComparison.Ordinal);
        Assert.Contains("line 1798 has more than 1797", Refused([.. _lines, _lines[0]]), StringComparison.Ordinal);
        Assert.Contains("line 1 has the end", Refused([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(30_000)]
    [InlineData(57_000)]
    public void Read_CutGzip_Throws(int length)
    {
        var whole = new MemoryStream();
        EmbeddedDigits.Open().CopyTo(whole);

        Assert.Throws<InvalidDataException>(() => EmbeddedDigits.Read(new MemoryStream(whole.ToArray()[..length]), 16));
    }

    [Fact]
    public void Read_NotGzip_Throws() =>
        Assert.Throws<InvalidDataException>(() => EmbeddedDigits.Read(new MemoryStream(Encoding.UTF8.GetBytes(_lines[0])), 16));

    private static string Refused(string[] lines)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        compressed.Position = 0;
        return Assert.Throws<InvalidDataException>(() => EmbeddedDigits.Read(compressed, 16)).Message;
    }
}

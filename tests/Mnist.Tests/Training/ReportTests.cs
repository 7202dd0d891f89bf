using System.Numerics.Tensors;

namespace Mnist.Tests.Training;

public class ReportTests
{
    [Fact]
    public void ConfusionMatrix_CountsShownByRead()
    {
        var terminal = new Terminal();

        terminal.Console.Write(ConfusionMatrix.Of([3, 3, 3, 9], [3, 5, 5, 9]));

        string three = terminal.Output.Split('\n').Single(line => line.TrimStart().StartsWith("3 ", StringComparison.Ordinal));
        Assert.Equal(["3", ".", ".", ".", "1", ".", "2", ".", ".", ".", "."], three.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(60, 1234)]
    [InlineData(40, 35)]
    public void ConfusionMatrix_NarrowTerminal_KeepsNumbersWhole(int width, int count)
    {
        var terminal = new Terminal();
        terminal.Console.Profile.Width = width;
        int[] labels = [.. Enumerable.Range(0, 10).SelectMany(digit => Enumerable.Repeat(digit, count))];

        terminal.Console.Write(ConfusionMatrix.Of(labels, labels));

        string text = $"{count}";
        Assert.Equal(10, terminal.Output.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Count(word => word == text));
    }

    [Fact]
    public void MisreadDigits_DrawsWrongOnesOnly()
    {
        var images = new ImageSet(Tensor.Create<float>([1, 1, 1, 1, 1, 0, 0, 1], [2, 4]), [4, 7]);
        var terminal = new Terminal();

        MisreadDigits.Draw(terminal.Console, images, [4, 1]);

        Assert.Equal(["Some that were read wrongly:", "▀▄", "7 read as 1"], terminal.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData(8, 80, 5)]
    [InlineData(8, 60, 4)]
    [InlineData(8, 40, 3)]
    [InlineData(8, 30, 2)]
    [InlineData(8, 200, 6)] // more are not wanted
    [InlineData(28, 80, 2)]
    [InlineData(28, 60, 2)]
    [InlineData(28, 59, 2)]
    [InlineData(28, 40, 1)]
    [InlineData(28, 27, 0)] // none, rather than one in pieces
    public void MisreadDigits_AnyWidth_DrawsAsManyAsFit(int side, int width, int fitting)
    {
        float[] ink = new float[9 * side * side];
        Array.Fill(ink, 1);
        var terminal = new Terminal();
        terminal.Console.Profile.Width = width;

        MisreadDigits.Draw(terminal.Console, new ImageSet(Tensor.Create(ink, [9, side * side]), new int[9]), [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        string[] lines = terminal.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines.Skip(1), line => Assert.InRange(line.Length, 1, width));
        Assert.Equal(fitting, lines[^1].Split("read as").Length - 1);
        Assert.Equal(fitting == 0 ? 1 : 2 + (side / 2), lines.Length);
    }

    [Fact]
    public void MisreadDigits_NoneWrong_DrawsNothing()
    {
        var terminal = new Terminal();

        MisreadDigits.Draw(terminal.Console, new ImageSet(Tensor.Create(new float[4], [1, 4]), [4]), [4]);

        Assert.Empty(terminal.Output);
    }
}

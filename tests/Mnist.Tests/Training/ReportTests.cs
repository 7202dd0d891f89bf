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

    [Fact]
    public void MisreadDigits_DrawsWrongOnesOnly()
    {
        var images = new ImageSet(Tensor.Create<float>([1, 1, 1, 1, 1, 0, 0, 1], [2, 4]), [4, 7]);
        var terminal = new Terminal();

        MisreadDigits.Draw(terminal.Console, images, [4, 1]);

        Assert.Equal(["Some that were read wrongly:", "▀▄", "7 read as 1"], terminal.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void MisreadDigits_NoneWrong_DrawsNothing()
    {
        var terminal = new Terminal();

        MisreadDigits.Draw(terminal.Console, new ImageSet(Tensor.Create(new float[4], [1, 4]), [4]), [4]);

        Assert.Empty(terminal.Output);
    }
}

using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public class CosineTests
{
    [Fact]
    public void OfPi_From0To1_IsTheCosine()
    {
        const int Points = 100_000;
        double worst = 0;
        for (int i = 0; i <= Points; i++) worst = Math.Max(worst, Math.Abs(Math.Cos(Math.PI * i / Points) - Cosine.OfPi((double)i / Points)));
        Assert.InRange(worst, 0, 1e-15);
        Assert.Equal((1, -1), (Cosine.OfPi(0), Cosine.OfPi(1)));
    }

    [Fact]
    public void OfPi_Rising_NeverRises()
    {
        double before = 1;
        for (int i = 0; i <= 100_000; i++)
        {
            double cosine = Cosine.OfPi(i / 1e5);
            Assert.InRange(cosine, -1, before);
            before = cosine;
        }
    }
}

using CsCheck;

namespace ScratchNN.Tests.OptimizerContract;

/// <summary>What every optimizer promises.</summary>
public sealed class OptimizerContractTests
{
    // 50 steps of parameters up to 8: each rounds by up to 2⁻²², the averages by 1e-7 of a step below 1
    private const double DriftTolerance = 1e-5;

    public static TheoryData<string> Names => OptimizerCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void Step_FiftyTimes_FollowsTheEquations(string name)
    {
        const int Length = 21;
        var row = OptimizerCases.Get(name);
        var run = new OptimizerRun(row.Optimizer, Length);
        double[] w = [.. run.Parameters.ToArray().Select(value => (double)value)];
        double[][] states = [.. w.Select(_ => new double[row.Optimizer.StateSlots])];
        for (int t = 1; t <= 50; t++)
        {
            run.Step();
            for (int i = 0; i < Length; i++)
                w[i] = row.Naive(w[i], run.Gradient[i], states[i], row.Optimizer.LearningRate, t);
            for (int i = 0; i < Length; i++)
                Assert.Equal(w[i], run.Parameters[i], DriftTolerance);
        }
        for (int i = 0; i < Length; i++)
            for (int slot = 0; slot < row.Optimizer.StateSlots; slot++)
                Assert.Equal(states[i][slot], run.State(slot)[i], DriftTolerance * Math.Max(1, Math.Abs(states[i][slot]))); // a sum of 50 squares
    }

    /// <summary>Machines are slow with subnormal numbers, and what decays by 0.9 ends at one, not at 0, if nobody sees to it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Step_NoMoreGradient_LeavesNoSubnormalState(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        float[] w = new float[21], gradient = new float[w.Length], state = new float[optimizer.StateSlots * w.Length];
        Array.Fill(gradient, 1e-3f);
        for (int t = 1; t <= 2000; t++)
        {
            optimizer.Step(
                new OptimizerPass(state, optimizer.StateSlots)
                {
                    Parameters = w, Gradient = gradient, StepNumber = t,
                    LearningRate = (float)optimizer.LearningRate
                });
            Array.Clear(gradient);
            Assert.DoesNotContain(state, float.IsSubnormal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_AnyLengthInTwoSlices_GivesTheBitsOfTheWhole(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        for (int length = 1; length <= 40; length++)
        {
            var whole = new OptimizerRun(optimizer, length);
            for (int t = 0; t < 3; t++) whole.Step();
            for (int cut = 0; cut <= length; cut++)
            {
                var sliced = new OptimizerRun(optimizer, length);
                for (int t = 0; t < 3; t++) sliced.Step(cut);
                whole.AssertSameBits(sliced);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_InAnySlices_GivesTheBitsOfTheWhole(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 300].Array[0, 12]).Sample(
            (length, cuts) =>
            {
                var (whole, sliced) = (new OptimizerRun(optimizer, length), new OptimizerRun(optimizer, length));
                int[] ends = [.. cuts.Select(cut => cut % (length + 1)).Order()];
                for (int t = 0; t < 2; t++)
                {
                    whole.Step();
                    sliced.Step(ends);
                }
                whole.AssertSameBits(sliced);
            },
            iter: 100);
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_WritesWithinItsSliceAlone(string name)
    {
        for (int length = 1; length <= 40; length++)
        {
            var run = new OptimizerRun(OptimizerCases.Get(name).Optimizer, length);
            float[] before = run.Parameters.ToArray();
            run.Step();
            float[] gradient = run.Gradient.ToArray();
            run.AssertMarginsUntouched();
            Assert.DoesNotContain(run.Parameters.ToArray(), before.Contains);
            Bits.AssertEqual(Draw.Normal(length, 101), gradient, "gradient");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_GradientShorterThanParameters_Throws(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        Assert.ThrowsAny<ArgumentException>(() => optimizer.Step(new OptimizerPass(new float[200], 100)
        {
            Parameters = new float[40],
            Gradient = new float[39],
            StepNumber = 1,
            LearningRate = 0.1f,
        }));
    }

    /// <summary>Biases and scales do not decay; weights do, where the optimizer says so.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Step_NoGradient_MovesOnlyWhatDecays(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        float[] start = Draw.Normal(21, 1);
        foreach (var role in (ParameterRole[])[ParameterRole.Weight, ParameterRole.Undecayed])
        {
            float[] w = [.. start], state = new float[2 * w.Length];
            for (int t = 1; t <= 3; t++)
                optimizer.Step(
                    new OptimizerPass(state, w.Length) { Parameters = w, Gradient = new float[w.Length], StepNumber = t, LearningRate = 0.1f, Role = role });
            if (role == ParameterRole.Weight && name.Contains("ecay", StringComparison.Ordinal) | name.StartsWith("AdamW", StringComparison.Ordinal))
                Assert.All(w.Zip(start), pair => Assert.InRange(pair.First / pair.Second, 0.5, 0.9999));
            else Assert.Equal(start, w);
        }
    }

    /// <summary>What is not finite stays so, where everybody sees it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Step_GradientThatIsNotFinite_GivesParametersThatAreNot(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            float[] w = Draw.Normal(21, 1), g = Draw.Normal(21, 2), state = new float[2 * w.Length];
            g[3] = g[20] = bad;
            optimizer.Step(new OptimizerPass(state, w.Length) { Parameters = w, Gradient = g, StepNumber = 1, LearningRate = 0.1f });
            for (int i = 0; i < w.Length; i++) Assert.Equal(i is not (3 or 20), float.IsFinite(w[i]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_AllocatesNothing(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        float[] w = new float[1000], g = Draw.Normal(1000, 1), state = new float[2000];
        Assert.Equal(0,
            Allocations.Of(() => optimizer.Step(new OptimizerPass(state, 1000) { Parameters = w, Gradient = g, StepNumber = 1, LearningRate = 0.1f })));
    }

    [Theory, MemberData(nameof(Names))]
    public void ToString_TellsTheLearningRate(string name)
    {
        var optimizer = OptimizerCases.Get(name).Optimizer;
        Assert.Contains(FormattableString.Invariant($"{(float)optimizer.LearningRate}"), optimizer.ToString(), StringComparison.Ordinal);
    }
}

using System.Text;

namespace ScratchNN.Tests;

public class DiagnoseTests
{
    private static readonly TrainerOptions _options = new() { Threads = 1, Optimizer = new Adam(0.01f) };

    private static readonly Dictionary<string, Func<Diagnosis>> _faults = new()
    {
        ["SNN006"] = () => Run(new Sequential(new Dense(8), new Block(new Times(1, 1.01f)), new Dense(Blobs.Classes))),
        ["SNN008"] = () => Run(new Sequential(new Dense(8), new Times(0, 0), new Dense(Blobs.Classes))),
        ["SNN009"] = () => Run(new Sequential(new Dense(8), new Times(1e-9f, 1), new Dense(Blobs.Classes))),
        ["SNN015"] = () => Run(Blobs.Model(), _options with { Optimizer = new Sgd(1e-5f) }),
        ["SNN005"] = () => Run(new Sequential(new Dense(Blobs.Classes), new LayerContract.BatchCenter(declares: false))),
    };

    public static TheoryData<string> Codes => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Diagnose_Fault_IsFound(string code) => Assert.Contains(_faults[code]().Findings, finding => finding.Code == code);

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var (code, run) in _faults)
            foreach (var finding in run().Findings.Where(finding => finding.Code == code)) text.AppendLine($"{finding}");
        text.AppendLine($"{Run(Blobs.Model())}");
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Diagnose_Healthy_FindsNothingAndTellsTheBestRate()
    {
        var diagnosis = Run(Blobs.Model());

        Assert.Empty(diagnosis.Findings);
        Assert.InRange(diagnosis.BestRate, 1e-3f, 1);
        Assert.InRange(diagnosis.OverfitSteps!.Value, 50, 1000);
        Assert.Equal(7, diagnosis.Rates.Count);
        Assert.Contains("Nothing is wrong.", $"{diagnosis}", StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_FreshWeightsAsGoodAsZeros_DoNotIgnoreTheInput()
    {
        var random = new RandomStream(5, 5);
        float[,] x = new float[300, 64];
        int[] y = [.. Enumerable.Range(0, 300).Select(row => row % 10)];
        for (int row = 0; row < 300; row++)
            for (int i = 0; i < 64; i++) x[row, i] = 0.3f * random.NextSingle();

        new Trainer(new Sequential(new Dense(16), new ReLU(), new Dense(10)), _options).Diagnose(x, y).Findings.None("SNN009");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Diagnose_LeavesModelAndTrainerAlone(bool isTrained)
    {
        var (x, y) = Blobs.Make();
        Model examined = Blobs.Model(), alone = Blobs.Model();
        List<Finding> told = [];
        Trainer first = new(examined, _options with { Epochs = 2, Callbacks = [Callback.EachFinding(told.Add)] }),
            second = new(alone, _options with { Epochs = 2 });
        if (isTrained) (_, _) = (first.Fit(x, y), second.Fit(x, y));

        first.Diagnose(x, y);

        Assert.Equal(isTrained, examined.IsBuilt);
        Assert.Equal(second.Fit(x, y).Epochs[^1].Epoch, first.Fit(x, y).Epochs[^1].Epoch);
        Assert.Equal(Bits.Of(alone), Bits.Of(examined));
        Assert.Empty(told);
    }

    [Fact]
    public void Diagnose_TakesWhatFitTakes()
    {
        var trainer = new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1)), _options);
        var (x, y) = Blobs.Make(count: 40);
        float[] sums = [.. Enumerable.Range(0, 40).Select(row => 0.2f * (x[row, 0] - x[row, 1]))];

        Assert.Empty(trainer.Diagnose(x, sums).Findings);
        Assert.Empty(trainer.Diagnose(Dataset.From(new Samples(x.Cast<float>().ToArray(), Blobs.Features), new Samples(sums, 1))).Findings);
        Assert.NotNull(new Trainer(Blobs.Model(), _options).Diagnose(x, Blobs.OneHot(y)).OverfitSteps);
        Assert.NotNull(new Trainer(Blobs.Model(), _options).Diagnose(x, Array.ConvertAll(y, label => (byte)label)).OverfitSteps);
    }

    private static Diagnosis Run(Model model, TrainerOptions? options = null)
    {
        var (x, y) = Blobs.Make();
        return new Trainer(model, options ?? _options).Diagnose(x, y);
    }

    [Fact]
    public void Diagnose_WideRows_ReadsNoMoreThanAProbeHolds()
    {
        var data = new Wide();

        new Trainer(new Sequential(new Dense(2)), new() { BatchSize = 8 }).Diagnose(data);

        Assert.InRange(data.MostRead, 1, 1 << 22);
    }

    /// <summary>Rows of 20,000 numbers, of two classes.</summary>
    private sealed class Wide : IDataset
    {
        public int Count => 600;

        public Shape InputShape => 20_000;

        public Shape? TargetShape => null;

        /// <summary>The most floats that were asked for at once.</summary>
        public int MostRead { get; private set; }

        public void Read(in ReadPass pass)
        {
            MostRead = Math.Max(MostRead, pass.Inputs.Length);
            for (int i = 0; i < pass.Rows.Length; i++)
            {
                pass.Inputs.Slice(i * InputShape.Size, InputShape.Size).Fill(pass.Rows[i] % 2 == 0 ? 1 : -1);
                pass.Labels[i] = pass.Rows[i] % 2;
            }
        }
    }
}

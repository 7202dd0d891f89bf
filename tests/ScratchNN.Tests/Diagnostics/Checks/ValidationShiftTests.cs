namespace ScratchNN.Tests;

/// <summary>SNN018 before the first step: validation data that is unlike the training data, and what comes of following the advice.</summary>
public class ValidationShiftTests
{
    private const int Count = 600, Held = 300;
    private static readonly TrainerOptions _options = new() { Epochs = 20, BatchSize = 20, Threads = 1, Optimizer = new Adam(0.005f) };

    /// <summary>The rows to train on, those to validate on, and how the advice mends the latter.</summary>
    private static readonly Dictionary<string, (Action<Set> Fault, string Title, string Evidence, Action<Set> Remedy)> _faults = new()
    {
        ["scaled by 16"] = (set => set.EachHeld(row => Scale(row, 16)), "Validation x is about 1", "factor", set => set.EachHeld(row => Scale(row, 1 / 16f))),
        ["scaled by 255"] = (set => set.EachHeld(row => Scale(row, 255)), "Validation x is about 255 times training x", "factor", set =>
            set.EachHeld(row => Scale(row, 1 / 255f))),
        ["a column moved"] = (set => set.EachHeld(row => row[2] += 4), "Column 2 of validation x", "column", set => set.EachHeld(row => row[2] -= 4)),
        ["two columns exchanged"] = (set => set.EachHeld(Exchange), "Columns 0 and 3 of validation x fit each other's training numbers", "other column", set =>
            set.EachHeld(Exchange)),
        ["standardised by itself"] = (set =>
            { set.Standardize(0, Count, by: (0, Count)); set.Standardize(Count, Count + Held, by: (Count, Count + Held)); },
            "Validation x was standardised with its own numbers", "columns", set => { set.Restore(); set.Standardize(0, Count + Held, by: (0, Count)); }
        ),
        ["a column that never changed"] = (set => { foreach (float[] row in set.X[..Count]) row[1] = 5; }, "Column 1 of validation x", "column", set =>
            set.EachHeld(row => row[1] = 5)),
        ["classes of its own"] = (set => set.Sort(), "Class 2 occurs in ", "unseen classes", set => set.Mix()),
        ["one class alone"] = (set => set.Keep(1), "The 200 validation rows hold 1 of 3 classes, only class 1", "classes", set => set.Mix()),
    };

    public static TheoryData<string> Faults => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fit_UnlikeTraining_IsToldBeforeTheFirstStep_AndTheAdviceCures(string name)
    {
        var (fault, title, evidence, remedy) = _faults[name];
        var set = new Set(1, name == "one class alone" ? 200 : Held);
        fault(set);

        var faulty = Fit(set);
        var finding = Assert.Single(faulty.Findings, finding => finding is { Code: "SNN018", Step: null });
        Assert.StartsWith(title, finding.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains(evidence, finding.Evidence.Keys);
        Assert.DoesNotContain(faulty.Findings, other => other.Advice.Contains("belong together", StringComparison.Ordinal));

        remedy(set);
        var cured = Fit(set);
        Assert.DoesNotContain(cured.Findings, other => other is { Code: "SNN018", Step: null });
        Assert.True(cured.Epochs[^1].ValidationAccuracy > 0.8, $"{cured.Epochs[^1]}");
    }

    [Fact]
    public void Fit_DrawnAlike_SaysNothing()
    {
        for (ulong seed = 1; seed <= 20; seed++)
            foreach (int held in (int[])[1, 3, 20, Held])
                Assert.DoesNotContain(Fit(new Set(seed, held)).Findings, finding => finding is { Code: "SNN018", Step: null });
    }

    [Fact]
    public void Fit_NumbersOfAnotherScale_AreToldOfY()
    {
        var set = new Set(3);
        float[] y = [.. set.Y.Select(label => label + 0.5f)];
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(1));

        var findings = new Trainer(model, _options)
            .Fit(Dataset.From(set.X[..Count], Rows(y[..Count])), Dataset.From(set.X[Count..], Rows([.. y[Count..].Select(value => 1000 * value)]))).Findings;

        Assert.StartsWith("Validation y is about 1000 times training y", findings.One("SNN018").Title, StringComparison.Ordinal);

        static float[][] Rows(float[] y) => [.. y.Select(value => new[] { value })];
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Fit_OnDemandOrOneHot_IsToldLikewise(bool isOnDemand)
    {
        var set = new Set(2);
        set.Sort();
        IDataset training, validation;
        if (isOnDemand) (training, validation) = (new OnDemand(set.Training), new OnDemand(set.Validation));
        else (training, validation) = (Dataset.From(set.X[..Count], Blobs.OneHot(set.Y[..Count])), Dataset.From(set.X[Count..], Blobs.OneHot(set.Y[Count..])));

        var findings = new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(3), new Softmax()), _options with { Epochs = 1 })
            .Fit(training, validation).Findings;

        Assert.StartsWith("Class 2 occurs in ", findings.One("SNN018").Title, StringComparison.Ordinal);
    }

    private static TrainingHistory Fit(Set set) => new Trainer(Blobs.Model(), _options).Fit(set.Training, set.Validation);

    private static void Scale(float[] row, float factor)
    {
        foreach (ref float value in row.AsSpan()) value *= factor;
    }

    private static void Exchange(float[] row) => (row[0], row[3]) = (row[3], row[0]);

    private sealed class Set
    {
        public Set(ulong seed, int held = Held)
        {
            var (x, y) = Blobs.Make(seed, Count + held);
            X = [.. Enumerable.Range(0, Count + held).Select(row => new[] { x[row, 0] + 2, x[row, 1], x[row, 2], (3 * x[row, 3]) - 4 })];
            Y = y;
            _raw = [.. X.Select(row => (float[])row.Clone())];
        }

        private readonly float[][] _raw;

        public float[][] X { get; }
        public int[] Y { get; }
        public IDataset Training => Dataset.From(X[..Count], Y[..Count]);
        public IDataset Validation => Dataset.From(X[Count..], Y[Count..]);

        public void EachHeld(Action<float[]> change)
        {
            foreach (float[] row in X[Count..]) change(row);
        }

        public void Restore()
        {
            for (int row = 0; row < X.Length; row++) _raw[row].CopyTo(X[row], 0);
        }

        public void Sort() => Reorder(row => Y[row]);

        public void Mix()
        {
            int[] order = [.. Enumerable.Range(0, X.Length)];
            new RandomStream(1, 5).Shuffle(order.AsSpan());
            int[] places = new int[order.Length];
            for (int i = 0; i < order.Length; i++) places[order[i]] = i;
            Reorder(row => places[row]);
        }

        /// <summary>Rows of one class come last.</summary>
        public void Keep(int label) => Reorder(row => Y[row] == label ? 1 : 0);

        /// <summary>Rows by the mean and the deviation of some rows.</summary>
        public void Standardize(int first, int end, (int First, int End) by)
        {
            for (int column = 0; column < 4; column++)
            {
                double mean = 0, squares = 0;
                for (int row = by.First; row < by.End; row++) mean += X[row][column] / (double)(by.End - by.First);
                for (int row = by.First; row < by.End; row++) squares += Math.Pow(X[row][column] - mean, 2) / (by.End - by.First);
                for (int row = first; row < end; row++) X[row][column] = (float)((X[row][column] - mean) / Math.Sqrt(squares));
            }
        }

        private void Reorder(Func<int, int> key)
        {
            int[] order = [.. Enumerable.Range(0, X.Length).OrderBy(key)];
            float[][] x = [.. order.Select(row => X[row])];
            int[] y = [.. order.Select(row => Y[row])];
            x.CopyTo(X, 0);
            y.CopyTo(Y, 0);
        }
    }
}

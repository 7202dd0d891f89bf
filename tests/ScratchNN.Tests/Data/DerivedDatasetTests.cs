namespace ScratchNN.Tests.Data;

public class DerivedDatasetTests
{
    private static readonly float[,] _x = { { 0, 10 }, { 1, 11 }, { 2, 12 }, { 3, 13 }, { 4, 14 } };
    private static readonly DataInfo _info = new()
    {
        ClassNames = ["no", "yes", "maybe"], FeatureNames = ["a", "b"], Attachments = new Dictionary<string, string> { ["encoder"] = "1" },
        Profile = DataProfile.Of(_x),
    };

    private static readonly IDataset _data = Dataset.From(_x, (int[])[0, 1, 0, 1, 2], new float[] { 1, 2, 3, 4, 5 }, _info);

    [Fact]
    public void Map_ComputesInputsAndKeepsTheRest()
    {
        var sums = _data.Map(1, (from, to) => to[0] += from[0] + from[1]); // from 0

        Assert.Equal(new Shape(1), sums.InputShape);
        var (x, labels, _, weights) = Reading.Of(sums, [4, 0, 4]);
        Assert.Equal([18, 10, 18], x);
        Assert.Equal([2, 0, 2], labels);
        Assert.Equal([5, 1, 5], weights);
        Assert.Equal(_info.ClassNames, sums.Info!.ClassNames);
        Assert.True(sums.Info is { FeatureNames: null, Profile: null, Attachments.Count: 0 }); // of the inputs that there were
        Assert.Equal(_info.FeatureNames, _data.Map(2, (from, to) => from.CopyTo(to)).Info!.FeatureNames);
    }

    [Fact]
    public void Map_OfManyWideRows_GoesPieceByPiece_AndAllocatesNothing()
    {
        float[,] wide = new float[5, 40_000];
        for (int row = 0; row < 5; row++) wide[row, 39_999] = row;
        var last = Dataset.From(wide, [.. (float[])[0, 1, 2, 3, 4]]).Map(1, (from, to) => to[0] = from[^1]);
        int[] rows = [3, 1, 4, 1];
        float[] x = new float[4], targets = new float[4];

        Assert.Equal(0, Allocations.Of(() => last.Read(new ReadPass { Rows = rows, Inputs = x, Targets = targets })));
        Assert.Equal([3, 1, 4, 1], x);
        Assert.Equal(x, targets);
    }

    [Fact]
    public void Concat_RowsFollowOneAnother()
    {
        var all = _data.Take(..2).Concat(_data.Take(2..3), new OnDemand(_data.Take(3..)));

        Assert.Equal(5, all.Count);
        Assert.Equal(Reading.Of(_data, [4, 0, 2, 3, 1]).X, Reading.Of(all, [4, 0, 2, 3, 1]).X);
        Assert.Equal(Reading.All(_data).Labels, Reading.All(all).Labels);
        Assert.Equal(Reading.All(_data).Weights, Reading.All(all).Weights);
        Assert.Same(_info, all.Info);
        Assert.Same(_data, _data.Concat());
    }

    [Fact]
    public void Concat_OfManyRows_AllocatesNothing()
    {
        var all = _data.Concat(_data, _data);
        int[] rows = [.. Enumerable.Range(0, 1000).Select(i => i * 7 % 15)], labels = new int[1000];
        float[] x = new float[2000], weights = new float[1000];

        Assert.Equal(0, Allocations.Of(() => all.Read(new ReadPass { Rows = rows, Inputs = x, Labels = labels, Weights = weights })));
        Assert.Equal(rows.Select(row => (float)(row % 5)), x.Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public void Concat_OfWhatDoesNotFit_SaysWhy()
    {
        Refused("Samples of dataset 1 are [3], those of dataset 0 are [2]", Dataset.From(new float[1, 3], [0]));
        Refused("Dataset 1 has numbers of [1], dataset 0 has class labels: both need the same.", Dataset.From(_x, (float[])[1, 2, 3, 4, 5]));
        Refused("Dataset 1 has answers yes or no, dataset 0 has class labels: both need the same.", Dataset.From(_x, (bool[])[true, false, true, true, true]));
        Refused("The classes of the data are a, b, c, those of dataset 0 are no, yes, maybe", With(info => info with { ClassNames = ["a", "b", "c"] }));
        Refused("The columns of dataset 1 have different names from those of dataset 0: 'b', and 'a'.", With(info => info with { FeatureNames = ["b", "a"] }));
        Refused("The columns of dataset 1 have different names from those of dataset 0: 1 names, and 2.", With(info => info with { FeatureNames = ["b"] }));
        Refused("The attachment 'encoder' of dataset 1 differs from that of dataset 0",
            With(info => info with { Attachments = new Dictionary<string, string> { ["encoder"] = "2" } }));
        Assert.Throws<ArgumentNullException>("others", () => _data.Concat(_data, null!));

        static IDataset With(Func<DataInfo, DataInfo> change) => Dataset.From(_x, (int[])[0, 1, 0, 1, 2], info: change(_info));
        static void Refused(string message, IDataset other) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => _data.Concat(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weighted_MultipliesWeights()
    {
        float[] weights = [2, 0, 1, 1, 3];
        foreach (var data in (IDataset[])[_data, new OnDemand(_data)])
        {
            Assert.Equal([2, 0, 3, 4, 15], Reading.All(data.Weighted(weights)).Weights);
            Assert.Equal([15, 2], Reading.All(data.Weighted(weights).Subset([4, 0])).Weights);
        }
        Assert.Equal([2, 0, 1, 1, 3], Reading.All(Dataset.From(_x, (int[])[0, 1, 0, 1, 2]).Weighted(weights)).Weights);
        Assert.Same(_info, _data.Weighted(weights).Info);
        Assert.Equal([2, 0, 1, 1, 3], weights);
    }

    [Fact]
    public void Weighted_ThatIsNotSound_SaysWhich()
    {
        Refused("There are 2 weights for 5 samples: every sample needs one.", 1, 2);
        Refused("The weight of row 1 is -1: a weight is a finite number of at least 0.", 1, -1, 1, 1, 1);
        Refused("All 5 weights are 0, so no sample counts", 0, 0, 0, 0, 0);

        static void Refused(string message, params float[] weights) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => _data.Weighted(weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_IsAllThatIsTold()
    {
        foreach (var data in (IDataset[])[_data, new OnDemand(_data)])
        {
            Assert.Same(DataInfo.None, data.With(DataInfo.None).Info);
            Assert.Equal(Reading.All(_data).Labels, Reading.All(data.With(DataInfo.None)).Labels);
        }
        Assert.StartsWith("The classes of the data are a, b, c, those of the dataset are no, yes, maybe",
            Assert.Throws<ArgumentException>(() => _data.With(new() { ClassNames = ["a", "b", "c"] })).Message, StringComparison.Ordinal);
    }

    /// <summary>bool targets decide what a single output means; a view must not make numbers of them.</summary>
    [Fact]
    public void Views_OfYesAndNo_StayYesAndNo()
    {
        bool[] y = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0)];
        float[,] x = new float[40, 1];
        for (int row = 0; row < 40; row++) x[row, 0] = row % 2;
        var data = Dataset.From(x, y);
        foreach (
            var view in (IDataset[])[data, data.Subset([3, 1, 2, 0]), data.Map(1, (from, to) => from.CopyTo(to)), data.Concat(data),
                data.Weighted(Enumerable.Repeat(1f, 40).ToArray()), data.Map(1, (from, to) => from.CopyTo(to)).Subset([0, 1]).With(new())])
        {
            var model = new Sequential(new Dense(1));
            new Trainer(model, new() { Epochs = 1 }).Fit(view);
            Assert.Equal(OutputKind.YesNo, model.Meaning);
        }
    }

    /// <summary>The same rows give the same result, however they are handed over, for any number of threads.</summary>
    [Fact]
    public void Fit_OnViews_HasTheResultOfArrays()
    {
        var (x, y) = Blobs.Make(count: 90);
        int[] rows = [.. Enumerable.Range(0, 60).Select(i => (i * 7) % 90)];
        float[,] chosen = new float[60, Blobs.Features];
        float[] weights = [.. rows.Select(row => 1 + (row % 3f))];
        for (int i = 0; i < 60; i++)
            for (int j = 0; j < Blobs.Features; j++) chosen[i, j] = x[rows[i], j];
        uint[] expected = Fit(Dataset.From(chosen, (int[])[.. rows.Select(row => y[row])], weights), threads: 1);
        var all = Dataset.From(x, y, Enumerable.Range(0, 90).Select(row => 1 + (row % 3f)).ToArray());
        float[][] jagged = [.. Enumerable.Range(0, 90).Select(row => Enumerable.Range(0, Blobs.Features).Select(i => x[row, i]).ToArray())];

        foreach (int threads in (int[])[1, 2, 3])
        {
            Assert.Equal(expected, Fit(all.Subset(rows), threads));
            Assert.Equal(expected, Fit(new OnDemand(all).Subset(rows), threads));
            Assert.Equal(expected, Fit(all.Subset(rows.AsSpan(0, 30)).Concat(all.Subset(rows.AsSpan(30))), threads));
            Assert.Equal(expected, Fit(all.Subset([.. Enumerable.Range(0, 90).Reverse()]).Subset([.. rows.Select(row => 89 - row)]), threads));
            Assert.Equal(expected, Fit(Dataset.From(jagged, y).Subset(rows).Weighted(weights), threads));
            Assert.Equal(expected, Fit(all.Map(Blobs.Features, (from, to) => from.CopyTo(to)).Subset(rows), threads));
        }

        static uint[] Fit(IDataset data, int threads)
        {
            var model = Blobs.Model();
            new Trainer(model, new() { Epochs = 3, BatchSize = 20, MicroBatchSize = 5, Threads = threads }).Fit(data);
            return Bits.Of(model);
        }
    }

    [Fact]
    public void Fit_OnASubset_AllocatesNothingAStep()
    {
        var (x, y) = Blobs.Make();
        var (train, test) = Dataset.From(x, y).Split(0.2);
        foreach (
            var data in (IDataset[])[train, new OnDemand(train), train.Map(Blobs.Features, (from, to) => from.CopyTo(to)), train.Concat(train).Take(..240)])
            Assert.Equal(0,
                Allocations.OfSteps(callback =>
                    new Trainer(Blobs.Model(), new() { Epochs = 3, BatchSize = 16, Threads = 1, Callbacks = [callback] }).Fit(data, test), warm: 20,
                    steps: 45));
    }

    /// <summary>A wrong label is found before a weight is touched, as in the whole.</summary>
    [Fact]
    public void Fit_OnASubsetWithAWrongLabel_LeavesTheModelAlone()
    {
        var (x, y) = Blobs.Make();
        y[7] = 3;
        var model = Blobs.Model();
        string message = Assert.Throws<ArgumentException>(() => new Trainer(model).Fit(Dataset.From(x, y).Subset([0, 1, 2, 7, 9]))).Message;
        Assert.Contains("The labels go from 0 to 3: end the model in Dense(4)", message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }
}

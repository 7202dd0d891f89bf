namespace ScratchNN.Tables;

/// <summary>
/// Where the features of columns are in a model's input, so that each kind is in a row: numbers, amounts of which logarithms are taken, few categories, many
/// categories.
/// </summary>
internal sealed class InputPlan
{
    private const int MostColumns = 32; // categories; of more, each gets a learned vector

    private readonly int[] _ends = new int[4]; // of each kind

    public InputPlan(LearnedColumn[] columns)
    {
        var ordered = columns.SelectMany((column, i) => column.Features.Select((feature, j) => (Feature: feature, Column: i, Number: j)))
            .OrderBy(item => Kind(item.Feature)).ToList();
        Features = [.. ordered.Select(item => item.Feature)];
        Places = [.. columns.Select(column => new int[column.Features.Count])];
        for (int i = 0; i < ordered.Count; i++) Places[ordered[i].Column][ordered[i].Number] = i;
        for (int kind = 0; kind < _ends.Length; kind++) _ends[kind] = Features.Count(feature => Kind(feature) <= kind);
    }

    /// <summary>The features in order.</summary>
    public IReadOnlyList<LearnedFeature> Features { get; }

    /// <summary>The place of each feature of each column.</summary>
    public int[][] Places { get; }

    public Layer InputLayer(int embeddingSize)
    {
        int numbers = _ends[0], amounts = _ends[1], few = _ends[2];
        var branches = new List<Layer>();
        if (numbers > 0) branches.Add(Of(..numbers, new Standardize()));
        if (amounts > numbers)
            branches.Add(Of(numbers..amounts, new Logarithm([.. Features.Take(numbers..amounts).Select(feature => feature.Unit)]), new Standardize()));
        if (few > amounts)
            branches.Add(Of(amounts..few, new OneHot([.. Features.Take(amounts..few).Select(feature => feature.Categories)]) { DropFirst = true }));

        // a bias-free Dense behind columns of categories is an embedding, in which the vector of unknown words is zero
        for (int i = few; i < Features.Count; i++)
            branches.Add(Of(i..(i + 1), new OneHot(Features[i].Categories) { DropFirst = true }, new Dense(embeddingSize) { UseBias = false }));
        return branches.Count == 1 ? branches[0] : new Branches([.. branches]);
    }

    private Block Of(Range columns, params ReadOnlySpan<Layer> layers) =>
        new([.. columns.Equals(..Features.Count) ? [] : (Layer[])[new Columns(columns)], .. layers]);

    private static int Kind(LearnedFeature feature) => feature.Categories == 0 ? (feature.Unit == 0 ? 0 : 1) : feature.Categories <= MostColumns ? 2 : 3;
}

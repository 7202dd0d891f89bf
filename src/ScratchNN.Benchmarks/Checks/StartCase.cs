namespace ScratchNN.Benchmarks;

/// <summary>Data and a model to begin to train.</summary>
internal sealed record StartCase(string Name, Samples X, int[] Labels, Func<Sequential> Model)
{
    private const int Rows = 64;

    /// <summary>784-128-10.</summary>
    public static StartCase Digits(Samples x, int[] labels) =>
        new($"MNIST, {x.Count} × {x.Shape.Size}", x, labels, () => new Sequential(new Dense(128), new ReLU(), new Dense(10), new Softmax()));

    /// <summary>Few rows, and as many columns as that.</summary>
    public static StartCase Columns(int columns) =>
        new($"{Rows} rows of {columns} columns, 4 classes", new Samples(Draw.Normal(Rows * columns), columns), LabelsOf(4), () =>
            new Sequential(new Dense(4), new Softmax()));

    /// <summary>Few rows and columns, and as many classes as that.</summary>
    public static StartCase Classes(int classes) =>
        new($"{Rows} rows of 4 columns, {classes} classes", new Samples(Draw.Normal(Rows * 4), 4), LabelsOf(classes), () =>
            new Sequential(new Dense(classes), new Softmax()));

    private static int[] LabelsOf(int classes) => [.. Enumerable.Range(0, Rows).Select(row => (int)((long)(row * 37 % Rows) * classes / Rows))];
}

namespace ScratchNN.Tables;

public sealed partial class TableEncoder
{
    private const int Steps = 2000;
    private const double NumberDecay = 300; // a prior counts as much as so many rows, however many there are: in a mean over rows, the less

    /// <summary>
    /// A network that does well on most tables without being tuned: after <see cref="InputLayer"/> the sum of a linear model and of two hidden layers, with an
    /// output for each class, or one.
    /// </summary>
    /// <remarks>
    /// The linear part learns what a linear model would; the deep part adds what that cannot. H.-T. Cheng et al.: Wide &amp; deep learning for recommender
    /// systems, DLRS 2016.
    /// </remarks>
    /// <param name="units">The units of a hidden layer. Default 128.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public Model NewModel(int units = 128)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Layer activation = ClassNames == null ? new ReLU() : new SiLU(); // each the better one on all tables of its kind that were tried
        var deep = new Block(new Dense(units), activation, new Dropout(0.5), new Dense(units), activation, new Dropout(0.5), new Dense(OutputCount));
        var sum = new Branches(new Dense(OutputCount), deep) { Merge = Merge.Add };
        return ClassNames == null ? new Sequential(InputLayer(), sum) : new Sequential(InputLayer(), sum, new Softmax());
    }

    /// <summary>
    /// Options for it: AdamW and one cycle of the learning rate, over as many epochs as make about 2000 steps; labels of classes are smoothed a little; of
    /// numbers weights decay, the more the fewer rows there are.
    /// </summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="seed">Seed of everything random. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public TrainerOptions NewOptions(int rows, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int batch = rows < 20_000 ? 32 : rows < 200_000 ? 128 : 512;
        return new()
        {
            Epochs = (int)Math.Clamp((long)Steps * batch / rows, 10, 500),
            BatchSize = batch,
            Seed = seed,
            Optimizer = new AdamW(0.004) { WeightDecay = ClassNames == null ? Math.Clamp(NumberDecay / rows, 0.05, 10) : 0.05 },
            Schedule = new OneCycle(),
            Loss = ClassNames == null ? null : new CrossEntropy { LabelSmoothing = 0.1 },
        };
    }
}

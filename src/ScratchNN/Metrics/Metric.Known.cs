namespace ScratchNN;

public abstract partial class Metric
{
    /// <summary>
    /// The share of samples with the right class, 0 to 1. With several yes-or-no outputs, a sample is right if all of them are. Outputs that are numbers have
    /// none.
    /// </summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>
    /// The correlation of predicted and actual classes, −1 to 1: 1 is best, and any constant guess has 0, however unequal the classes. Of several yes-or-no
    /// outputs, the mean of theirs.
    /// </summary>
    /// <remarks>
    /// B. W. Matthews, 1975; for several classes J. Gorodkin: Comparing two K-category assignments by a K-category correlation coefficient, 2004.
    /// </remarks>
    public static Metric Matthews { get; } = new MatthewsMetric();

    /// <summary>
    /// The mean of −ln p, p being the probability of what is right; of several yes-or-no outputs, the mean of theirs. 0 is best. Probabilities are clipped to
    /// 2⁻²³ … 1 − 2⁻²³, as scikit-learn does with floats, and those of classes divided by their sum. NaN where a sample of a Fit has an output outside 0 to 1,
    /// which is not a probability.
    /// </summary>
    public static Metric LogLoss { get; } = new LogLossMetric();

    /// <summary>
    /// The probability that a sample that is yes has a larger output than one that is no, equal outputs counting a half: the area under the ROC curve, 0 to 1,
    /// and 0.5 by chance. Of two classes the second output ranks class 1 against class 0; of more, the mean over the classes, each against all others; of
    /// several yes-or-no outputs, the mean of theirs.
    /// </summary>
    /// <remarks>
    /// NaN where a class is missing, or nothing else occurs; scikit-learn raises then. It needs all outputs at once (<see cref="TrainerOptions.Metrics"/>), and
    /// sorts them once for each class.
    /// </remarks>
    public static Metric RocAuc { get; } = new RocAucMetric();

    /// <summary>
    /// The mean of the precision at each recall, over all thresholds: 0 to 1, and the share of yes by chance. For rare classes it says more than
    /// <see cref="RocAuc"/>. Of several classes or outputs the mean of theirs, as there.
    /// </summary>
    /// <remarks>
    /// Not interpolated; 0 for a class that does not occur. It needs all outputs at once (<see cref="TrainerOptions.Metrics"/>), and sorts them once for each
    /// class.
    /// </remarks>
    public static Metric AveragePrecision { get; } = new AveragePrecisionMetric();

    /// <summary>The mean of the squared differences between outputs and targets, over samples and outputs. 0 is best.</summary>
    public static Metric MeanSquaredError { get; } = new SquaredErrorMetric();

    /// <summary>
    /// The square root of the mean squared difference between outputs and targets, in their unit; of several outputs, the mean of theirs. 0 is best.
    /// </summary>
    public static Metric RootMeanSquaredError { get; } = new RootSquaredErrorMetric();

    /// <summary>The mean distance between outputs and targets, in their unit, over samples and outputs. 0 is best.</summary>
    public static Metric MeanAbsoluteError { get; } = new AbsoluteErrorMetric();

    /// <summary>
    /// The share of the targets' variance that the outputs explain; of several outputs, the mean of theirs. 1 is best, 0 is a constant guess.
    /// </summary>
    public static Metric R2 { get; } = new R2Metric();

    /// <summary>
    /// The share of samples whose class has one of the k largest outputs. Of equal outputs the first ones count as larger, so that of k = 1 is the accuracy.
    /// </summary>
    /// <param name="k">At least 1, and below the number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static Metric TopK(int k) => new TopKMetric(k);

    /// <summary>Of the samples that were predicted to be of a class, the share that is: 0 to 1, and 0 where none was predicted.</summary>
    /// <remarks>
    /// For yes-or-no outputs the answer yes of each is a class: of one output, this is the precision of yes, for every <paramref name="average"/>.
    /// </remarks>
    /// <param name="average">How classes become one number. Default <see cref="Average.Macro"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such average.</exception>
    public static Metric Precision(Average average = Average.Macro) => new ClassScoreMetric(ClassScore.Precision, average);

    /// <summary>Of the samples of a class, the share that was predicted to be: 0 to 1, and 0 where none occurs.</summary>
    /// <remarks>
    /// For yes-or-no outputs the answer yes of each is a class: of one output, this is the recall of yes, for every <paramref name="average"/>.
    /// </remarks>
    /// <inheritdoc cref="Precision(Average)"/>
    public static Metric Recall(Average average = Average.Macro) => new ClassScoreMetric(ClassScore.Recall, average);

    /// <summary>
    /// The harmonic mean of precision and recall, 2·right / (predicted + actual), of each class: 0 to 1, and 0 where nothing of a class was right.
    /// </summary>
    /// <remarks>For yes-or-no outputs the answer yes of each is a class: of one output, this is the F1 of yes, for every <paramref name="average"/>.</remarks>
    /// <inheritdoc cref="Precision(Average)"/>
    public static Metric F1(Average average = Average.Macro) => new ClassScoreMetric(ClassScore.F1, average);

    /// <summary>Of the samples that were predicted to be of one class, the share that is: 0 to 1, and 0 where none was predicted.</summary>
    /// <param name="label">The class. With one yes-or-no output, 0 is no and 1 is yes; with several, the output, whose yes is meant.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="label"/> is below 0.</exception>
    public static Metric PrecisionOf(int label) => new ClassScoreMetric(ClassScore.Precision, label);

    /// <summary>Of the samples of one class, the share that was predicted to be: 0 to 1, and 0 where none occurs.</summary>
    /// <inheritdoc cref="PrecisionOf(int)"/>
    public static Metric RecallOf(int label) => new ClassScoreMetric(ClassScore.Recall, label);

    /// <summary>The harmonic mean of precision and recall of one class: 0 to 1, and 0 where nothing of it was right.</summary>
    /// <inheritdoc cref="PrecisionOf(int)"/>
    public static Metric F1Of(int label) => new ClassScoreMetric(ClassScore.F1, label);
}

using System.Runtime.Intrinsics;
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>What the guard promises.</summary>
/// <remarks>
/// Floors stand a tenth below what a quiet machine measures (see results/), lower where that varies from run to run (memcpy, exp, a whole step): a busy one
/// passes, a loss of a fifth does not, or not often. They differ by the width of the registers, as OpenBLAS, TensorPrimitives and the share of the peak do that
/// loads leave. Against OpenBLAS on AVX2 they are what is aimed for.
/// </remarks>
internal static class GuardRows
{
    public static IEnumerable<GuardRow> All =>
    [
        .. Kernels,
        .. Convolutions,
        .. OpenBlas.WhyAbsent == null ? AgainstOpenBlas : [],
        .. Predictions,
        .. Training,
        .. Environment.ProcessorCount > 1 ? OnTwoCores : [],
    ];

    private static IEnumerable<GuardRow> Kernels =>
    [
        //                                                AVX2   AVX-512
        ProductAtPeak(new(64, 128, 784),                  0.73,  0.78),
        ProductAtPeak(new(256, 256, 256),                 0.79,  0.81),
        ProductAtPeak(new(512, 512, 512),                 0.72,  0.73),
        ProductAtPeak(new(128, 512, 784),                 0.75,  0.83),
        ProductAtPeak(new(1024, 1024, 1024),              0.75,  0.78),
        ProductAtPeak(new(64, 2048, 784),                 0.45,  0.78),
        ProductAtPeak(new(32, 2048, 2048),                0.40,  0.75),
        Zeros(new(64, 128, 784),                          1.05,  1.10),
        Zeros(new(784, 128, 64, TransposedA: true),       1.05,  1.10),
        Softmax(new(60000, 10),                           3.00,  4.00),
        Softmax(new(4096, 1000),                          1.30,  1.20),
        SoftmaxAtMemcpy(new(4096, 1000),                  0.28,  0.35),
        Exp(new(1, 2048),                                 1.55,  1.20),
    ];

    private static IEnumerable<GuardRow> Convolutions =>
    [
        //                                                AVX2   AVX-512
        Forward(new(28, 1, 5, 6),                         0.40,  0.30),
        Forward(new(28, 1, 5, 24),                        0.80,  0.58),
        Forward(new(12, 6, 5, 16),                        0.80,  0.60),
        Forward(new(28, 16, 3, 16, IsSame: true),         0.80,  0.55),
        Forward(new(14, 32, 3, 32, IsSame: true),         0.82,  0.80),
        WeightGradient(new(28, 1, 5, 6),                  0.50,  0.38),
        WeightGradient(new(12, 6, 5, 16),                 0.80,  0.60),
        WeightGradient(new(28, 16, 3, 16, IsSame: true),  0.78,  0.60),
        WeightGradient(new(14, 32, 3, 32, IsSame: true),  0.82,  0.78),
        InputGradient(new(12, 6, 5, 16),                  0.55,  0.42),
        InputGradient(new(28, 16, 3, 16, IsSame: true),   0.76,  0.55),
        InputGradient(new(14, 32, 3, 32, IsSame: true),   0.82,  0.79),
        ForwardAtPatches(new(28, 1, 5, 6),                2.00,  2.00),
        ForwardAtPatches(new(28, 16, 3, 16, IsSame: true), 1.30, 1.30),
    ];

    private static IEnumerable<GuardRow> AgainstOpenBlas =>
    [
        //                                                AVX2   AVX-512
        Product(new(64, 128, 784),                        1.05,  1.05),
        Product(new(64, 10, 128),                         1.80,  0.60),
        Product(new(128, 512, 784),                       0.97,  0.97),
        Product(new(256, 256, 256),                       1.00,  1.00),
        Product(new(512, 512, 512),                       0.97,  0.97),
        Product(new(1024, 1024, 1024),                    0.97,  0.97),
        Product(new(42000, 20, 784),                      2.00,  2.00),
        Product(new(784, 20, 42000, TransposedA: true),   1.60,  1.60),
        Product(new(784, 128, 64, TransposedA: true),     1.10,  1.06),
        Product(new(60000, 128, 784),                     1.10,  1.10),
    ];

    private static IEnumerable<GuardRow> Predictions =>
    [
        //                                                AVX2   AVX-512
        Prediction(new("784-128-10", Rows: 1, Threads: 1),  1.10, 1.10),
        Prediction(new("784-128-10", Rows: 64, Threads: 1), 0.90, 0.90),
        Prediction(new("lenet", Rows: 64, Threads: 1),      1.10, 1.10),
    ];

    private static IEnumerable<GuardRow> Training =>
    [
        //                                                AVX2   AVX-512
        StepAtProducts(steps: 200,                        0.64,  0.60),
        FitWatched(images: 60_000, 0.98),
        new("784-128-10, bytes per step", Bound.AtMost(0), () => StepAllocations.PerStep(steps: 50, workers: 2), DependsOnMachine: false),
    ];

    private static IEnumerable<GuardRow> OnTwoCores =>
    [
        ProductOnTwoWorkers(new(512, 512, 512), 1.80),
        EpochOnTwoWorkers(steps: 200, 1.05),
        PredictionOnTwoThreads(new("784-128-10", Rows: 64, Threads: 2), 1.50),
    ];

    private static GuardRow ProductAtPeak(GemmShape shape, double avx2, double avx512) =>
        Speed($"{shape} : FMA peak", avx2, avx512, () => Gemm(shape), it => it.ScratchNN(), it => it.FmaPeak());

    private static GuardRow Forward(ConvolutionShape shape, double avx2, double avx512) =>
        Speed($"{shape} : FMA peak", avx2, avx512, () => ConvolutionOf(shape), it => it.Forward(), it => it.FmaPeak());

    private static GuardRow WeightGradient(ConvolutionShape shape, double avx2, double avx512) =>
        Speed($"{shape}, dW : FMA peak", avx2, avx512, () => ConvolutionOf(shape), it => it.WeightGradient(), it => it.FmaPeak());

    private static GuardRow InputGradient(ConvolutionShape shape, double avx2, double avx512) =>
        Speed($"{shape}, dX : FMA peak", avx2, avx512, () => ConvolutionOf(shape), it => it.InputGradient(), it => it.FmaPeak());

    private static GuardRow ForwardAtPatches(ConvolutionShape shape, double avx2, double avx512) =>
        Speed($"{shape} : patches and a product", avx2, avx512, () => ConvolutionOf(shape), it => it.Forward(), it => it.PatchesTimesWeights());

    private static GuardRow Zeros(GemmShape shape, double avx2, double avx512) =>
        Speed($"{shape with { HasZeros = true }} : none", avx2, avx512, () => (Zeros: Gemm(shape with { HasZeros = true }), None: Gemm(shape)),
            it => it.Zeros.ScratchNN(), it => it.None.ScratchNN());

    private static GuardRow Product(GemmShape shape, double avx2, double avx512) =>
        Speed($"{shape} : OpenBLAS", avx2, avx512, () => Gemm(shape), it => it.ScratchNN(), it => it.OpenBlas());

    private static GuardRow Softmax(RowShape shape, double avx2, double avx512) =>
        Speed($"softmax {shape} : TensorPrimitives", avx2, avx512, () => SoftmaxOf(shape), it => it.ScratchNN(), it => it.TensorPrimitivesByRow());

    private static GuardRow SoftmaxAtMemcpy(RowShape shape, double avx2, double avx512) =>
        Speed($"softmax {shape} : memcpy", avx2, avx512, () => SoftmaxOf(shape), it => it.ScratchNN(), it => it.Memcpy());

    private static GuardRow Exp(RowShape shape, double avx2, double avx512) =>
        Speed($"exp {shape} : TensorPrimitives", avx2, avx512, () => ExpOf(shape), it => it.ScratchNN(), it => it.TensorPrimitivesExp());

    private static GuardRow Prediction(PredictionSetting setting, double avx2, double avx512) =>
        Speed($"{setting} : ONNX Runtime", avx2, avx512, () => PredictionOf(setting), it => it.ScratchNN(), it => it.OnnxRuntime());

    private static GuardRow StepAtProducts(int steps, double avx2, double avx512) =>
        Speed("784-128-10, step : its products", avx2, avx512, () => new DigitTraining(steps, workers: 1), it => it.Fit(), it => it.Products());

    /// <summary>Samples of MNIST's size, of which an eighth cannot be learned: there always is something to learn.</summary>
    private static GuardRow FitWatched(int images, double floor) =>
        new("784-128-10, 10 epochs watched : not", Bound.AtLeast(floor), () =>
        {
            const int features = 784, classes = 10;
            float[] x = Draw.Normal(images * features);
            int[] labels = new int[images];
            for (int image = 0; image < images; image++)
            {
                labels[image] = image % classes;
                if (image % 8 > 0) x[(image * features) + labels[image]] += 3;
            }
            return WatchCost.Ratios(new Samples(x, features), labels).Fit;
        });

    private static GuardRow ProductOnTwoWorkers(GemmShape shape, double floor) =>
        new($"{shape}, 2 workers : 1", Bound.AtLeast(floor), () =>
        {
            var gemm = Gemm(shape);
            using var two = new Workers(2);
            return Interleaved.Ratio(() => gemm.Multiply(two), gemm.ScratchNN);
        });

    private static GuardRow EpochOnTwoWorkers(int steps, double floor) =>
        new("784-128-10, 2 workers : 1", Bound.AtLeast(floor), () =>
        {
            DigitTraining one = new(steps, workers: 1), two = new(steps, workers: 2);
            return Interleaved.Ratio(() => two.Fit(), () => one.Fit());
        });

    /// <summary>After a rest in which threads fall asleep, as they do between the requests to a server.</summary>
    private static GuardRow PredictionOnTwoThreads(PredictionSetting setting, double floor) =>
        new($"{setting} : 1", Bound.AtLeast(floor), () =>
        {
            using PredictBenchmarks one = PredictionOf(setting with { Threads = 1 }), two = PredictionOf(setting);
            return Interleaved.Ratio(two.ScratchNN, one.ScratchNN, rest: TimeSpan.FromMilliseconds(30));
        });

    /// <summary>A floor for how many times as fast we are.</summary>
    private static GuardRow Speed<T>(string name, double avx2, double avx512, Func<T> setUp, Action<T> ours, Action<T> other) =>
        new(name, Bound.AtLeast(Vector512.IsHardwareAccelerated ? avx512 : avx2), () =>
        {
            var data = setUp();
            return Interleaved.Ratio(() => ours(data), () => other(data));
        });

    private static GemmBenchmarks Gemm(GemmShape shape)
    {
        var gemm = new GemmBenchmarks { Shape = shape };
        gemm.Setup();
        return gemm;
    }

    private static ConvolutionBenchmarks ConvolutionOf(ConvolutionShape shape)
    {
        var convolution = new ConvolutionBenchmarks { Shape = shape };
        convolution.Setup();
        return convolution;
    }

    private static PredictBenchmarks PredictionOf(PredictionSetting setting)
    {
        var prediction = new PredictBenchmarks { Setting = setting };
        prediction.Setup();
        return prediction;
    }

    private static SoftmaxBenchmarks SoftmaxOf(RowShape shape)
    {
        var softmax = new SoftmaxBenchmarks { Shape = shape };
        softmax.Setup();
        return softmax;
    }

    private static ExpBenchmarks ExpOf(RowShape shape)
    {
        var exp = new ExpBenchmarks { Shape = shape };
        exp.Setup();
        return exp;
    }
}

using ScratchNN.Kernels;

namespace ScratchNN.GuardPages;

/// <summary>Row kernels, sums and elementwise kernels on spans between guard pages, at the width that the machine picks.</summary>
internal sealed class OtherKernels : IDisposable
{
    private const int LargestLength = 520 * 520;

    private static readonly int[] _columns = [.. Enumerable.Range(1, 35), 63, 64, 65, 100, 767, 768, 769, 1000, 1535, 1536, 1537]; // chunks of 1536
    private static readonly int[] _rows = [0, 1, 2, 3, 4, 5, 7, 16, 17];

    private readonly GuardedBuffer _x = new(LargestLength), _y = new(LargestLength), _z = new(LargestLength), _w = new(LargestLength);
    private readonly GuardedBuffer _losses = new(LargestLength), _labels = new(LargestLength), _indices = new(LargestLength);
    private readonly float[] _gaussian = ElasticField.Weights(2);
    private readonly float[] _drawn = new float[LargestLength];

    public OtherKernels() => new RandomStream(seed: 2, stream: 0).FillNormal(_drawn, 1);

    public int Count { get; private set; }

    public void Run()
    {
        foreach (bool atEnd in (bool[])[true, false])
        {
            foreach (int columns in _columns)
                foreach (int rows in columns < RowKernels.Partials ? [.. _rows, RowKernels.RowsPerChunk(columns) + 1] : _rows)
                    RunRows(rows, columns, atEnd);
            foreach (int columns in (int[])[.. Enumerable.Range(1, 35), 63, 64, 65, 511, 512, 513])
                foreach (int rows in (int[])[0, 1, 2, 7, 255, 256, 257, 513])
                {
                    Announce("Sums.OverRows", rows, columns, atEnd);
                    Sums.OverRows(Drawn(_x, rows * columns, atEnd), _y.Take<float>(columns, atEnd), Workers.None);
                }
            Announce("RowKernels.Fold", 1, 16, atEnd);
            _ = RowKernels.Fold(Drawn(_x, 16, atEnd));
            foreach (int rows in (int[])[1, 2, 15, 16, 18, 35])
                foreach (int steps in (int[])[.. Enumerable.Range(1, 17), 31, 33, 80, 256, 300])
                {
                    var kept = _labels.Take<ulong>(NonzeroSteps.Length(rows, steps), atEnd);
                    Announce("NonzeroSteps.Find", rows, steps, atEnd);
                    NonzeroSteps.Find(MatrixView.RowMajor(Drawn(_x, rows * steps, atEnd), steps), rows, steps, kept);
                    NonzeroSteps.Find(MatrixView.Transposed(Drawn(_x, rows * steps, atEnd), rows), rows, steps, kept);
                }
            foreach (int rows in (int[])[.. Enumerable.Range(0, 18), 33])
                foreach (int columns in (int[])[.. Enumerable.Range(0, 18), 33])
                {
                    Announce("Transposition.Copy", rows, columns, atEnd);
                    Transposition.Copy(Drawn(_x, rows * columns, atEnd), columns, _y.Take<float>(rows * columns, atEnd), rows, rows, columns);
                    Announce("Transposition.OfEach", rows, columns, atEnd);
                    Transposition.OfEach(Drawn(_x, 2 * rows * columns, atEnd), _y.Take<float>(2 * rows * columns, atEnd), 2, rows, columns);
                    if (rows * columns > 0) RunGather(rows, columns, atEnd);
                }
            foreach (int channels in (int[])[1, 2, 3, 8, 17])
                foreach (var grid in (WindowGrid[])
                [
                    Padding.Valid.Grid(7, 9, channels, 3, 1), Padding.Same.Grid(7, 6, channels, (2, 4), (2, 1)), Padding.Of(2, 0, 1, 1)
                        .Grid(5, 4, channels, 3, 2), Padding.Valid.Grid(3, 5, channels, (3, 5), 1),
                ])
                    foreach (int filters in (int[])[1, 3, 4, 5, 6, 8, 11, 16, 19, 24, 32, 48, 51]) RunWindows(grid, filters, atEnd);
            foreach (int filters in (int[])[1, 3, 6, 7]) RunWindows(Padding.Of(1, 0, 0, 2).Grid(5, 6, 1, (4, 5), 1), filters, atEnd); // of which dW stacks
            foreach (int length in (int[])[.. Enumerable.Range(0, 71), 4095, 4096, 4097, 4113, 8191])
                RunElements(length, atEnd);
        }
    }

    private void RunGather(int rows, int columns, bool atEnd)
    {
        const int Indices = 13;
        Span<float> table = Drawn(_x, rows * columns, atEnd), y = _y.Take<float>(Indices * columns, atEnd), indices = _losses.Take<float>(Indices, atEnd);
        for (int i = 0; i < Indices; i++) indices[i] = i * 5 % rows;
        Announce("RowKernels.IndexOfNoIndex", 1, Indices, atEnd);
        _ = RowKernels.IndexOfNoIndex(indices, rows);
        Announce("RowKernels.Gather", rows, columns, atEnd);
        RowKernels.Gather(table, indices, y, columns, Workers.None);
        Announce("RowKernels.OneHot", rows, columns, atEnd);
        RowKernels.OneHot(indices, _z.Take<float>(Indices * rows, atEnd), [rows], first: 0);
        Announce("RowKernels.GatherGradient", rows, columns, atEnd);
        RowKernels.GatherGradient(indices, y, table, columns, Workers.None);
        Announce("RowKernels.CopyColumns", rows, columns, atEnd);
        RowKernels.CopyColumns(table, columns, y[..1], 1, 1, 1);
        RowKernels.CopyColumns(Drawn(_x, rows * columns, atEnd)[(columns - 1)..], columns, _y.Take<float>(rows, atEnd), 1, 1, rows);
    }

    private void RunRows(int rows, int columns, bool atEnd)
    {
        int length = rows * columns;
        Span<float> x = Drawn(_x, length, atEnd), y = _y.Take<float>(length, atEnd), z = _z.Take<float>(length, atEnd);
        Span<float> losses = _losses.Take<float>(rows, atEnd), targets = _w.Take<float>(length, atEnd);
        var labels = _labels.Take<int>(rows, atEnd);
        for (int row = 0; row < rows; row++) labels[row] = row == 0 ? columns - 1 : row % columns;

        int chunk = Math.Min(rows, RowKernels.RowsPerChunk(columns));
        var scratch = new PooledBuffer<float>(columns < RowKernels.Partials ? AlignedBuffer.MostFor(RowKernels.WholeRegisters(chunk) * columns)
            : chunk * columns);
        scratch.Return();
        Announce("RowKernels.LogSoftmax", rows, columns, atEnd);
        RowKernels.LogSoftmax(x, y, columns, Workers.None);
        Announce("RowKernels.LogSumExp", rows, columns, atEnd);
        RowKernels.LogSumExp(x, losses, columns, Workers.None);
        Announce("RowKernels.ArgMax", rows, columns, atEnd);
        RowKernels.ArgMax(x, _indices.Take<int>(rows, atEnd), columns);
        Announce("RowKernels.Softmax", rows, columns, atEnd);
        RowKernels.Softmax(x, y, columns, Workers.None);
        y.CopyTo(targets);
        Announce("RowKernels.Standardize", rows, columns, atEnd);
        if (rows > 0) RowKernels.Standardize(x, z, x[..columns], y[..columns], Workers.None);
        Announce("RowKernels.Unstandardize", rows, columns, atEnd);
        if (rows > 0) RowKernels.Unstandardize(x, z, x[..columns], y[..columns], Workers.None);
        Announce("RowKernels.SoftmaxGradient", rows, columns, atEnd);
        RowKernels.SoftmaxGradient(y, x, z, columns, Workers.None);
        Announce("RowKernels.Softmax in place", rows, columns, atEnd);
        RowKernels.Softmax(z, z, columns, Workers.None);

        foreach (bool hasGradient in (bool[])[true, false])
        {
            var gradient = hasGradient ? z : default;
            Announce("RowKernels.CrossEntropy with labels", rows, columns, atEnd);
            RowKernels.CrossEntropy(x, labels, default, losses, gradient, columns, Workers.None);
            Announce("RowKernels.CrossEntropy with targets", rows, columns, atEnd);
            RowKernels.CrossEntropy(x, default, targets, losses, gradient, columns, Workers.None);
            Announce("RowKernels.CrossEntropy, smoothed, with an ignored label", rows, columns, atEnd);
            RowKernels.CrossEntropy(x, labels, default, losses, gradient, columns, Workers.None, smoothing: 0.1, ignored: 1);
            RowKernels.CrossEntropy(x, default, targets, losses, gradient, columns, Workers.None, smoothing: 0.1);
            RunLosses(new ElementLosses.Squared());
            RunLosses(new ElementLosses.Absolute());
            RunLosses(new ElementLosses.Huber(1));
            RunLosses(new ElementLosses.Binary(0.1));

            void RunLosses<TLoss>(TLoss loss) where TLoss : struct, IElementLoss
            {
                Span<float> x = _x.Take<float>(length, atEnd), targets = _w.Take<float>(length, atEnd), y = hasGradient ? _z.Take<float>(length, atEnd)
                    : default;
                Announce($"RowKernels.LossesOfElements of {typeof(TLoss).Name} with labels", rows, columns, atEnd);
                RowKernels.LossesOfElements(loss, x, _labels.Take<int>(rows, atEnd), default, _losses.Take<float>(rows, atEnd), y, columns, Workers.None);
                Announce($"RowKernels.LossesOfElements of {typeof(TLoss).Name} with targets", rows, columns, atEnd);
                RowKernels.LossesOfElements(loss, x, default, targets, _losses.Take<float>(rows, atEnd), y, columns, Workers.None);
            }
        }
        if (rows > 0)
        {
            Announce("Elementwise.Dropout", rows, columns, atEnd);
            Elementwise.Dropout(x, y, columns, 0.5f, 2, 1, 2, Workers.None);
            Announce("Elementwise.AddNoise", rows, columns, atEnd);
            Elementwise.AddNoise(x, y, columns, 0.5f, 1, 2, Workers.None);
            RunImages(rows, columns, atEnd);
            Span<float> mean = _w.Take<float>(columns, atEnd), deviation = _losses.Take<float>(columns, atEnd);
            Announce("Standardization.Merge", rows, columns, atEnd);
            Standardization.Merge(x, mean, deviation, 0);
            Announce("Standardization.Apply", rows, columns, atEnd);
            Standardization.Apply(x, y, mean, deviation, Workers.None);
            Announce("Standardization.Gradient", rows, columns, atEnd);
            Standardization.Gradient(x, y, deviation, Workers.None);
            RunNormalization(rows, columns, atEnd);
        }
        scratch.RequireSentinels("scratch of a chunk");
        if (rows > 0 && !scratch.IsUsed) throw new InvalidOperationException("The scratch of a chunk that is watched is not the one that the kernels rent.");
    }

    /// <summary>One image.</summary>
    private void RunImages(int height, int width, bool atEnd)
    {
        foreach (int channels in (int[])[1, 2])
        {
            int length = height * width * channels;
            var elastic = new ElasticField(_gaussian, 9);
            Span<float> x = Drawn(_x, length, atEnd), y = _y.Take<float>(length, atEnd),
                scratch = _w.Take<float>((int)Resampling.ScratchSize(elastic, height, width, channels), atEnd);
            Announce("Resampling.Forward", height, width, atEnd);
            Resampling.Forward(elastic, x, y, scratch, height, width, channels, 1, 2, Workers.None);
            Announce("Resampling.Backward", height, width, atEnd);
            Resampling.Backward(elastic, y, x, scratch, height, width, channels, 1, 2, Workers.None);
        }
    }

    private void RunNormalization(int rows, int columns, bool atEnd)
    {
        int length = rows * columns;
        Span<float> x = Drawn(_x, length, atEnd), y = _y.Take<float>(length, atEnd), normalized = _z.Take<float>(length, atEnd);
        Span<float> shift = _w.Take<float>(columns, atEnd), variance = _losses.Take<float>(columns, atEnd), inverse = _labels.Take<float>(columns, atEnd);
        var scratch = _indices.Take<float>(2 * (int)Channels.SumScratch(rows, columns), atEnd);
        float[] change = new float[2 * columns];
        Announce("BatchNormalization.Moments", rows, columns, atEnd);
        BatchNormalization.Moments(x, shift, variance, scratch, Workers.None);
        Announce("BatchNormalization.InverseRoots", rows, columns, atEnd);
        BatchNormalization.InverseRoots(variance, inverse, 1e-5);
        Announce("BatchNormalization.Normalize", rows, columns, atEnd);
        BatchNormalization.Normalize(x, y, x[..columns], shift, inverse, variance, shift, Workers.None);
        Announce("BatchNormalization.ParameterGradients", rows, columns, atEnd);
        BatchNormalization.ParameterGradients(x, y, variance, change, x[..columns], shift, inverse, scratch, Workers.None);
        Announce("BatchNormalization.BiasGradient", rows, columns, atEnd);
        BatchNormalization.BiasGradient(y, variance, scratch, Workers.None);
        Announce("BatchNormalization.InputGradient", rows, columns, atEnd);
        BatchNormalization.InputGradient(x, y, normalized, x[..columns], shift, inverse, variance, shift, inverse, Workers.None);
        Announce("BatchNormalization.FrozenInputGradient", rows, columns, atEnd);
        BatchNormalization.FrozenInputGradient(y, normalized, inverse, variance, Workers.None);
        Announce("Channels.Sum", rows, columns, atEnd);
        Announce("Channels.SumBoth", rows, columns, atEnd);
        Announce("Channels.SumOfBlock", rows, columns, atEnd);
        Announce("Channels.ForEach", rows, columns, atEnd); // of the kernels above
        Announce("BatchNormalization.ChangeOfRunning", rows, columns, atEnd);
        BatchNormalization.ChangeOfRunning(shift, shift, variance, new float[2 * columns], change, 1, 1);
        var ofRows = _labels.Take<float>(rows, atEnd);
        Announce("LayerNormalization.Normalize", rows, columns, atEnd);
        LayerNormalization.Normalize(x, normalized, y, ofRows, variance, shift, 1e-5, Workers.None);
        Announce("LayerNormalization.InputGradient", rows, columns, atEnd);
        LayerNormalization.InputGradient(normalized, x, y, ofRows, variance, Workers.None);
        Announce("LayerNormalization.ScaleGradient", rows, columns, atEnd);
        LayerNormalization.ScaleGradient(normalized, x, variance, scratch, Workers.None);
    }

    private void RunWindows(in WindowGrid grid, int filters, bool atEnd)
    {
        const int Images = 3;
        int places = grid.Places, size = grid.WindowSize;
        Span<float> x = Drawn(_x, Images * grid.ImageSize, atEnd), dx = _y.Take<float>(x.Length, atEnd), w = Drawn(_w, grid.WindowSize * filters, atEnd);
        Span<float> y = Drawn(_losses, Images * grid.Places * filters, atEnd), dw = _labels.Take<float>(w.Length, atEnd);
        var bias = Drawn(_z, filters, atEnd);
        Run("ConvolutionKernels.Forward");
        ConvolutionKernels.Forward(x, w, bias, y, grid, Images, Workers.None);
        Run("GemmKernels.MultiplyPixels");
        if (System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated)
        {
            const int Blocks = 2, Pixels = Blocks * 24, LastTap = 5;
            int count = Math.Min(4, filters);
            GemmKernels.MultiplyPixels<F32x8>(
                Drawn(_x, Pixels + LastTap, atEnd), [0, 1, LastTap], Drawn(_w, 3 * filters, atEnd)[(filters - count)..], filters, count,
                    Drawn(_z, count, atEnd), _y.Take<float>(count * Pixels, atEnd), Pixels, Blocks);
        }
        Run("ConvolutionKernels.WeightGradient");
        ConvolutionKernels.WeightGradient(x, y, dw, grid, Images, Workers.None);
        Run("ConvolutionKernels.InputGradient");
        ConvolutionKernels.InputGradient(y, w, dx, grid, Images, Workers.None);
        y = _losses.Take<float>(Images * grid.Places * grid.Channels, atEnd);
        Run("PoolKernels.Max");
        PoolKernels.Max(x, y, grid, Images, Workers.None);
        Run("PoolKernels.MaxGradient");
        PoolKernels.MaxGradient(x, y, y, dx, grid, Images, Workers.None);
        Run("PoolKernels.Average");
        PoolKernels.Average(x, y, countsPadding: false, grid, Images, Workers.None);
        Run("PoolKernels.AverageGradient");
        PoolKernels.AverageGradient(y, dx, countsPadding: false, grid, Images, Workers.None);
        y = _losses.Take<float>(Images * grid.Channels, atEnd);
        Run("PoolKernels.GlobalAverage");
        PoolKernels.GlobalAverage(x, y, grid.Channels, Images, Workers.None);
        Run("PoolKernels.GlobalAverageGradient");
        PoolKernels.GlobalAverageGradient(y, dx, grid.Channels, Images, Workers.None);

        void Run(string kernel) => Announce(kernel, places, size, atEnd);
    }

    private void RunElements(int length, bool atEnd)
    {
        Span<float> w = Drawn(_w, length, atEnd), g = Drawn(_x, length, atEnd), m = Drawn(_y, length, atEnd), v = _z.Take<float>(length, atEnd);
        v.Fill(1);
        Announce("Sums.OfSquares", 1, length, atEnd);
        _ = Sums.OfSquares(g);
        Announce("Philox.Fill", 1, length, atEnd);
        Philox.Fill(System.Runtime.InteropServices.MemoryMarshal.Cast<float, uint>(v), 1, 2);
        Announce("Philox.FillUniform", 1, length, atEnd);
        Philox.FillUniform(v, 1, 2);
        v.Fill(1);
        RunActivation(new Activations.ReLU(), g, m, w, atEnd);
        RunActivation(new Activations.LeakyReLU(0.1f), g, m, w, atEnd);
        RunActivation(new Activations.ELU(1), g, m, w, atEnd);
        RunActivation(new Activations.GELU(), g, m, w, atEnd);
        RunActivation(new Activations.ApproximateGELU(), g, m, w, atEnd);
        RunActivation(new Activations.SiLU(), g, m, w, atEnd);
        RunActivation(new Activations.Softplus(), g, m, w, atEnd);
        RunActivation(new Activations.Sigmoid(), g, m, w, atEnd);
        RunActivation(new Activations.Tanh(), g, m, w, atEnd);
        Announce("Elementwise.Add", 1, length, atEnd);
        Elementwise.Add(w, g);
        Announce("Elementwise.Multiply", 1, length, atEnd);
        Elementwise.Multiply(w, 0.5f);
        Announce("Elementwise.Sgd", 1, length, atEnd);
        Elementwise.Sgd(w, g, 0.1f, 0.01f);
        Announce("Elementwise.Momentum", 1, length, atEnd);
        Elementwise.Momentum(w, g, m, 0.1f, 0.9f, 0.01f, looksAhead: length % 2 == 0);
        Announce("Elementwise.Adam", 1, length, atEnd);
        Elementwise.Adam(w, g, m, v, 0.1f, 1, 0.9f, 0.999f, 1e-8f, 0.01f);
        Announce("Elementwise.RmsProp", 1, length, atEnd);
        Elementwise.RmsProp(w, g, v, 0.1f, 0.9f, 1e-8f);
        Announce("Elementwise.RmsProp with momentum", 1, length, atEnd);
        Elementwise.RmsProp(w, g, v, m, 0.1f, 0.9f, 1e-8f, 0.9f);
        Announce("Elementwise.AdaGrad", 1, length, atEnd);
        Elementwise.AdaGrad(w, g, v, 0.1f, 1e-10f);
        Announce("Elementwise.Clip", 1, length, atEnd);
        Elementwise.Clip(w, 0.5f);
        Announce("Finite.Are", 1, length, atEnd);
        _ = Finite.Are(g);
        Announce("Finite.IndexOfFirstNot", 1, length, atEnd);
        _ = Finite.IndexOfFirstNot(g);
        Announce("Magnitude.RootMeanSquare", 1, length, atEnd);
        _ = Magnitude.RootMeanSquare(g);
        Announce("Magnitude.Largest", 1, length, atEnd);
        _ = Magnitude.Largest(g);
        Announce("Magnitude.LargestFinite", 1, length, atEnd);
        _ = Magnitude.LargestFinite(g);
        Announce("RowKernels.Sum", 1, length, atEnd);
        _ = RowKernels.Sum(g);
    }

    private void RunActivation<TActivation>(TActivation f, ReadOnlySpan<float> x, Span<float> y, Span<float> dx, bool atEnd) where TActivation : IActivation
    {
        Announce($"Elementwise.Activate {typeof(TActivation).Name}", 1, x.Length, atEnd);
        Elementwise.Activate(f, x, y);
        Announce($"Elementwise.ActivationGradient {typeof(TActivation).Name}", 1, x.Length, atEnd);
        Elementwise.ActivationGradient(f, x, y, x, dx);
    }

    private void Announce(string kernel, int rows, int columns, bool atEnd)
    {
        Count++;
        Console.WriteLine($"{kernel} {rows} × {columns}, against the {(atEnd ? "end" : "start")}");
    }

    private Span<float> Drawn(GuardedBuffer buffer, int length, bool atEnd)
    {
        var values = buffer.Take<float>(length, atEnd);
        _drawn.AsSpan(0, length).CopyTo(values);
        return values;
    }

    public void Dispose()
    {
        foreach (var buffer in (GuardedBuffer[])[_x, _y, _z, _w, _losses, _labels, _indices]) buffer.Dispose();
    }
}

using ScratchNN.Tests;

namespace ScratchNN.Interop.Tests;

/// <summary>What this library computes, judged by the ONNX project's own tests of its operators (v1.22.0).</summary>
public sealed class OnnxNodeTests
{
    private const double Relative = 1e-5, Absolute = 1e-7; // theirs: 1e-3 and 1e-7

    private const string NoFactor = "Gemm has no factors";

    private static readonly Dictionary<string, Action<OnnxNode>> _tests = new()
    {
        ["test_gemm_default_matrix_bias"] = node => Multiply(node, rows: 3, c: node.Inputs[2].Floats),
        ["test_gemm_default_no_bias"] = node => Multiply(node, rows: 2),
        ["test_gemm_default_scalar_bias"] = node => Multiply(node, rows: 2, bias: Repeated(node.Inputs[2].Floats, 4)),
        ["test_gemm_default_single_elem_vector_bias"] = node => Multiply(node, rows: 3, bias: Repeated(node.Inputs[2].Floats, 3)),
        ["test_gemm_default_vector_bias"] = node => Multiply(node, rows: 2, bias: node.Inputs[2].Floats),
        ["test_gemm_default_zero_bias"] = node => Multiply(node, rows: 3, bias: node.Inputs[2].Floats),
        ["test_gemm_transposeA"] = MultiplyTransposedA,
        ["test_basic_conv_with_padding"] = node => Convolve(node, new Conv2D(1, 3) { Padding = Padding.Of(1), UseBias = false }),
        ["test_basic_conv_without_padding"] = node => Convolve(node, new Conv2D(1, 3) { UseBias = false }),
        ["test_conv_with_autopad_same"] = node => Convolve(node, new Conv2D(1, 3) { Stride = 2, Padding = Padding.Same, UseBias = false }),
        ["test_conv_with_strides_and_asymmetric_padding"] = node =>
            Convolve(node, new Conv2D(1, 3) { Stride = 2, Padding = Padding.Of(1, 0, 1, 0), UseBias = false }),
        ["test_conv_with_strides_no_padding"] = node => Convolve(node, new Conv2D(1, 3) { Stride = 2, UseBias = false }),
        ["test_averagepool_2d_default"] = node => PredictImages(new AveragePool2D(2) { Stride = 1 }, node),
        ["test_averagepool_2d_pads_count_include_pad"] = node =>
            PredictImages(new AveragePool2D(3) { Stride = 1, Padding = Padding.Of(2), CountsPadding = true }, node),
        ["test_globalaveragepool"] = node => PredictImages(new GlobalAveragePool2D(), node),
        ["test_globalaveragepool_precomputed"] = node => PredictImages(new GlobalAveragePool2D(), node),
        ["test_maxpool_2d_ceil"] = node => PredictImages(new MaxPool2D(3) { Stride = 2, Padding = Padding.Of(0, 0, 1, 1) }, node),
        ["test_maxpool_2d_default"] = node => PredictImages(new MaxPool2D(2) { Stride = 1 }, node),
        ["test_maxpool_2d_pads"] = node => PredictImages(new MaxPool2D(3) { Stride = 1, Padding = Padding.Of(2) }, node),
        ["test_maxpool_2d_precomputed_pads"] = node => PredictImages(new MaxPool2D(5) { Stride = 1, Padding = Padding.Of(2) }, node),
        ["test_maxpool_2d_precomputed_strides"] = node => PredictImages(new MaxPool2D(2), node),
        ["test_relu"] = node => Predict(new ReLU(), node),
        ["test_leakyrelu"] = node => Predict(new LeakyReLU(0.1), node),
        ["test_leakyrelu_default"] = node => Predict(new LeakyReLU(), node),
        ["test_elu"] = node => Predict(new ELU(2), node),
        ["test_elu_default"] = node => Predict(new ELU(), node),
        ["test_gelu_default_1"] = node => Predict(new GELU(), node),
        ["test_flatten_axis1"] = node => PredictImages(new Flatten(), node),
        ["test_flatten_default_axis"] = node => PredictImages(new Flatten(), node),
        ["test_sigmoid"] = node => Predict(new Sigmoid(), node),
        ["test_sigmoid_example"] = node => Predict(new Sigmoid(), node),
        ["test_tanh"] = node => Predict(new Tanh(), node),
        ["test_tanh_example"] = node => Predict(new Tanh(), node),
        ["test_softmax_axis_0"] = node => Predict(new Softmax(), node, axis: 0),
        ["test_softmax_axis_1"] = node => Predict(new Softmax(), node, axis: 1),
        ["test_softmax_axis_2"] = node => Predict(new Softmax(), node, axis: 2),
        ["test_softmax_default_axis"] = node => Predict(new Softmax(), node, axis: 2),
        ["test_softmax_example"] = node => Predict(new Softmax(), node, axis: 1),
        ["test_softmax_negative_axis"] = node => Predict(new Softmax(), node, axis: 2),
        ["test_batchnorm_epsilon"] = node => Normalize(node, epsilon: 1e-2, isTraining: false),
        ["test_batchnorm_example"] = node => Normalize(node, epsilon: 1e-5, isTraining: false),
        ["test_batchnorm_example_training_mode"] = node => Normalize(node, epsilon: 1e-5, isTraining: true),
        ["test_layer_normalization_2d_axis1"] = NormalizeRows,
        ["test_logsoftmax_axis_0"] = node => LogSoftmax(node, axis: 0),
        ["test_logsoftmax_axis_1"] = node => LogSoftmax(node, axis: 1),
        ["test_logsoftmax_axis_2"] = node => LogSoftmax(node, axis: 2),
        ["test_logsoftmax_default_axis"] = node => LogSoftmax(node, axis: 2),
        ["test_logsoftmax_example_1"] = node => LogSoftmax(node, axis: 1),
        ["test_logsoftmax_negative_axis"] = node => LogSoftmax(node, axis: 2),
        ["test_sce_mean"] = node => AssertOutput(node, [Losses(node).Average()]),
        ["test_sce_none"] = node => AssertOutput(node, Losses(node)),
        ["test_sce_sum"] = node => AssertOutput(node, [Losses(node).Sum()]),
        ["test_sce_mean_no_weight_ii"] = node => AssertOutput(node, [Mean(node, new CrossEntropy { IgnoredLabel = 2 })]),
        ["test_sce_mean_weight"] = node =>
            AssertOutput(node, [Mean(node, new CrossEntropy(), ClassWeights.Of(node.Inputs[2].Floats).For(node.Inputs[1].Labels))]),
        ["test_adagrad"] = node => Step(new AdaGrad(0.1) { Epsilon = 1e-5 }, node),
        ["test_adagrad_multiple"] = node => StepBoth(new AdaGrad(0.1) { Epsilon = 1e-5 }, node),
        ["test_adam"] = node => Step(new Adam(0.1f) { Beta1 = 0.95f, Beta2 = 0.1f, Epsilon = 1e-7f }, node),
        ["test_momentum"] = node => Step(new Sgd(0.1f) { Momentum = 0.95f }, node),
    };

    private static readonly Dictionary<string, string> _skipped = new()
    {
        ["test_gemm_all_attributes"] = NoFactor,
        ["test_gemm_alpha"] = NoFactor,
        ["test_nllloss_NC"] = "CrossEntropy takes logits, this test numbers that are not logarithms of probabilities",
    };

    public static TheoryData<string> Names => [.. _tests.Keys];

    [SharedTheory(OnnxNode.Relative), MemberData(nameof(Names))]
    public void OnnxNode_OfTheProject_GivesItsOutput(string name) => _tests[name](new OnnxNode(name));

    [SharedFact(OnnxNode.Relative)]
    public void Index_HasATestOrAReasonForEveryCase() => Assert.Equal(
        Directory.GetDirectories(SharedFolder.Resolve(OnnxNode.Relative)).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal),
        _tests.Keys.Concat(_skipped.Keys).Order(StringComparer.Ordinal));

    private static void Multiply(OnnxNode node, int rows, float[]? bias = null, float[]? c = null)
    {
        float[] a = node.Inputs[0].Floats, b = node.Inputs[1].Floats, y = c ?? new float[node.Outputs[0].Floats.Length];
        Gemm.Multiply(a, b, y, rows, y.Length / rows, a.Length / rows, bias: bias, accumulate: c != null);
        AssertOutput(node, y);
    }

    private static void MultiplyTransposedA(OnnxNode node)
    {
        float[] y = new float[12];
        Gemm.MultiplyTransposedA(node.Inputs[0].Floats, node.Inputs[1].Floats, y, 3, 4, 6, bias: node.Inputs[2].Floats);
        AssertOutput(node, y);
    }

    /// <summary>A layer whose rows are the lines along an axis; by default, all is one row.</summary>
    private static void Predict(Layer layer, OnnxNode node, int? axis = null)
    {
        float[] x = axis is { } rows ? node.Inputs[0].Along(rows) : node.Inputs[0].Floats, y = new float[x.Length];
        var model = new Sequential(layer);
        model.Build(axis is { } line ? node.Inputs[0].Dimensions[line] : x.Length);
        model.Predict(x, y);
        AssertClose(axis is { } lines ? node.Outputs[0].Along(lines) : node.Outputs[0].Floats, y);
    }

    /// <summary>A batch norm of images, which have their channels first. Inputs: x, scale, bias, mean, variance.</summary>
    private static void Normalize(OnnxNode node, double epsilon, bool isTraining)
    {
        var (x, dimensions) = (node.Inputs[0], node.Inputs[0].Dimensions);
        int n = dimensions[0], channels = dimensions[1];
        var shape = new Shape(dimensions[2], dimensions[3], channels);
        float[] input = x.Along(1), y = new float[input.Length], gradient = new float[4 * channels],
            parameters = [.. node.Inputs[1..].SelectMany(tensor => tensor.Floats)];
        var layer = new BatchNorm { Epsilon = epsilon };
        float[] cache = new float[layer.CacheSize(shape, n)];
        layer.Forward(
            new ForwardPass { Parameters = parameters, Input = input, Output = y, Cache = cache, BatchSize = n, InputShape = shape, IsTraining = isTraining });
        AssertClose(node.Outputs[0].Along(1), y);
        if (!isTraining) return;

        layer.Backward(
            new BackwardPass
            {
                Parameters = parameters, Input = input, Output = y, OutputGradient = y, Cache = cache, ParameterGradient = gradient,
                BatchSize = n, InputShape = shape
            });
        float rows = input.Length / channels; // they keep the variance of the batch as it is, PyTorch and this library Σ (x − μ)² / (M − 1)
        for (int c = 0; c < channels; c++)
        {
            float variance = parameters[(3 * channels) + c];
            gradient[(3 * channels) + c] = (((gradient[(3 * channels) + c] + (0.1f * variance)) * (rows - 1) / rows) - (0.1f * variance));
        }
        AssertClose([.. node.Outputs[1].Floats, .. node.Outputs[2].Floats],
            [.. parameters.Zip(gradient, (value, change) => value + change).Skip(2 * channels)]);
    }

    private static void NormalizeRows(OnnxNode node)
    {
        var layer = new LayerNorm();
        float[] x = node.Inputs[0].Floats, y = new float[x.Length];
        int rows = node.Inputs[0].Dimensions[0];
        layer.Forward(new ForwardPass
        {
            Parameters = [.. node.Inputs[1].Floats, .. node.Inputs[2].Floats],
            Input = x,
            Output = y,
            Cache = new float[layer.CacheSize(x.Length / rows, rows)],
            BatchSize = rows,
            InputShape = x.Length / rows,
        });
        AssertOutput(node, y);
    }

    /// <summary>A layer of images; theirs have channels first.</summary>
    private static void PredictImages(Layer layer, OnnxNode node, float[]? weight = null)
    {
        int[] dimensions = node.Inputs[0].Dimensions;
        var model = new Sequential(layer);
        model.Build(new Shape(dimensions[2], dimensions[3], dimensions[1]));
        if (weight != null) weight.CopyTo(model.Parameters);
        float[] expected = node.Outputs[0].Along(1), y = new float[expected.Length];
        model.Predict(node.Inputs[0].Along(1), y);
        AssertClose(expected, y);
    }

    /// <summary>A convolution of one filter, whose weights [1 × channels × height × width] are turned like the image.</summary>
    private static void Convolve(OnnxNode node, Conv2D layer) => PredictImages(layer, node, node.Inputs[1].Along(1));

    /// <summary>Minus the cross-entropy of each class, were it the right one.</summary>
    private static void LogSoftmax(OnnxNode node, int axis)
    {
        int classes = node.Inputs[0].Dimensions[axis];
        float[] y = [.. node.Inputs[0].Along(axis).Chunk(classes).SelectMany(row => Enumerable.Range(0, classes).Select(label => -Losses(row, [label])[0]))];
        AssertClose(node.Outputs[0].Along(axis), y);
    }

    private static float[] Losses(OnnxNode node) => Losses(node.Inputs[0].Floats, node.Inputs[1].Labels);

    private static float[] Losses(float[] logits, int[] labels)
    {
        float[] losses = new float[labels.Length];
        new CrossEntropy().Compute(new LossPass { Output = logits, Labels = labels, Losses = losses, BatchSize = labels.Length });
        return losses;
    }

    /// <summary>The mean over a batch of logits, as a trainer takes it.</summary>
    private static float Mean(OnnxNode node, Loss loss, float[]? weights = null)
    {
        var model = new Sequential(new Softmax()); // the loss absorbs it
        model.Build(node.Inputs[0].Dimensions[1]);
        return (float)new Trainer(model, new() { Loss = loss })
            .Evaluate(new Samples(node.Inputs[0].Floats, node.Inputs[0].Dimensions[1]), node.Inputs[1].Labels, weights).Loss;
    }

    /// <summary>Inputs: rate, step, w, g, state. Their step is 0, for which their rate does not decay either.</summary>
    private static void Step(Optimizer optimizer, OnnxNode node) => Step(optimizer, node.Inputs[2..], node.Outputs);

    /// <summary>Inputs: rate, step, then w of two tensors, g of both, state of both.</summary>
    private static void StepBoth(Optimizer optimizer, OnnxNode node)
    {
        var inputs = node.Inputs[2..];
        for (int i = 0; i < 2; i++) Step(optimizer, [inputs[i], inputs[2 + i], inputs[4 + i]], [node.Outputs[i], node.Outputs[2 + i]]);
    }

    /// <summary>A step of a long training, since theirs corrects no bias at step 0.</summary>
    private static void Step(Optimizer optimizer, OnnxNode.Tensor[] inputs, OnnxNode.Tensor[] outputs)
    {
        const float Norm = 0.001f; // of weight decay, which is theirs to add
        float[] w = inputs[0].Floats, g = [.. inputs[1].Floats.Zip(w, (g, w) => g + (Norm * w))], state = [.. inputs[2..].SelectMany(slot => slot.Floats)];
        optimizer.Step(
            new OptimizerPass(state, w.Length) { Parameters = w, Gradient = g, StepNumber = 1_000_000, LearningRate = (float)optimizer.LearningRate });
        AssertClose(outputs[0].Floats, w);
        AssertClose([.. outputs[1..].SelectMany(slot => slot.Floats)], state);
    }

    private static float[] Repeated(float[] value, int count) => [.. Enumerable.Repeat(value.Single(), count)];

    private static void AssertOutput(OnnxNode node, float[] y) => AssertClose(node.Outputs[0].Floats, y);

    private static void AssertClose(float[] expected, float[] y)
    {
        Assert.Equal(expected.Length, y.Length);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], Absolute + (Relative * Math.Abs(expected[i])));
    }
}

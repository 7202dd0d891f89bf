using System.Text.Json;

namespace ScratchNN.Tests.Layers;

/// <summary>PyTorch's convolutions and pools: outputs and all gradients (tests/golden/convolution.py). There channels are first.</summary>
public sealed class ConvolutionGoldenTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. Golden.Cases("convolution").Keys];

    [Theory, MemberData(nameof(Names))]
    public void Layer_OfPyTorch_GivesItsNumbers(string name)
    {
        var golden = Golden.Cases("convolution")[name];
        int[] x = Golden.Dimensions(golden.GetProperty("x")), y = Golden.Dimensions(golden.GetProperty("y"));
        int images = x[0];
        Shape input = new([.. x[2..], x[1]]), output = new([.. y[2..], y[1]]);
        var layer = NewLayer(golden);
        Assert.Equal(output, layer.OutputShape(input));

        var places = new ParameterLayout(layer.Parameters(input)).Places;
        float[] parameters = new float[places.Sum(place => place.Size)], dw = new float[parameters.Length];
        foreach (var place in places)
        {
            var value = golden.GetProperty(place.Info.Name);
            Assert.Equal(Golden.Dimensions(value), new AxisOrder(place.Info).Dimensions);
            new AxisOrder(place.Info).ToMemory(Golden.Floats(value), place.Of(parameters.AsSpan()));
        }
        float[] values = ChannelsLast(golden.GetProperty("x")), dy = ChannelsLast(golden.GetProperty("dy"));
        float[] outputs = new float[images * output.Size], dx = new float[values.Length], cache = new float[layer.CacheSize(input, images)];
        layer.Forward(new ForwardPass { Parameters = parameters, Input = values, Output = outputs, Cache = cache, BatchSize = images, InputShape = input });
        layer.Backward(new BackwardPass
        {
            Parameters = parameters, Input = values, Output = outputs, OutputGradient = dy, Cache = cache, InputGradient = dx, ParameterGradient = dw, BatchSize = images, InputShape = input,
        });

        Golden.AssertClose(Golden.Doubles(golden.GetProperty("y")), ChannelsFirst(outputs, y), Tolerance, "y");
        Golden.AssertClose(Golden.Doubles(golden.GetProperty("dx")), ChannelsFirst(dx, x), Tolerance, "dx");
        foreach (var place in places)
        {
            float[] file = new float[place.Size];
            new AxisOrder(place.Info).ToFile(place.Of(dw.AsSpan()), file);
            Golden.AssertClose(Golden.Doubles(golden.GetProperty("d" + place.Info.Name)), file, Tolerance, "d" + place.Info.Name);
        }
    }

    /// <summary>A state_dict of PyTorch predicts the same here, and comes back as it was: a Dense behind an image has its inputs in PyTorch's order.</summary>
    [Fact]
    public void ConvNet_OfPyTorch_PredictsTheSameAndGoesBack()
    {
        var golden = Golden.Cases("convnet")["net"];
        string[] names = ["0.weight", "0.bias", "3.weight", "3.bias", "6.weight", "6.bias"];
        var file = new MemoryStream();
        SafeTensorsWriter.Write(file, [], [.. names.Select(name => new NamedTensor(name, new ParameterInfo { Name = name, Shape = new Shape(Golden.Dimensions(golden.GetProperty(name))) }, Golden.Floats(golden.GetProperty(name))))]);
        file.Position = 0;
        var model = new Sequential(new Conv2D(4, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(3, 2), new ReLU(), new Dense(5));
        model.Build(new Shape(6, 10, 2));
        model.LoadWeights(file, new LoadOptions { Rename = name => name.Replace("6.", "5.", StringComparison.Ordinal) }); // there is no Flatten here

        float[] y = new float[3 * 5];
        model.Predict(ChannelsLast(golden.GetProperty("x")), y);
        Golden.AssertClose(Golden.Doubles(golden.GetProperty("y")), y, Tolerance, "y");

        var saved = new MemoryStream();
        model.Save(saved);
        saved.Position = 0;
        var reader = new SafeTensorsReader(saved);
        var values = reader.ReadValues();
        foreach (var tensor in reader.Header.Tensors)
        {
            var expected = golden.GetProperty(tensor.Name.Replace("5.", "6.", StringComparison.Ordinal));
            Assert.Equal(Golden.Dimensions(expected).Select(length => (long)length), tensor.Shape);
            Assert.Equal(Golden.Floats(expected), values[tensor.Name]);
        }
    }

    private static Layer NewLayer(JsonElement golden)
    {
        int[] window = Pair("window"), stride = Pair("stride");
        Size2D size = (window[0], window[1]), step = (stride[0], stride[1]);
        var padding = golden.GetProperty("padding").ValueKind == JsonValueKind.String ? Padding.Same : Padding.Of(Pair("padding")[0], Pair("padding")[1], Pair("padding")[0], Pair("padding")[1]);
        return golden.GetProperty("kind").GetString() switch
        {
            "Conv2d" => new Conv2D(Filters(), size) { Stride = step, Padding = padding, UseBias = golden.GetProperty("use_bias").GetBoolean() },
            "Conv1d" => new Conv1D(Filters(), size.Width) { Stride = step.Width, Padding = padding, UseBias = golden.GetProperty("use_bias").GetBoolean() },
            "MaxPool2d" => new MaxPool2D(size) { Stride = step, Padding = padding },
            _ => new AveragePool2D(size) { Stride = step, Padding = padding, CountsPadding = golden.TryGetProperty("count_include_pad", out var counts) && counts.GetBoolean() },
        };

        int[] Pair(string setting) => [.. golden.GetProperty(setting).EnumerateArray().Select(number => number.GetInt32())];
        int Filters() => golden.GetProperty("filters").GetInt32();
    }

    private static float[] ChannelsLast(JsonElement array)
    {
        float[] values = Golden.Floats(array), result = new float[values.Length];
        ForEach(Golden.Dimensions(array), (first, last) => result[last] = values[first]);
        return result;
    }

    private static float[] ChannelsFirst(float[] values, int[] dimensions)
    {
        float[] result = new float[values.Length];
        ForEach(dimensions, (first, last) => result[first] = values[last]);
        return result;
    }

    /// <summary>Where each number is, with channels first and with channels last.</summary>
    private static void ForEach(int[] dimensions, Action<int, int> visit)
    {
        int channels = dimensions[1], places = dimensions[2..].Aggregate(1, (product, length) => product * length);
        for (int image = 0; image < dimensions[0]; image++)
            for (int c = 0; c < channels; c++)
                for (int place = 0; place < places; place++)
                    visit((((image * channels) + c) * places) + place, (((image * places) + place) * channels) + c);
    }
}

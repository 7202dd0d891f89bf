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
        float[] values = Golden.ChannelsLast(golden.GetProperty("x")), dy = Golden.ChannelsLast(golden.GetProperty("dy"));
        float[] outputs = new float[images * output.Size], dx = new float[values.Length], cache = new float[layer.CacheSize(input, images)];
        layer.Forward(new ForwardPass { Parameters = parameters, Input = values, Output = outputs, Cache = cache, BatchSize = images, InputShape = input });
        layer.Backward(new BackwardPass
        {
            Parameters = parameters, Input = values, Output = outputs, OutputGradient = dy, Cache = cache, InputGradient = dx, ParameterGradient = dw,
            BatchSize = images, InputShape = input,
        });

        Golden.AssertClose(Golden.Doubles(golden.GetProperty("y")), Golden.ChannelsFirst(outputs, y), Tolerance, "y");
        Golden.AssertClose(Golden.Doubles(golden.GetProperty("dx")), Golden.ChannelsFirst(dx, x), Tolerance, "dx");
        foreach (var place in places)
        {
            float[] file = new float[place.Size];
            new AxisOrder(place.Info).ToFile(place.Of(dw.AsSpan()), file);
            Golden.AssertClose(Golden.Doubles(golden.GetProperty("d" + place.Info.Name)), file, Tolerance, "d" + place.Info.Name);
        }
    }

    private static Layer NewLayer(JsonElement golden)
    {
        int[] window = Pair("window"), stride = Pair("stride");
        Size2D size = (window[0], window[1]), step = (stride[0], stride[1]);
        var padding = golden.GetProperty("padding").ValueKind == JsonValueKind.String ? Padding.Same
            : Padding.Of(Pair("padding")[0], Pair("padding")[1], Pair("padding")[0], Pair("padding")[1]);
        return golden.GetProperty("kind").GetString() switch
        {
            "Conv2d" => new Conv2D(Filters(), size) { Stride = step, Padding = padding, UseBias = golden.GetProperty("use_bias").GetBoolean() },
            "Conv1d" => new Conv1D(Filters(), size.Width) { Stride = step.Width, Padding = padding, UseBias = golden.GetProperty("use_bias").GetBoolean() },
            "MaxPool2d" => new MaxPool2D(size) { Stride = step, Padding = padding },
            _ => new AveragePool2D(size)
            {
                Stride = step, Padding = padding, CountsPadding = golden.TryGetProperty("count_include_pad", out var counts)
                && counts.GetBoolean()
            },
        };

        int[] Pair(string setting) => [.. golden.GetProperty(setting).EnumerateArray().Select(number => number.GetInt32())];
        int Filters() => golden.GetProperty("filters").GetInt32();
    }
}

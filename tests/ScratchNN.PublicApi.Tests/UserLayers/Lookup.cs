using System.Text.Json;

namespace ScratchNN.PublicApi.Tests;

/// <summary>A row of a table for each index: y = W[x]. Takes indices alone, and throws for anything else.</summary>
/// <param name="words">The number of rows.</param><param name="size">The numbers in each.</param>
public class Lookup(int words, int size) : Layer
{
    public override Shape OutputShape(Shape input) => input.Size * size;

    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "weight", Shape = new Shape(words, size) }];

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => random.FillNormal(parameters, 1);

    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++)
            pass.Parameters.Slice(Word(pass.Input[i]) * size, size).CopyTo(pass.Output[(i * size)..]);
    }

    public override void Backward(in BackwardPass pass)
    {
        pass.InputGradient.Clear(); // an index has no slope
        pass.ParameterGradient.Clear();
        for (int i = 0; i < pass.Input.Length; i++)
            for (int j = 0; j < size; j++)
                pass.ParameterGradient[(Word(pass.Input[i]) * size) + j] += pass.OutputGradient[(i * size) + j];
    }

    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("words", words);
        json.WriteNumber("size", size);
    }

    private int Word(float x) => float.IsInteger(x) && x >= 0 && x < words ? (int)x : throw new NotSupportedException($"{x} is not one of the {words} words.");
}

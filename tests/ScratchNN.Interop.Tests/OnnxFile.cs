using Google.Protobuf;

namespace ScratchNN.Interop.Tests;

/// <summary>What an ONNX file says, read with the library that protocol buffers come from.</summary>
internal sealed class OnnxFile
{
    private OnnxFile(ByteString bytes)
    {
        foreach (var (field, value) in Fields(bytes))
            switch (field)
            {
                case 1: IrVersion = (long)value; break;
                case 2: Producer = Text(value); break;
                case 3: ProducerVersion = Text(value); break;
                case 7: ReadGraph(value); break;
                case 8: OperatorSet = (long)Fields(value).Single(part => part.Field == 2).Value; break;
            }
    }

    public long IrVersion { get; }
    public long OperatorSet { get; }
    public string Producer { get; } = "";
    public string ProducerVersion { get; } = "";
    public List<string> Initializers { get; } = [];
    public List<string> Nodes { get; } = [];

    public static OnnxFile Of(Model model) => new(ByteString.CopyFrom(Bytes(model)));

    public static byte[] Bytes(Model model)
    {
        var file = new MemoryStream();
        model.ExportOnnx(file);
        return file.ToArray();
    }

    /// <summary>The fields of a message: numbers as long or float, everything else as bytes.</summary>
    public static IEnumerable<(int Field, object Value)> Fields(object message)
    {
        var input = ((ByteString)message).CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
            yield return (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                _ => input.ReadBytes(),
            });
    }

    public static string Text(object value) => ((ByteString)value).ToStringUtf8();

    private void ReadGraph(object graph)
    {
        foreach (var (field, value) in Fields(graph).Where(part => part.Field is 1 or 5))
        {
            var parts = Fields(value).ToLookup(part => part.Field, part => part.Value);
            if (field == 5) Initializers.Add($"{Text(parts[8].Single())} [{string.Join(" × ", parts[1])}]");
            else Nodes.Add($"{Text(parts[3].Single())}: {Text(parts[4].Single())}({string.Join(", ", parts[1].Select(Text))}) → "
                + $"{string.Join(", ", parts[2].Select(Text))}");
        }
    }
}

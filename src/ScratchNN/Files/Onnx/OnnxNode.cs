namespace ScratchNN;

/// <summary>An operator at work: it makes the tensor <paramref name="Output"/>, after which it is named, of others.</summary>
internal sealed record OnnxNode(string Output, string Type, string[] Inputs, Protobuf[] Attributes)
{
    /// <summary>The message NodeProto.</summary>
    /// <param name="called">The name of a tensor in the file.</param>
    public Protobuf Message(Func<string, string> called)
    {
        var message = new Protobuf();
        foreach (string tensor in Inputs) message.Add(1, called(tensor)); // input
        message.Add(2, called(Output)).Add(3, Output).Add(4, Type); // output, name, op_type
        foreach (var attribute in Attributes) message.Add(5, attribute); // attribute
        return message;
    }
}

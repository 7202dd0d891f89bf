using System.Runtime.InteropServices;
using Google.Protobuf;
using ScratchNN.Tests;

namespace ScratchNN.Interop.Tests;

/// <summary>One of the ONNX project's tests of operators: inputs, and the outputs that its reference gives.</summary>
internal sealed class OnnxNode
{
    public const string Relative = "conformance/onnx-node";

    public OnnxNode(string name)
    {
        string folder = Path.Combine(SharedFolder.Resolve(Relative), name, "test_data_set_0");
        Inputs = Read(folder, "input");
        Outputs = Read(folder, "output");
    }

    public Tensor[] Inputs { get; }
    public Tensor[] Outputs { get; }

    private static Tensor[] Read(string folder, string kind) =>
        [.. Enumerable.Range(0, Directory.GetFiles(folder, $"{kind}_*.pb").Length)
            .Select(i => new Tensor(File.ReadAllBytes(Path.Combine(folder, $"{kind}_{i}.pb"))))];

    /// <summary>A TensorProto.</summary>
    internal sealed class Tensor
    {
        private readonly ByteString _bytes;

        public Tensor(byte[] message)
        {
            var parts = OnnxFile.Fields(ByteString.CopyFrom(message)).ToLookup(part => part.Field, part => part.Value);
            Dimensions = [.. parts[1].Select(dimension => (int)(long)dimension)];
            _bytes = (ByteString)parts[9].Single();
        }

        public int[] Dimensions { get; }

        public float[] Floats => MemoryMarshal.Cast<byte, float>(_bytes.Span).ToArray();

        public int[] Labels => [.. MemoryMarshal.Cast<byte, long>(_bytes.Span).ToArray().Select(label => (int)label)];

        /// <summary>The numbers along an axis, line after line.</summary>
        public float[] Along(int axis)
        {
            float[] values = Floats, lines = new float[values.Length];
            int length = Dimensions[axis], stride = Dimensions[(axis + 1)..].Aggregate(1, (product, dimension) => product * dimension);
            for (int i = 0; i < lines.Length; i++)
            {
                int line = i / length, at = i % length;
                lines[i] = values[(((line / stride * length) + at) * stride) + (line % stride)];
            }
            return lines;
        }
    }
}

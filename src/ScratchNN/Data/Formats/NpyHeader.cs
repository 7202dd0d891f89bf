using System.Buffers.Binary;
using System.Text;

namespace ScratchNN;

/// <summary>
/// What an NPY file says about its values: \x93NUMPY, version, the length of the text as u16 or u32, and the text, a Python dict such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.
/// </summary>
internal readonly record struct NpyHeader(ElementType Type, nint[] Lengths, int Count)
{
    private const int MaximumText = 10_000, MaximumRank = 8;

    public static NpyHeader Read(Stream stream, int maximumValues)
    {
        Span<byte> start = stackalloc byte[8];
        ReadExactly(stream, start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException("An NPY file begins with the byte 0x93 and NUMPY, this one does not.");
        if (start[6] is 0 or > 3 || start[7] != 0)
            throw new InvalidDataException($"The NPY file is of version {start[6]}.{start[7]}: 1.0, 2.0 and 3.0 can be read.");

        var length = start[..(start[6] == 1 ? sizeof(ushort) : sizeof(uint))];
        ReadExactly(stream, length);
        uint bytes = length.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (bytes > MaximumText)
            throw new InvalidDataException($"The NPY file declares a header of {bytes} bytes: at most {MaximumText} are read.");
        byte[] text = new byte[bytes];
        ReadExactly(stream, text);
        return Parse(new NpyText(Encoding.Latin1.GetString(text)), maximumValues);
    }

    private static NpyHeader Parse(NpyText text, int maximumValues)
    {
        ElementType? type = null;
        List<long>? shape = null;
        bool hasOrder = false;
        text.Expect('{');
        while (!text.TryTake('}'))
        {
            string key = text.String();
            text.Expect(':');
            switch (key)
            {
                case "descr" when type == null: type = ParseType(text.String()); break;
                case "shape" when shape == null: shape = text.Tuple(); break;
                case "fortran_order" when !hasOrder:
                    if (text.Boolean()) throw new InvalidDataException("The NPY file is in Fortran order: numpy.ascontiguousarray(array) makes one that can be read.");
                    hasOrder = true;
                    break;
                default: throw text.Unexpected("one of descr, fortran_order and shape, each once");
            }
            if (text.TryTake(',')) continue;
            text.Expect('}');
            break;
        }
        text.ExpectEnd();
        if (type == null || shape == null || !hasOrder)
            throw new InvalidDataException("The header of the NPY file lacks one of descr, fortran_order and shape.");
        return new NpyHeader(type, [.. shape.Select(length => (nint)length)], Product(shape, maximumValues));
    }

    private static ElementType ParseType(string description) => ElementType.OfNpy(description) ?? throw new InvalidDataException(
        $"The NPY file holds values of type '{FileText.Short(description)}': <f4, <f8, |u1, <i4 and <i8 can be read; array.astype('<f4') makes them.");

    private static int Product(List<long> shape, int maximumValues)
    {
        if (shape.Count is 0 or > MaximumRank)
            throw new InvalidDataException($"An NPY file of 1 to {MaximumRank} dimensions can be read, this one has {shape.Count}.");
        long product = 1;
        foreach (long length in shape)
        {
            product = length > maximumValues ? long.MaxValue : product * Math.Max(length, 1); // both factors below 2³¹
            if (product > maximumValues)
                throw new InvalidDataException($"The NPY file declares more than {maximumValues} values: a dimension is {length}. Raise maximumValues if that is meant.");
        }
        return shape.Contains(0) ? 0 : (int)product;
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException("The NPY file ends within its header.");
    }
}

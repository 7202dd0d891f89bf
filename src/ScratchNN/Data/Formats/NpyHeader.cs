using System.Buffers.Binary;
using System.Text;

namespace ScratchNN;

/// <summary>
/// What an NPY file says about its values: \x93NUMPY, version, the length of the text as u16 or u32, and the text, a Python dict such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.
/// </summary>
internal readonly record struct NpyHeader(NpyType Type, bool IsFortran, nint[] Lengths, long Count)
{
    private const int MaximumText = 10_000, MaximumRank = 8;
    private const string Npz = "an .npz archive of arrays: open it with ZipFile.OpenRead, and pass GetEntry(\"name.npy\").Open()";

    private static readonly byte[] _magic = [0x93, .. "NUMPY"u8];

    public static NpyHeader Read(Stream stream, long maximumValues)
    {
        Span<byte> start = stackalloc byte[8];
        int got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (got == 0) throw new InvalidDataException("The NPY file is empty.");
        if (!start[..Math.Min(got, 6)].SequenceEqual(_magic.AsSpan(0, Math.Min(got, 6)))) throw Foreign(start[..got]);
        if (got < start.Length) throw EndsEarly();
        if (start[6] is 0 or > 3 || start[7] != 0)
            throw new InvalidDataException($"The NPY file has version {start[6]}.{start[7]}: 1.0, 2.0 and 3.0 can be read.");

        var length = start[..(start[6] == 1 ? sizeof(ushort) : sizeof(uint))];
        ReadExactly(stream, length);
        uint bytes = length.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (bytes > MaximumText)
            throw new InvalidDataException($"The NPY file declares a header of {bytes} bytes: at most {MaximumText} are read.");
        byte[] text = new byte[bytes];
        ReadExactly(stream, text);
        return Parse(new NpyText(Encoding.Latin1.GetString(text)), maximumValues);
    }

    private static NpyHeader Parse(NpyText text, long maximumValues)
    {
        NpyType? type = null;
        List<long>? shape = null;
        bool? isFortran = null;
        text.Expect('{');
        while (!text.TryTake('}'))
        {
            string key = text.String();
            text.Expect(':');
            switch (key)
            {
                case "descr" when type == null: type = NpyType.Parse(text); break;
                case "shape" when shape == null: shape = text.Tuple(); break;
                case "fortran_order" when isFortran == null: isFortran = text.Boolean(); break;
                default: throw text.Unexpected("one of descr, fortran_order and shape, each once");
            }
            if (text.TryTake(',')) continue;
            text.Expect('}');
            break;
        }
        text.ExpectEnd();
        if (type == null || shape == null || isFortran == null)
            throw new InvalidDataException("The header of the NPY file lacks one of descr, fortran_order and shape.");
        return new NpyHeader(type.Value, isFortran.Value, [.. shape.Select(length => (nint)length)], Product(shape, maximumValues));
    }

    private static long Product(List<long> shape, long maximumValues)
    {
        if (shape.Count is 0 or > MaximumRank)
            throw new InvalidDataException(
                $"An NPY file of 1 to {MaximumRank} dimensions can be read, this one has {shape.Count}: "
                    + $"{(shape.Count == 0 ? "numpy.atleast_1d(array) has one" : "array.reshape(…) gives it fewer")}.");
        long product = 1;
        foreach (long length in shape)
        {
            bool isTooMany = Math.Max(length, 1) > maximumValues / product;
            product *= isTooMany ? 1 : Math.Max(length, 1);
            if (isTooMany)
                throw new InvalidDataException(
                    $"The NPY file declares more than {maximumValues} values: a dimension is {length}. Raise maximumValues if this is intended.");
        }
        return shape.Contains(0) ? 0 : product;
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw EndsEarly();
    }

    private static InvalidDataException EndsEarly() => new("The NPY file ends within its header.");

    /// <summary>What a file is that does not begin as an NPY file does.</summary>
    private static InvalidDataException Foreign(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3, 4, ..] ? new($"The file is {Npz}.")
        : ForeignFormat.Of(start, ForeignFormat.SaveArray) is { } format ? new($"The file is {format}")
        : new($"An NPY file begins with 0x93 and NUMPY, this one with {string.Join(' ', start.ToArray().Select(value => $"0x{value:X2}"))}.");
}

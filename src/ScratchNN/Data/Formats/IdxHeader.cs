using System.Buffers.Binary;

namespace ScratchNN;

/// <summary>What an IDX file says about its values: 0, 0, type, rank, then a big-endian u32 for each dimension.</summary>
internal readonly record struct IdxHeader(StoredType Type, nint[] Lengths, long Count)
{
    private const int MaximumRank = 8;

    /// <summary>Bytes of a header of that many dimensions.</summary>
    public static int Bytes(int rank) => 4 * (1 + rank);

    public static IdxHeader Read(IdxInput input, long maximumValues)
    {
        Span<byte> start = stackalloc byte[8], bytes = start[..4];
        int got = input.Read(bytes);
        if (got == 0) throw new InvalidDataException("The IDX file is empty.");
        if (bytes[0] != 0 || (got > 1 && bytes[1] != 0)) throw Foreign(input, start, got);
        if (got < bytes.Length) throw EndsEarly();
        var type = StoredType.OfIdx(bytes[2])
            ?? throw new InvalidDataException($"Unknown IDX type 0x{bytes[2]:X2} (byte 2): known are 0x08, 0x09 and 0x0B to 0x0E.");
        int rank = bytes[3];
        if (rank is 0 or > MaximumRank)
            throw new InvalidDataException($"An IDX file has 1 to {MaximumRank} dimensions, this one declares {rank} (byte 3).");

        nint[] lengths = new nint[rank];
        long product = 1;
        for (int i = 0; i < rank; i++)
        {
            ReadExactly(input, bytes);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bool isTooMany = Math.Max(length, 1) > maximumValues / product;
            product *= isTooMany ? 1 : Math.Max(length, 1);
            if (isTooMany)
                throw new InvalidDataException(
                    $"The IDX file declares more than {maximumValues} values: dimension {i} is {length}. Raise maximumValues if this is intended.");
            lengths[i] = (nint)length;
        }
        return new IdxHeader(type, lengths, lengths.Contains(0) ? 0 : product);
    }

    private static void ReadExactly(IdxInput input, Span<byte> bytes)
    {
        if (input.Read(bytes) < bytes.Length) throw EndsEarly();
    }

    private static InvalidDataException EndsEarly() => new("The IDX file ends within its header.");

    /// <summary>What a file is that does not begin as an IDX file does.</summary>
    private static InvalidDataException Foreign(IdxInput input, Span<byte> start, int got)
    {
        if (got == 4) got += input.Read(start[4..]);
        start = start[..got];
        if (start is [0x1F, 0x8B, ..]) return new("The IDX file is compressed twice: gunzip it once.");
        if (ForeignFormat.Of(start, "take the IDX file out of it.") is { } format) return new($"The file is {format}");
        return new(
            $"An IDX file begins with two zero bytes, this one with {string.Join(' ', start[..Math.Min(2, got)].ToArray().Select(value => $"0x{value:X2}"))}.");
    }
}

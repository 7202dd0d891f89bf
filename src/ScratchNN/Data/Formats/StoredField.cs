using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>Numbers that each record of a file has at the same place.</summary>
/// <param name="Name">For messages.</param><param name="Type">What they are on the disk.</param><param name="IsBigEndian">The order of their bytes.</param>
/// <param name="Offset">Bytes of the record before them.</param><param name="Count">How many.</param>
internal sealed record StoredField(string Name, StoredType Type, bool IsBigEndian, int Offset, int Count)
{
    /// <summary>Decodes the numbers of some records.</summary>
    /// <param name="records">The bytes of the records.</param><param name="recordBytes">Of each.</param><param name="row">The number of the first.</param>
    /// <param name="values">To be assigned: record after record.</param>
    /// <exception cref="InvalidDataException">One does not fit.</exception>
    public void Decode<T>(ReadOnlySpan<byte> records, int recordBytes, int row, Span<T> values) where T : unmanaged, INumber<T>
    {
        bool isDense = Count * Type.Size == recordBytes;
        int atOnce = isDense ? values.Length : Count;
        for (int first = 0; first < values.Length; first += atOnce, row++)
        {
            var bytes = records[Offset..][..(atOnce * Type.Size)];
            var to = values.Slice(first, atOnce);
            if (Type == StoredType.Byte && typeof(T) == typeof(float))
            {
                TensorPrimitives.ConvertTruncating(bytes, to);
            }
            else if (Type.Decode(bytes, IsBigEndian, to) is var fitting && fitting < atOnce)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{Name} {fitting % Count} of record {row + (fitting / Count)} is {Type.Value(bytes[(fitting * Type.Size)..], IsBigEndian)}, which {Type.Misfit<T>()}."));
            }
            if (!isDense) records = records[recordBytes..];
        }
    }
}

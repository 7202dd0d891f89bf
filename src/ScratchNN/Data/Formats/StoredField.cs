using System.Numerics;
using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>Numbers that each record of a file has at the same place.</summary>
/// <param name="Name">For messages.</param><param name="Type">What they are on the disk.</param><param name="IsBigEndian">The order of their bytes.</param>
/// <param name="Offset">Bytes of the record before them.</param><param name="Count">How many.</param>
internal sealed record StoredField(string Name, StoredType Type, bool IsBigEndian, int Offset, int Count)
{
    /// <summary>Decodes the numbers of a record.</summary>
    /// <param name="record">Its bytes.</param><param name="row">Its number.</param><param name="values">To be assigned.</param>
    /// <exception cref="InvalidDataException">One does not fit.</exception>
    public void Decode<T>(ReadOnlySpan<byte> record, int row, Span<T> values) where T : unmanaged, INumber<T>
    {
        var bytes = record.Slice(Offset, Count * Type.Size);
        if (Type == StoredType.Byte && typeof(T) == typeof(float)) TensorPrimitives.ConvertTruncating(bytes, values);
        else if (Type.Decode(bytes, IsBigEndian, values) is var fitting && fitting < Count)
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"{Name} {fitting} of record {row} is {Type.Value(bytes[(fitting * Type.Size)..], IsBigEndian)}, which {Type.Misfit<T>()}."));
    }
}

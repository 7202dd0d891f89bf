namespace ScratchNN;

/// <summary>The types of values that an IDX file can hold, by their code in byte 2.</summary>
internal enum IdxType : byte
{
    Byte = 0x08,
    SByte = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Single = 0x0D,
    Double = 0x0E,
}

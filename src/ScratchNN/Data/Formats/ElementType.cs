namespace ScratchNN.Files;

/// <summary>The type of the numbers of a <see cref="RecordFile"/> on the disk. All are little-endian.</summary>
public enum ElementType
{
    /// <summary>A byte without a sign, 0 to 255.</summary>
    Byte,

    /// <summary>An integer of 2 bytes, with a sign.</summary>
    Int16,

    /// <summary>An integer of 4 bytes, with a sign.</summary>
    Int32,

    /// <summary>A float of 2 bytes.</summary>
    Half,

    /// <summary>A float of 4 bytes.</summary>
    Single,
}

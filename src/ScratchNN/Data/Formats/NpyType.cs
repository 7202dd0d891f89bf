namespace ScratchNN;

/// <summary>The type of the values of an NPY file: what NumPy calls it, and in which order its bytes are.</summary>
internal readonly record struct NpyType(StoredType Type, bool IsBigEndian)
{
    private const string Readable = "f2 f4 f8, i1 i2 i4 i8, u1 u2 u4 u8 and b1 can be read, in either byte order.";

    /// <summary>Reads <c>'&lt;f4'</c>: a byte order, a letter for the kind, and the bytes of a value.</summary>
    /// <remarks>
    /// Little-endian is &lt;, big-endian &gt;. = is the order of the machine that wrote the file, taken for little-endian, as it is on nearly all; | is none,
    /// of single bytes.
    /// </remarks>
    /// <exception cref="InvalidDataException">It is of a kind that is not a number, or damaged.</exception>
    public static NpyType Parse(NpyText text)
    {
        if (text.TryTake('['))
            throw new InvalidDataException(
                "The NPY file is a structured array: each value is a record of several fields. Save the fields one by one: numpy.save(path, array['field']).");
        string description = text.String();
        char order = description is ['<' or '>' or '=' or '|', ..] ? description[0] : '=';
        string name = description is ['<' or '>' or '=' or '|', ..] ? description[1..] : description;
        if (name == "?") name = "b1";
        if (StoredType.OfNpy(name) is { } type && (order != '|' || type.Size == 1)) return new NpyType(type, order == '>');
        throw new InvalidDataException($"The NPY file holds {Kind(name)} ('{FileText.Short(description)}'): {Remedy(name)}");
    }

    private static string Kind(string name) => name switch
    {
        ['O', ..] => "Python objects",
        ['U' or 'S' or 'a' or 'T', ..] => "texts",
        ['V', ..] => "records or raw bytes",
        ['c', ..] => "complex numbers",
        ['M', ..] => "dates",
        ['m', ..] => "time spans",
        _ => "values of an unknown type",
    };

    private static string Remedy(string name) => name switch
    {
        ['O', ..] => "they are a pickle, which ScratchNN never executes. Save an array of one type of numbers.",
        ['U' or 'S' or 'a' or 'T', ..] => "number them with numpy.unique(array, return_inverse=True)[1].",
        ['V', ..] => "save the fields one by one with numpy.save(path, array['field']).",
        ['c', ..] => "save array.real and array.imag.",
        ['M' or 'm', ..] => "array.astype('i8') counts them in their unit.",
        ['f', ..] => $"{Readable} array.astype('f8') converts it.",
        _ => Readable,
    };
}

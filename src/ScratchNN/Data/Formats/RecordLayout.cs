namespace ScratchNN.Files;

/// <summary>
/// How a record of a <see cref="RecordFile"/> lies on the disk: the numbers of the input, then the label or the numbers of the target, then the weight, without
/// gaps.
/// </summary>
public sealed record RecordLayout
{
    /// <summary>The shape of an input.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public required Shape Input
    {
        get;
        init => field = value.Size > 0 ? value : throw new ArgumentException("The shape of an input needs at least one dimension.", nameof(Input));
    }

    /// <summary>The type of the input's numbers on the disk. Default <see cref="ElementType.Single"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    public ElementType InputType { get; init => field = Guard.Defined(value, nameof(InputType)); } = ElementType.Single;

    /// <summary>The factor on each number of the input as it is read, finite and above 0. Default 1; pixels that are bytes take 1/255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above 0.</exception>
    public float Scale { get; init => field = (float)Guard.PositiveFinite(value, nameof(Scale)); } = 1;

    /// <summary>The shape of a target. Default null: a record has a label.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public Shape? Target
    {
        get;
        init => field = value is not { Size: 0 } ? value
            : throw new ArgumentException("The shape of a target needs at least one dimension; null stands for a label.", nameof(Target));
    }

    /// <summary>
    /// What the label or the numbers of the target are on the disk. Default null: <see cref="ElementType.Int32"/> for labels, <see cref="ElementType.Single"/>
    /// for targets.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    public ElementType? TargetType { get; init => field = value is { } type ? Guard.Defined(type, nameof(TargetType)) : null; }

    /// <summary>Whether a record ends in a weight, a float of 4 bytes. Default false: all count the same.</summary>
    public bool HasWeight { get; init; }

    /// <summary>
    /// Bytes before the first record, at least 0. <see cref="RecordFile.Open"/> skips them, <see cref="RecordFile.Write"/> makes them zeros. Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int HeaderBytes { get; init => field = Guard.AtLeast(0, value, nameof(HeaderBytes)); }

    internal StoredType StoredInput => Stored(InputType);

    internal StoredType StoredTarget => Stored(TargetType ?? (Target == null ? ElementType.Int32 : ElementType.Single));

    /// <summary>Where in a record the target begins, and the weight, and how many bytes it has.</summary>
    internal (long Target, long Weight, long Record) Places
    {
        get
        {
            long target = (long)Input.Size * StoredInput.Size, weight = target + ((long)(Target?.Size ?? 1) * StoredTarget.Size);
            return (target, weight, weight + (HasWeight ? sizeof(float) : 0));
        }
    }

    private static StoredType Stored(ElementType type) => type switch
    {
        ElementType.Byte => StoredType.Byte,
        ElementType.Int16 => StoredType.Int16,
        ElementType.Int32 => StoredType.Int32,
        ElementType.Half => StoredType.Half,
        _ => StoredType.Single,
    };
}

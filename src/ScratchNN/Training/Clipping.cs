namespace ScratchNN;

/// <summary>What an advice says of <see cref="TrainerOptions.ClipNorm"/>: nothing where it is set, and as low as it would say.</summary>
internal static class Clipping
{
    /// <summary>The advice, in words that begin with a verb; null if there is none to give.</summary>
    public static string? Advice(TrainerOptions options) => options switch
    {
        { ClipNorm: > 1 } => "lower ClipNorm to 1",
        { ClipNorm: not null } => null,
        { ClipValue: not null } => "set ClipNorm to 1 in addition to ClipValue",
        _ => "set ClipNorm to 1",
    };

    /// <summary>Another advice, and this one behind it if there is one to give.</summary>
    public static string Or(TrainerOptions options, string other) => Advice(options) is { } advice ? $"{other}, or {advice}." : $"{other}.";

    /// <inheritdoc cref="Or"/>
    public static string And(TrainerOptions options, string other) => Advice(options) is { } advice ? $"{other}, and {advice}." : $"{other}.";
}

namespace Doctor;

/// <summary>The faults of strangers.</summary>
internal static class Strangers
{
    public static Stranger[] All { get; } =
        [.. DataStrangers.All, .. ValidationStrangers.All, .. InUseStrangers.All, .. ModelStrangers.All, .. RateStrangers.All, .. OwnCodeStrangers.All,
            .. LaterStrangers.All, .. UnseenStrangers.All];
}

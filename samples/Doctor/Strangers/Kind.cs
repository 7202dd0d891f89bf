namespace Doctor;

/// <summary>Where the cause of a stranger's fault lies.</summary>
internal enum Kind
{
    Data,
    Validation,
    InUse,
    Model,
    Rate,
    Ending,
    OwnCode,
}

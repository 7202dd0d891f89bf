namespace ScratchNN;

/// <summary>What decides the settings of a trial.</summary>
internal interface IChoices
{
    /// <summary>The index of the chosen value.</summary>
    int Index(string name, int count);

    /// <summary>32 bits that are a place in a range.</summary>
    /// <exception cref="InvalidOperationException">A range cannot be gone through.</exception>
    ulong Bits(string name, string method);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>What a callback has open during a Fit, such as a file: one for each trainer, so that an instance may serve several Fits at once.</summary>
/// <remarks>Numbers that a Fit needs again after a Resume are in <see cref="CallbackPass.State"/> instead. Looking it up allocates nothing.</remarks>
// as the table of the framework asks
internal sealed class FitMemory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T> where T : class
{
    private readonly ConditionalWeakTable<Trainer, T> _open = [];

    /// <summary>Makes one.</summary>
    public delegate T Opening(in CallbackPass pass);

    /// <summary>Makes that of the Fit that begins.</summary>
    /// <exception cref="InvalidOperationException">The callback is listed twice in the list.</exception>
    public void Begin(Callback callback, in CallbackPass pass, Opening open)
    {
        if (_open.TryGetValue(pass.Trainer, out _))
            throw new InvalidOperationException($"{callback} is listed twice among the callbacks of this trainer: list it once.");
        _open.Add(pass.Trainer, open(pass));
    }

    /// <summary>That of the Fit under way.</summary>
    public T Of(in CallbackPass pass) => _open.TryGetValue(pass.Trainer, out var open) ? open
        : throw new InvalidOperationException("OnFitBegin must be called first.");

    /// <summary>Forgets that of the Fit that ends, and returns it; null if it never began.</summary>
    public T? End(in CallbackPass pass) => _open.Remove(pass.Trainer, out var open) ? open : null;
}

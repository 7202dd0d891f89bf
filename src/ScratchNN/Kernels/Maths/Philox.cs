namespace ScratchNN.Kernels;

/// <summary>
/// Philox4x32-10: a counter-based random number generator. The same counter and key give the same four numbers on every machine,
/// in any order, from any thread.
/// </summary>
/// <remarks>J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel random numbers: as easy as 1, 2, 3, SC'11.</remarks>
internal static partial class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57; // multipliers of the published generator
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85; // Weyl constants: the golden ratio, √3 − 1

    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0, p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>A well-mixed seed for part <paramref name="index"/> of whatever <paramref name="seed"/> stands for.</summary>
    public static ulong Mix(ulong seed, ulong index)
    {
        var (x0, x1, _, _) = Block((uint)index, (uint)(index >> 32), 0, 0, (uint)seed, (uint)(seed >> 32));
        return x0 | ((ulong)x1 << 32);
    }
}

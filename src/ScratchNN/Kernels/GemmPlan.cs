namespace ScratchNN.Kernels;

/// <summary>
/// The blocking of a matrix product. Only <see cref="KC"/> is part of the arithmetic; the others may change with the machine.
/// </summary>
internal static class GemmPlan
{
    //                         what it is                                              why this value
    public const int KC = 256; // length of one multiply-add chain; sums of chains      a contract: it decides the bits; 256 keeps the
                               // are added in order                                    rounding error flat for long k and a panel of B in L1
    public const int MR = 6;   // rows of a register tile                               6 × 2 accumulators, 2 of B and 1 of A fill 16 registers
    public const int NV = 2;   // registers across a tile: NR = NV · lanes              (15 of 16); wider tiles spill on AVX2
    public const int MC = 96;  // rows that go through all panels before the next rows  96 × 256 floats of A stay in L2

    /// <summary>Products with fewer multiply-adds than this run on the calling thread: waking others costs more than it saves.</summary>
    public const long SerialWork = 1 << 17;

    /// <summary>From this many rows on B is packed even where it could be read in place: each panel is read often enough to pay for it.</summary>
    public const int PackRows = 96;
}

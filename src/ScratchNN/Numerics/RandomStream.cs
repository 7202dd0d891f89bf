using ScratchNN.Kernels;

namespace ScratchNN.Numerics;

/// <summary>
/// Random numbers that depend on a seed, a stream and a position, on nothing else: the same on every machine and from any thread.
/// </summary>
/// <remarks>
/// Philox4x32-10 (Salmon et al., SC'11): the seed is the key, the stream and the position are the counter.
/// A struct: pass it by <c>ref</c>, a copy repeats its numbers. Not for cryptography.
/// </remarks>
public struct RandomStream
{
    private readonly ulong _seed, _stream;
    private ulong _position;
    private uint _next1, _next2, _next3;

    /// <summary>The stream with the given number.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Any number; streams of one seed do not overlap.</param>
    public RandomStream(ulong seed, ulong stream) => (_seed, _stream) = (seed, stream);

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        uint result;
        if (_position % 4 == 0)
        {
            ulong block = _position / 4;
            (result, _next1, _next2, _next3) = Philox.Block(
                (uint)block, (uint)(block >> 32), (uint)_stream, (uint)(_stream >> 32), (uint)_seed, (uint)(_seed >> 32));
        }
        else
            (result, _next1, _next2) = (_next1, _next2, _next3);
        _position++;
        return result;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>An integer in [0, <paramref name="bound"/>), each equally likely.</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    /// <remarks>D. Lemire: Fast random integer generation in an interval, ACM TOMACS 29, 2019.</remarks>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound, unfair = (uint)-bound % range; // 2³² mod bound
        ulong product;
        do product = (ulong)NextUInt32() * range;
        while ((uint)product < unfair);
        return (int)(product >> 32);
    }

    /// <summary>Uniform numbers from <paramref name="low"/> to <paramref name="high"/>, which itself comes up only where rounding reaches it.</summary>
    /// <param name="destination">Overwritten.</param>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Bound of the largest value.</param>
    public void FillUniform(Span<float> destination, float low, float high)
    {
        float range = high - low;
        for (int i = 0; i < destination.Length; i++)
            destination[i] = float.IsInfinity(range) ? (float)(low + (((double)high - low) * NextSingle())) : low + (range * NextSingle());
    }

    /// <summary>Normal numbers with mean 0.</summary>
    /// <param name="destination">Overwritten.</param>
    /// <param name="standardDeviation">Their standard deviation, ≥ 0.</param>
    public void FillNormal(Span<float> destination, float standardDeviation)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = standardDeviation * NormalQuantile.Of(NextUInt32());
    }

    /// <summary>Shuffles in place, every order equally likely (Fisher-Yates).</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="values">The values to shuffle.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}

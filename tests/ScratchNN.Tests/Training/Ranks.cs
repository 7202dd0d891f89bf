using System.Runtime.ExceptionServices;

namespace ScratchNN.Tests;

/// <summary>Ranks that are threads of this process.</summary>
internal sealed class Ranks(int rank, Ranks.Room room) : Collective
{
    public override int Rank => rank;
    public override int Size => room.Size;
    public override int Threads => 1;

    /// <summary>Runs the same on each rank; throws what the first of them threw.</summary>
    public static void Run(int size, Action<Collective> run)
    {
        using var room = new Room(size);
        var thrown = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                run(new Ranks(rank, room));
            }
            catch (Exception exception)
            {
                thrown[rank] = exception;
                room.Leave();
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "A rank waits for others that do not come.");
        if (thrown.FirstOrDefault(exception => exception is not (null or OperationCanceledException)) is { } first) ExceptionDispatchInfo.Throw(first);
    }

    public override void Sum(ReadOnlySpan<float> parts, Span<float> sum)
    {
        float[] own = room.Parts[rank] = parts.ToArray();
        room.Meet();
        Assert.All(room.Parts, part => Assert.Equal(own.Length, part!.Length));
        room.Parts[0].AsSpan(0, sum.Length).CopyTo(sum);
        for (int at = sum.Length; at < own.Length * Size; at += sum.Length)
        {
            var part = room.Parts[at / own.Length].AsSpan(at % own.Length, sum.Length);
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
        }
        room.Meet();
    }

    public override void Broadcast(Span<byte> values, int root = 0)
    {
        if (rank == root) room.Values = values.ToArray();
        room.Meet();
        room.Values.CopyTo(values);
        room.Meet();
    }

    /// <summary>Where they meet.</summary>
    internal sealed class Room(int size) : IDisposable
    {
        private readonly Barrier _barrier = new(size);
        private readonly CancellationTokenSource _left = new();

        public int Size => size;
        public float[][] Parts { get; } = new float[size][];
        public byte[] Values { get; set; } = [];

        public void Meet() => _barrier.SignalAndWait(_left.Token);

        /// <summary>The others need not wait any longer.</summary>
        public void Leave() => _left.Cancel();

        public void Dispose()
        {
            _barrier.Dispose();
            _left.Dispose();
        }
    }
}

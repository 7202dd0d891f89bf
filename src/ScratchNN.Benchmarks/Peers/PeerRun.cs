namespace ScratchNN.Benchmarks;

/// <summary>Trains on MNIST in turns with the peer: the same network, batches, optimizer, threads and images.</summary>
internal sealed class PeerRun
{
    private const int Epochs = 3; // the first epoch of a turn is left out: caches and threads warm up in it
    private const double WarmUpSeconds = 3; // once for each network: the runtime takes a second or two to compile what is called often

    private readonly TorchSharp _peer;
    private readonly IDataset _data;

    public PeerRun(TorchSharp peer)
    {
        _peer = peer;
        var (x, labels) = Images.Read(peer.Data, "train");
        _data = Dataset.From(new Samples(x, x.Length / labels.Length), labels);
    }

    /// <summary>The networks and batches that the project promises to be fast at.</summary>
    public static IReadOnlyList<PeerSetting> Settings { get; } =
    [
        PeerSetting.Dense(128, 64, threads: 2), PeerSetting.Dense(128, 512, threads: 2), PeerSetting.Dense(512, 128, threads: 2),
        PeerSetting.Dense(128, 64, threads: 1), PeerSetting.Dense(128, 512, threads: 1), PeerSetting.Dense(512, 128, threads: 1),
        PeerSetting.Dense(16, 64, threads: 2), PeerSetting.Dense(2048, 64, threads: 2),
        PeerSetting.Convolutional("lenet", 64, threads: 2), PeerSetting.Convolutional("small", 128, threads: 2),
        PeerSetting.Convolutional("fast", 256, threads: 2), PeerSetting.Convolutional("deep", 128, threads: 2),
    ];

    public void Run(IEnumerable<PeerSetting> settings, int turns, TextWriter output)
    {
        var table = new MarkdownTable(output, firstWidth: 34, "network", "TorchSharp", "ScratchNN", "ratio", "of FMA peak", "cores, ns");
        double peak = FmaPeak.MultiplyAddsPerSecond();
        foreach (var setting in settings)
        {
            for (double seconds = 0; seconds < WarmUpSeconds;) seconds += EpochSeconds(setting, Epochs).Sum();
            List<double> theirs = [], ours = [], apart = [];
            for (int turn = 0; turn < turns; turn++)
            {
                apart.Add(CoreDistance.Nanoseconds());
                theirs.AddRange(_peer.EpochSeconds(setting, Epochs)[1..]);
                ours.AddRange(EpochSeconds(setting, Epochs)[1..]);
            }
            apart.Add(CoreDistance.Nanoseconds());
            double their = Interleaved.Median([.. theirs]), our = Interleaved.Median([.. ours]);
            double floor = setting.MultiplyAdds() * (double)_data.Count / (setting.Threads * peak);
            table.Add($"{setting}", $"{their:0.00}", $"{our:0.00}", $"{their / our:0.00}", $"{floor / our:0.00}", $"{apart.Min():0} to {apart.Max():0}");
        }
    }

    private double[] EpochSeconds(PeerSetting setting, int epochs)
    {
        var trainer = new Trainer(setting.Model(), new TrainerOptions { Epochs = epochs, BatchSize = setting.BatchSize, Threads = setting.Threads });
        return [.. trainer.Fit(_data).Epochs.Select(epoch => epoch.Duration.TotalSeconds)];
    }
}

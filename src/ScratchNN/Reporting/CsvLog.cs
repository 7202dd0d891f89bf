using System.Text;

namespace ScratchNN.Reporting;

/// <summary>
/// Writes a line of comma-separated values after each epoch: its number, loss, accuracy, metrics, the same of the validation data, learning rate of the last
/// step, and seconds without validation.
/// </summary>
/// <remarks>
/// <para>The file has every epoch of the trainer's life, whoever trained it: a second Fit continues below the first, and a Fit that is resumed cuts the file
/// back to the epochs that the checkpoint has. The lines of another training are replaced. Each line is there for readers when its epoch ends.</para>
/// <para>Text is UTF-8, lines end in \n, names with commas or quotes are quoted (RFC 4180), numbers are written so that they can be read back exactly. A cell
/// is empty where an epoch lacks that value: the metrics of another Fit, say. It only looks, and it has the file for itself while a Fit runs.</para>
/// </remarks>
/// <param name="path">The file. Its folder is created if it does not exist.</param>
/// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
public sealed class CsvLog(string path) : Callback
{
    private readonly FitMemory<Log> _logs = new();

    /// <summary>The file.</summary>
    public string Path { get; } = RequireName(path);

    /// <summary>Opens the file, and writes the epochs that were trained before.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written, or another Fit writes it.</exception>
    public override void OnFitBegin(in CallbackPass pass) => _logs.Begin(this, pass, (in CallbackPass pass) => new Log(Path, [.. HeardEpochs.Of(pass)]));

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass) => _logs.Of(pass).Add(pass.Epoch, pass.Trainer.Epochs);

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history) => _logs.End(pass)?.Dispose();

    /// <summary>The callback and its file.</summary>
    public override string ToString() => $"CsvLog({Path})";

    private static string RequireName(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path;
    }

    private sealed class Log : IDisposable
    {
        private readonly LogFile _file;
        private EpochTable? _table; // null: no line is written

        public Log(string path, EpochResult[] before)
        {
            _file = new LogFile(path, FileMode.OpenOrCreate);
            Write(before);
        }

        public void Add(EpochResult epoch, IReadOnlyList<EpochResult> all)
        {
            if (_table?.Fits(epoch) == true) _file.Write(Encoding.UTF8.GetBytes(_table.Row(epoch)));
            else Write(all);
        }

        public void Dispose() => _file.Dispose();

        private void Write(IReadOnlyList<EpochResult> epochs)
        {
            _file.Clear();
            _table = epochs.Count == 0 ? null : new EpochTable(epochs);
            if (_table != null) _file.Write(Encoding.UTF8.GetBytes(_table.Header + string.Concat(epochs.Select(_table.Row))));
        }
    }
}

using System.Text;

namespace ScratchNN;

public sealed partial class TrainingHistory
{
    /// <summary>
    /// Writes the epochs as comma-separated values: a line each, after one with the names of the columns, as <see cref="Reporting.CsvLog"/> does while
    /// training. An old file stays whole until the new one is complete.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteCsv(string path) => AtomicFile.Write(path, file =>
    {
        var table = new EpochTable(_epochs);
        file.Write(Encoding.UTF8.GetBytes(table.Header));
        foreach (var epoch in _epochs) file.Write(Encoding.UTF8.GetBytes(table.Row(epoch)));
    });
}

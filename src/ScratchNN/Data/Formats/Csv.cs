namespace ScratchNN.Files;

/// <summary>Reads tables of numbers from CSV files.</summary>
/// <remarks>
/// <code>
/// float[,] x = Csv.Read("x.csv", hasHeader: true);
/// IDataset irises = Csv.ReadDataset("iris.csv", labels: ^1);   // the last column
/// </code>
/// UTF-8. Rows end in LF or CRLF, empty lines are skipped, fields may be quoted. Numbers have a decimal point, whatever the culture, and are
/// finite; every row has as many as the first. Format: RFC 4180.
/// </remarks>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hasHeader">Whether the first row holds names, to be skipped. Default false.</param>
    /// <param name="separator">The character between fields. Default a comma.</param>
    /// <returns>[rows × columns].</returns>
    /// <exception cref="InvalidDataException">A field is not a number, a row is too short or too long, or there is none; the message gives line and column, counted from 1.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static float[,] Read(string path, bool hasHeader = false, char separator = ',') => AtomicFile.Read(path, file => Read(file, hasHeader, separator));

    /// <summary>Reads a stream from its present position to its end.</summary>
    /// <inheritdoc cref="Read(string, bool, char)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="hasHeader">Whether the first row holds names, to be skipped. Default false.</param>
    /// <param name="separator">The character between fields. Default a comma.</param>
    public static float[,] Read(Stream stream, bool hasHeader = false, char separator = ',') => CsvTable.Read(stream, hasHeader, separator).Values;

    /// <summary>Reads a file of samples with a class label each.</summary>
    /// <inheritdoc cref="Read(string, bool, char)"/>
    /// <param name="path">The file.</param>
    /// <param name="labels">The column of the labels, which are integers from 0: 0 is the first, <c>^1</c> the last. The others are the inputs.</param>
    /// <param name="hasHeader">Whether the first row holds names, to be skipped. Default false.</param>
    /// <param name="separator">The character between fields. Default a comma.</param>
    /// <returns>The rows as a dataset in memory.</returns>
    public static IDataset ReadDataset(string path, Index labels, bool hasHeader = false, char separator = ',') =>
        AtomicFile.Read(path, file => ReadDataset(file, labels, hasHeader, separator));

    /// <summary>Reads samples with a class label each from a stream, from its present position to its end.</summary>
    /// <inheritdoc cref="ReadDataset(string, Index, bool, char)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="labels">The column of the labels: 0 is the first, <c>^1</c> the last. The others are the inputs.</param>
    /// <param name="hasHeader">Whether the first row holds names, to be skipped. Default false.</param>
    /// <param name="separator">The character between fields. Default a comma.</param>
    public static IDataset ReadDataset(Stream stream, Index labels, bool hasHeader = false, char separator = ',')
    {
        var table = CsvTable.Read(stream, hasHeader, separator, labels);
        return Dataset.From(table.Values, table.Labels);
    }
}

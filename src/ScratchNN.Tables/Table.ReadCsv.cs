using ScratchNN.Tables.Csv;

namespace ScratchNN.Tables;

public sealed partial class Table
{
    /// <summary>Reads a CSV file: guesses what <paramref name="options"/> do not set, and lists it in <see cref="Guesses"/>.</summary>
    /// <remarks>
    /// Rows end in LF, CRLF or CR. No row is lost or added, and no value is changed: anything that cannot be read as it is, is refused, all in one message. If
    /// the file is not a text table (but a Git LFS pointer, a zip archive or workbook, gzip, HTML, ARFF, JSON, …), the message names the format and the remedy.
    /// The format is RFC 4180, with its common variations.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings; whatever is not set is guessed. Default: everything is guessed.</param>
    /// <exception cref="InvalidDataException">The file is not a table, or is damaged: the message names file, lines and remedy.</exception>
    /// <exception cref="ArgumentException">The options do not fit the file: a type for a column that it does not have.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return CsvTable.Read(new CsvSource(path), options ?? new());
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file with the types that an encoder learned, for the columns that it has.</summary>
    internal static Table ReadCsv(string path, CsvOptions options, TableEncoder encoder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return CsvTable.Read(new CsvSource(path), options, encoder);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a stream from its present position to its end. One that cannot seek is held in memory while it is read.</summary>
    /// <inheritdoc cref="ReadCsv(string, CsvOptions)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">Settings; whatever is not set is guessed. Default: everything is guessed.</param>
    public static Table ReadCsv(Stream stream, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CsvTable.Read(new CsvSource(stream), options ?? new());
    }

    /// <summary>Reads text to its end. It is held in memory while it is read.</summary>
    /// <inheritdoc cref="ReadCsv(string, CsvOptions)"/>
    /// <param name="reader">The text; it stays open.</param>
    /// <param name="options">Settings; whatever is not set is guessed. Default: everything is guessed.</param>
    public static Table ReadCsv(TextReader reader, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return CsvTable.Read(new CsvSource(reader), options ?? new());
    }
}

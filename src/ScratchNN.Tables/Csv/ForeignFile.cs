using System.Text;
using System.Text.RegularExpressions;

namespace ScratchNN.Tables.Csv;

/// <summary>Files that are mistaken for text tables, by how they begin.</summary>
internal static partial class ForeignFile
{
    /// <summary>The format of a file that begins like this, and the remedy; null if it may be a text table.</summary>
    public static string? Describe(ReadOnlySpan<byte> head, bool isShort) => DescribeBytes(head)
        ?? DescribeText(Encoding.UTF8.GetString(head).TrimStart('\uFEFF'), isShort);

    private static string? DescribeBytes(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => head.IndexOf("xl/"u8) >= 0 || head.IndexOf("[Content_Types].xml"u8) >= 0
            ? "this is an Excel workbook: save the sheet as CSV."
            : head.IndexOf(".npy"u8) >= 0 ? "this is a NumPy .npz archive: read its arrays with Npy."
                : "this is a zip archive: unpack it, and read the file in it.",
        [0x1F, 0x8B, ..] => "this is gzip-compressed: gunzip it first, or read new GZipStream(File.OpenRead(path), CompressionMode.Decompress).",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', (byte)'1', (byte)'A', (byte)'Y', ..] => "this is bzip2-compressed: bunzip2 it first.",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "this is xz-compressed: unxz it first.",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "this is zstd-compressed: unzstd it first.",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "this is a 7z archive: unpack it, and read the file in it.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "this is an old Excel workbook: save the sheet as CSV.",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', < (byte)' ' and not ((byte)'\t' or (byte)'\r' or (byte)'\n'), ..] =>
            "this is a Parquet file: in Python, pandas.read_parquet(path).to_csv(path, index=False) converts it to CSV.",
        [(byte)'A', (byte)'R', (byte)'R', (byte)'O', (byte)'W', (byte)'1', 0, ..] =>
            "this is an Arrow file: in Python, pandas.read_feather(path).to_csv(path, index=False) converts it to CSV.",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "this is HDF5: in Python, pandas.read_hdf(path).to_csv(path, index=False) converts it to CSV.",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "this is a NumPy array: read it with Npy.",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "this is a PDF, whose tables cannot be read: look for the data as CSV.",
        [0x80, >= 2 and <= 5, not 0, ..] => "this is a Python pickle, which ScratchNN never executes: in Python, to_csv converts the table to CSV.",
        [_, _, _, _, _, 0, 0, 0, (byte)'{', (byte)'"', ..] => "this is a safetensors file, the weights of a model: Model.Load reads it.",
        _ when head.StartsWith("SQLite format 3"u8) => "this is an SQLite database: export the table as CSV.",
        _ when head.StartsWith("version https://git-lfs"u8) => "this is a Git LFS pointer, not the file itself: fetch it with git lfs pull.",
        _ => null,
    };

    private static string? DescribeText(string head, bool isShort)
    {
        string start = head.TrimStart();
        if (Html().IsMatch(start)) return "this is HTML, probably a login or error page: download the raw file.";
        if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)) return "this is XML: export the table as CSV.";
        if (Arff().IsMatch(head))
            return "this is ARFF: its table begins below the line @data, and its columns are named above; copy both into a CSV, "
                + "or in Python: pandas.DataFrame(scipy.io.arff.loadarff(path)[0]).to_csv(…).";
        if (Json().IsMatch(start))
            return "these are JSON records: convert them to a table, in Python with pandas.read_json(path).to_csv(path, index=False), "
                + "with lines=True if each line is a record.";
        if (SvmLight().Count(head) is var lines and >= 2 && lines * 10 >= head.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)) * 9)
            return "this is the LIBSVM format, index:value: in Python, sklearn.datasets.load_svmlight_file reads it, and numpy.savetxt saves it as text.";
        if (Records().IsMatch(head)) return "these are records with one field per line: a table has one record per line, with separators between its fields.";
        return isShort || !start.StartsWith("{\\rtf", StringComparison.Ordinal) ? null : "this is RTF: save it as plain text.";
    }

    [GeneratedRegex(@"^<(!doctype|html|head|body)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Html();

    [GeneratedRegex(@"\A(\s*(%.*)?\r?\n)*\s*@relation\b", RegexOptions.IgnoreCase)]
    private static partial Regex Arff();

    [GeneratedRegex(@"\A(\{\s*(""|\})|\[\s*(\{|\[|""[^""]*""\s*,?\s*[\r\n]))")]
    private static partial Regex Json();

    [GeneratedRegex(@"^[-+.\deE]+([ \t]+\d+:[-+.\deE]+)+[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex SvmLight();

    // several blocks of "name: value" lines, each with the same first name
    [GeneratedRegex(@"\A\s*([A-Za-z_][\w ]*):[ \t][^\n]*\n([A-Za-z_][\w ]*:[^\n]*\n)+\s*\n\1:[ \t]")]
    private static partial Regex Records();
}

using System.CommandLine;
using System.Globalization;

namespace Samples;

/// <summary>Options that are checked before any work begins.</summary>
internal static class CheckedOption
{
    public static Option<int?> WholeNumber(string name, string description, int maximum = int.MaxValue) => Of<int?>(name, "N", description, given =>
        int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= maximum
            ? (number, null) : (null, $"{name} takes a whole number from 1 to {maximum}, got {given}."));

    public static Option<Uri?> Address(string name, string description) => Of<Uri?>(name, "URL", description, given =>
        Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? (address, null) : (null, $"{name} takes an address that begins with http:// or https://, got {given}."));

    public static Option<string?> Word(string name, string helpName, string description, IReadOnlyList<string> words) =>
        Of<string?>(name, helpName, description, given =>
        words.Contains(given) ? (given, null) : (null, $"{name} takes one of {string.Join(", ", words)}, got {given}."));

    public static Option<string?> Folder(string name, string description) => Of<string?>(name, "DIR", description, given =>
        Directory.Exists(given) ? (given, null) : (null, $"{name} takes a folder that exists, got {given}."));

    public static Option<string?> InputFile(string name, string description) => Of<string?>(name, "FILE", description, given =>
        File.Exists(given) ? (given, null) : (null, $"{name} takes a file that exists, got {given}."));

    /// <summary>A file that can be written; if it exists, it stays as it is until then.</summary>
    public static Option<string?> OutputFile(string name, string description) => Of<string?>(name, "FILE", description, given =>
        WhyNotWritable(given) is { } reason ? (null, $"{name} takes a file to write, got {given}: {reason}.") : (given, null));

    private static Option<T> Of<T>(string name, string helpName, string description, Func<string, (T? Value, string? Error)> parse) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var (value, error) = parse(result.Tokens[0].Value);
            if (error != null) result.AddError(error);
            return value;
        },
    };

    private static string? WhyNotWritable(string path)
    {
        if (path.Length == 0) return "it has no name";
        if (Directory.Exists(path)) return "it is a folder";
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) return "its folder does not exist";
        try
        {
            bool exists = File.Exists(path);
            var (mode, after) = exists ? (FileMode.Open, FileOptions.None) : (FileMode.CreateNew, FileOptions.DeleteOnClose);
            using var file = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, after);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}

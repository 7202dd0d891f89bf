using System.CommandLine;
using ScratchNN;

namespace Samples;

/// <summary>Does what a command line asks. Errors end in one line and an exit code: 1 for what went wrong, 2 for what was asked wrongly.</summary>
internal static class Invocation
{
    public static int Run(RootCommand root, string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"{parsed.Errors[0].Message} See --help.");
            return 2;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (Exception exception) when (
            exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
        {
            error.WriteLine(exception.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}

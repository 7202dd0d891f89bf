using System.Text;

namespace ScratchNN;

/// <summary>
/// The last line of the terminal, drawn again and again. What others write through <see cref="Console"/> meanwhile takes its place, and stands whole above it.
/// </summary>
/// <remarks>It takes carriage returns and spaces alone, no colours and no escape codes. The cursor stays at its beginning.</remarks>
internal sealed class StatusLine : IDisposable
{
    private const int UsualWidth = 80, Widest = 500;

    private static int _taken;

    private readonly Lock _lock = new();
    private readonly TextWriter _out = Console.Out, _error = Console.Error, _ownOut, _ownError;
    private readonly char[] _text = new char[Widest + 2];
    private int _shown;         // characters of ours that stand there
    private bool _isOthersLine; // somebody has begun a line and not ended it

    internal StatusLine()
    {
        Console.SetOut(new Above(this, _out));
        if (!Console.IsErrorRedirected) Console.SetError(new Above(this, _error));
        (_ownOut, _ownError) = (Console.Out, Console.Error);
    }

    /// <summary>Takes the line; null where the output is not a terminal that can go back in a line, and while another Fit has it.</summary>
    public static StatusLine? Take()
    {
        string? terminal = Environment.GetEnvironmentVariable("TERM");
        bool canGoBack = !Console.IsOutputRedirected && (string.IsNullOrEmpty(terminal) ? OperatingSystem.IsWindows() : terminal != "dumb");
        return canGoBack && Interlocked.CompareExchange(ref _taken, 1, 0) == 0 ? new StatusLine() : null;
    }

    /// <summary>Draws it again, unless somebody has begun a line.</summary>
    public void Draw(in ProgressText text)
    {
        lock (_lock)
        {
            if (_isOthersLine) return;
            _text[0] = '\r';
            int width = Width() - 1, length = text.Format(_text.AsSpan(1, width)), end = 1 + length;
            for (; end <= Math.Min(_shown, width); end++) _text[end] = ' '; // the terminal may be narrower now
            _text[end++] = '\r';
            _out.Write(_text, 0, end);
            _shown = length;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            if (_shown == 0) return;
            _out.Write($"\r{new string(' ', Math.Min(_shown, Width() - 1))}\r");
            _shown = 0;
        }
    }

    /// <summary>Gives the line and the console back.</summary>
    public void Dispose()
    {
        Clear();
        if (ReferenceEquals(Console.Out, _ownOut)) Console.SetOut(_out); // else somebody else has redirected it meanwhile
        if (ReferenceEquals(Console.Error, _ownError)) Console.SetError(_error);
        Volatile.Write(ref _taken, 0);
    }

    private void Write(TextWriter to, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        lock (_lock)
        {
            Clear();
            to.Write(text);
            _isOthersLine = text[^1] != '\n';
        }
    }

    /// <summary>The characters of a line; some terminals do not tell.</summary>
    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? Math.Min(width, Widest) : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    private sealed class Above(StatusLine line, TextWriter to) : TextWriter(to.FormatProvider)
    {
        public override Encoding Encoding => to.Encoding;

        public override void Write(char value) => line.Write(to, [value]);

        public override void Write(string? value) => line.Write(to, value);

        public override void Write(ReadOnlySpan<char> buffer) => line.Write(to, buffer);

        public override void Write(char[] buffer, int index, int count) => line.Write(to, buffer.AsSpan(index, count));

        public override void WriteLine(string? value) => line.Write(to, value + NewLine);

        public override void Flush() => to.Flush();
    }
}

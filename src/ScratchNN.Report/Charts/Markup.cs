using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ScratchNN.Reporting;

/// <summary>HTML or SVG under construction. What is in the holes of an interpolated string is escaped, so no name or message can break the page.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _text.Length == 0;

    public Markup Add([InterpolatedStringHandlerArgument("")] Handler handler)
    {
        _ = handler; // it has added everything
        return this;
    }

    public Markup Add(Markup other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>Adds text as it is: of our own files alone.</summary>
    public Markup AddRaw(string text)
    {
        _text.Append(text);
        return this;
    }

    public override string ToString() => _text.ToString();

    private void AddEscaped(string text)
    {
        foreach (char c in text)
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                _ => _text.Append(char.IsControl(c) && c is not '\n' and not '\t' ? '\uFFFD' : c),
            };
    }

    /// <summary>Adds literals as they are, and escapes what is between them.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int holes, Markup markup)
    {
        public Markup Markup { get; } = Sized(markup, literalLength + (8 * holes));

        public void AppendLiteral(string text) => Markup._text.Append(text);

        public void AppendFormatted(string? text) => Markup.AddEscaped(text ?? "");

        public void AppendFormatted(Markup? markup) => Markup._text.Append(markup?._text);

        public void AppendFormatted(long number) => Markup._text.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>A coordinate: to a tenth of a pixel.</summary>
        public void AppendFormatted(double coordinate) => Markup._text.Append(CultureInfo.InvariantCulture, $"{coordinate:0.#}");

        private static Markup Sized(Markup markup, int more)
        {
            markup._text.EnsureCapacity(markup._text.Length + more);
            return markup;
        }
    }
}

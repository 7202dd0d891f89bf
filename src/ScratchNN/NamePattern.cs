namespace ScratchNN;

/// <summary>Names by a pattern, as a shell has them: <c>*</c> is any text, <c>?</c> one character, <c>[0-3]</c> one of some.</summary>
internal static class NamePattern
{
    /// <exception cref="ArgumentException">A bracket is not closed, or holds nothing.</exception>
    public static void RequireSound(string pattern)
    {
        for (int at = pattern.IndexOf('['); at >= 0; at = pattern.IndexOf('[', at))
        {
            int end = pattern.IndexOf(']', at);
            if (end <= at + 1)
                throw new ArgumentException($"'{pattern}' has a bracket that {(end < 0 ? "is not closed" : "holds nothing")}: [0-3] is one of 0 to 3.", nameof(pattern));
            at = end;
        }
    }

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        for (; !pattern.IsEmpty; name = name[1..])
        {
            if (pattern[0] == '*')
            {
                for (int skipped = 0; skipped <= name.Length; skipped++)
                    if (Matches(pattern[1..], name[skipped..])) return true;
                return false;
            }
            int end = pattern[0] == '[' ? pattern.IndexOf(']') : 0;
            if (name.IsEmpty || !(pattern[0] == '?' || (end > 0 ? IsOneOf(pattern[1..end], name[0]) : pattern[0] == name[0]))) return false;
            pattern = pattern[(end + 1)..];
        }
        return name.IsEmpty;
    }

    private static bool IsOneOf(ReadOnlySpan<char> set, char letter)
    {
        for (int i = 0; i < set.Length; i++)
        {
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (letter >= set[i] && letter <= set[isRange ? i + 2 : i]) return true;
            if (isRange) i += 2;
        }
        return false;
    }
}

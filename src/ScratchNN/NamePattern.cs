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
                throw new ArgumentException($"'{pattern}' has a bracket that {(end < 0 ? "is not closed" : "holds nothing")}: [0-3] is one of 0 to 3.",
                    nameof(pattern));
            at = end;
        }
    }

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> afterStar = default, left = default; // only the last * may have to take another letter: each before it took the least
        bool hasStar = false;
        while (!pattern.IsEmpty || !name.IsEmpty)
        {
            if (!pattern.IsEmpty && pattern[0] == '*')
            {
                pattern = pattern[1..];
                afterStar = pattern;
                left = name;
                hasStar = true;
                continue;
            }
            if (!pattern.IsEmpty && !name.IsEmpty && MatchesLetter(pattern, name[0], out int length))
            {
                pattern = pattern[length..];
                name = name[1..];
                continue;
            }
            if (!hasStar || left.IsEmpty) return false;
            name = left = left[1..];
            pattern = afterStar;
        }
        return true;
    }

    private static bool MatchesLetter(ReadOnlySpan<char> pattern, char letter, out int length)
    {
        int end = pattern[0] == '[' ? pattern.IndexOf(']') : 0;
        length = end + 1;
        return pattern[0] == '?' || (end > 0 ? IsOneOf(pattern[1..end], letter) : pattern[0] == letter);
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

namespace DigitPad.Tests;

/// <summary>A fact that needs a browser: Chromium of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Path == null) Skip = WhyNot;
    }

    internal const string WhyNot = "There is no Chromium (Debian: apt-get install chromium; or name one with CHROMIUM): this test needs a browser.";

    public static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
}

/// <summary>A theory that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (BrowserFactAttribute.Path == null) Skip = BrowserFactAttribute.WhyNot;
    }
}

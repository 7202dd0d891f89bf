using Microsoft.Playwright;

namespace DigitPad.Tests;

/// <summary>What the page and its report look like, on a screen and on a telephone, dark and light, and on paper; and that they need no mouse.</summary>
public sealed class LayoutTests(Browser browser) : IClassFixture<Browser>
{
    private const int Wide = 1280, Telephone = 390;

    private const string Focused = "document.activeElement === document.body ? '' : document.activeElement.id || document.activeElement.textContent";

    private const string HasOutline = """
        () => {
          const style = getComputedStyle(document.activeElement);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }
        """;

    private const string IsOnTheScreen = """
        () => {
          const box = document.activeElement.getBoundingClientRect();
          return box.left >= 0 && box.right <= innerWidth && box.bottom > 0 && box.top < innerHeight;
        }
        """;

    [BrowserTheory]
    [InlineData(Wide, ColorScheme.Light), InlineData(Wide, ColorScheme.Dark), InlineData(Telephone, ColorScheme.Light), InlineData(Telephone, ColorScheme.Dark)]
    public async Task PageAndReport_OfABrokenNetwork_CanBeRead(int width, ColorScheme scheme)
    {
        var page = await browser.Open(width, scheme: scheme);
        await PageChecks.LooksRight(page, "The page");

        await page.Locator("#example").SelectOptionAsync("3");
        await Browser.Train(page, "softmax");
        await Assertions.Expect(page.Locator("#findings")).ToContainTextAsync("SNN005");
        await PageChecks.LooksRight(page, "The page of a broken network");

        await page.GotoAsync($"{browser.Server.Address}report");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("DigitPad");
        await PageChecks.LooksRight(page, "The report");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await PageChecks.LooksRight(page, "The report on paper");
    }

    /// <summary>The judge judged: it sees a text over another, one that is too faint, and one that stands out of its chart.</summary>
    [BrowserTheory]
    [InlineData("<p style='position: absolute; top: 5px'>Over</p>", "and <p> \"Over\"")]
    [InlineData("<p style='color: #888'>Faint</p>", "\"Faint\": 3.54")]
    [InlineData("<svg width='300' height='20'><text x='0' y='40'>Outside</text></svg>", "<text> \"Outside\" stands out of its chart")]
    [InlineData("<svg width='300' height='40'><text y='20'>A tick</text><text x='9' y='22'>Another</text></svg>", "<text> \"A tick\" and <text> \"Another\"")]
    [InlineData("<div style='width: 1400px'>Wide</div>", "is wider than")]
    [InlineData("<p>Nothing is wrong here.</p>", null)]
    public async Task LooksRight_OfAPageWithAFlaw_NamesIt(string flaw, string? problem)
    {
        var page = await browser.Open();
        await page.GotoAsync("about:blank");
        await page.SetContentAsync($"<body style='margin: 0'><p>First</p>{string.Concat(Enumerable.Repeat("<p>Text</p>", 10))}{flaw}");

        var exception = await Record.ExceptionAsync(() => PageChecks.LooksRight(page, "It"));

        if (problem == null) Assert.Null(exception);
        else Assert.Contains(problem, exception?.Message ?? "", StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Tab_ReachesEverything_InOrder_AndShowsWhereItIs()
    {
        var page = await browser.Open(Telephone, 844);
        await Browser.Train(page, "labels");
        await page.EvaluateAsync("document.activeElement.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges();");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#progress")).ToContainTextAsync("Trained: 40 epochs"); // a page that comes late hears of it
        await Assertions.Expect(page.Locator("#fault")).ToHaveValueAsync("labels");

        var reached = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            string name = await page.EvaluateAsync<string>(Focused);
            if (name.Length == 0 || reached.Contains(name)) break;
            reached.Add(name);
            Assert.True(await page.EvaluateAsync<bool>(HasOutline), $"{name} does not show that it has the focus.");
            Assert.True(await page.EvaluateAsync<bool>(IsOnTheScreen), $"{name} has the focus and cannot be seen.");
        }

        Assert.Equal(["Skip to the answer", "pad", "clear", "example", "fault", "train", "model", "report", "report-file"], reached);
    }

    [BrowserFact]
    public async Task Keyboard_WorksEveryControl()
    {
        var page = await browser.Open();

        await page.Locator("#example").FocusAsync();
        await page.Keyboard.TypeAsync("7");
        await Assertions.Expect(page.Locator("#digit")).Not.ToHaveTextAsync("–"); // whatever the network of another test reads
        await page.Locator("#clear").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#digit")).ToHaveTextAsync("–");

        await page.Locator("#fault").FocusAsync();
        await page.Keyboard.TypeAsync("Soft");
        await page.Locator("#train").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#findings")).ToContainTextAsync("SNN005");
        await page.Locator("#stop").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#train")).ToBeEnabledAsync();

        await page.Locator("#model").FocusAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Equal("digits.safetensors", download.SuggestedFilename);
        await page.Locator("#report-file").FocusAsync();
        download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Equal("report.html", download.SuggestedFilename);
    }
}

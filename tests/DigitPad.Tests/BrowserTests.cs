using Microsoft.Playwright;

namespace DigitPad.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class BrowserTests(Server server) : IClassFixture<Server>, IAsyncLifetime, IDisposable
{
    private const float Patience = 30_000; // milliseconds, on a machine with much else to do

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"], Timeout = 60_000 });
    }

    public async Task DisposeAsync()
    {
        if (_browser != null) await _browser.DisposeAsync();
    }

    public void Dispose() => _playwright?.Dispose();

    [BrowserFact]
    public async Task Mouse_DrawsA3_AndItReads3()
    {
        var page = await Open();

        await Draw(page, (80, 60), (140, 40), (190, 80), (130, 130), (195, 180), (140, 240), (75, 215));

        await Expect(page.Locator("#digit")).ToHaveTextAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(page.Locator("#digit")).ToHaveTextAsync("–");
    }

    [BrowserFact]
    public async Task Switch_ToTheSoftmaxOfTheQuestion_ShowsItsFinding()
    {
        var page = await Open();

        await page.Locator("#fault").SelectOptionAsync("softmax");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();

        await Expect(page.Locator("#findings")).ToContainTextAsync("SNN005");
        await Expect(page.Locator("#train")).ToBeEnabledAsync(new() { Timeout = Patience });
    }

    [BrowserFact]
    public async Task Train_ByKeyboardAlone_DrawsCurvesAndGivesAReport()
    {
        var page = await Open();

        await page.Locator("#fault").SelectOptionAsync("none");
        await page.Locator("#fault").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#loss path.training")).ToBeAttachedAsync(new() { Timeout = Patience });
        await Expect(page.Locator("#report")).ToBeVisibleAsync(new() { Timeout = Patience });

        await Expect(page.Locator("#findings")).ToContainTextAsync("Nothing so far.");
        var report = await page.APIRequest.GetAsync($"{server.Address}report");
        Assert.Contains("no check found anything wrong", await report.TextAsync());
    }

    [BrowserFact]
    public async Task Keyboard_DrawsA1_AndItIsAnswered()
    {
        var page = await Open();

        await page.Locator("#pad").FocusAsync();
        for (int i = 0; i < 16; i++) await page.Keyboard.PressAsync("Shift+ArrowDown");

        await Expect(page.Locator("#digit")).ToHaveTextAsync("1");
    }

    [BrowserFact]
    public async Task Page_OnATelephone_IsNotWiderThanIt()
    {
        var page = await Open(width: 390, height: 844);

        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
    }

    private static ILocatorAssertions Expect(ILocator locator)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        return Assertions.Expect(locator);
    }

    private static async Task Draw(IPage page, params (int X, int Y)[] points)
    {
        var box = (await page.Locator("#pad").BoundingBoxAsync())!;
        for (int i = 0; i < points.Length; i++)
        {
            await page.Mouse.MoveAsync(box.X + points[i].X, box.Y + points[i].Y, new() { Steps = 4 });
            if (i == 0) await page.Mouse.DownAsync();
        }
        await page.Mouse.UpAsync();
    }

    private async Task<IPage> Open(int width = 1280, int height = 900)
    {
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        await page.GotoAsync(server.Address.ToString());
        await Expect(page.Locator("body[data-heard]")).ToBeAttachedAsync();
        Assert.Empty(problems);
        return page;
    }
}

using Microsoft.Playwright;

namespace DigitPad.Tests;

/// <summary>A real browser, and the service that it looks at. Without Chromium there is neither, and tests that need it are skipped.</summary>
public sealed class Browser : IAsyncLifetime, IDisposable
{
    private const float Patience = 30_000; // milliseconds, on a machine with much else to do

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Server Server { get; } = new();

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } path) return;
        await Server.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"], Timeout = 60_000 });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    public async Task DisposeAsync()
    {
        if (_browser == null) return;
        await _browser.DisposeAsync();
        await Server.DisposeAsync();
    }

    public void Dispose()
    {
        _playwright?.Dispose();
        Server.Dispose();
    }

    /// <summary>The page in a tab of its own, when it hears of the service.</summary>
    public async Task<IPage> Open(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") problems.Add(message.Text);
        };
        await page.GotoAsync(Server.Address.ToString());
        await Assertions.Expect(page.Locator("body[data-heard]")).ToBeAttachedAsync();
        Assert.Empty(problems);
        return page;
    }

    /// <summary>Breaks the network in a way, trains it, and waits for the end.</summary>
    public static async Task Train(IPage page, string fault)
    {
        await page.Locator("#fault").SelectOptionAsync(fault);
        await page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#stop")).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator("#train")).ToBeEnabledAsync();
    }
}

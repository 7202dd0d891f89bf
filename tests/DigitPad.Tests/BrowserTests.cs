using Microsoft.Playwright;

namespace DigitPad.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task Mouse_DrawsA3_AndItReads3()
    {
        var page = await browser.Open();

        await Draw(page, (80, 60), (140, 40), (190, 80), (130, 130), (195, 180), (140, 240), (75, 215));

        await Assertions.Expect(page.Locator("#digit")).ToHaveTextAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Locator("#digit")).ToHaveTextAsync("–");
    }

    [BrowserFact]
    public async Task Switch_ToTheSoftmaxOfTheQuestion_ShowsItsFinding()
    {
        var page = await browser.Open();

        await page.Locator("#fault").SelectOptionAsync("softmax");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();

        await Assertions.Expect(page.Locator("#findings")).ToContainTextAsync("SNN005");
        await Assertions.Expect(page.Locator("#train")).ToBeEnabledAsync();
    }

    [BrowserFact]
    public async Task Train_ByKeyboardAlone_DrawsCurvesAndGivesAReport()
    {
        var page = await browser.Open();

        await page.Locator("#fault").SelectOptionAsync("none");
        await page.Locator("#fault").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#loss path.training")).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator("#report")).ToBeVisibleAsync();

        await Assertions.Expect(page.Locator("#findings")).ToContainTextAsync("Nothing: no check found anything wrong.");
        var report = await page.APIRequest.GetAsync($"{browser.Server.Address}report");
        Assert.Contains("no check found anything wrong", await report.TextAsync());
    }

    [BrowserFact]
    public async Task Keyboard_DrawsA1_AndItIsAnswered()
    {
        var page = await browser.Open();

        await page.Locator("#pad").FocusAsync();
        for (int i = 0; i < 16; i++) await page.Keyboard.PressAsync("Shift+ArrowDown");

        await Assertions.Expect(page.Locator("#digit")).ToHaveTextAsync("1");
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
}

using Microsoft.Playwright;

namespace DigitPad.Tests;

/// <summary>Looks at a page as people do: does anything overlap, is it wider than the screen, can everything be read?</summary>
internal static class PageChecks
{
    /// <summary>Elements, and texts of charts, that lie on others which do not contain them; and texts that stand out of their chart.</summary>
    private const string FindOverlaps = """
        () => {
          const slack = 1.5, problems = [];
          const isShown = e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && box.right > 0 && getComputedStyle(e).visibility === 'visible';
          };
          const name = e => `<${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}> "${(e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 40)}"`;
          const kinds = 'h1,h2,h3,p,button,select,label,canvas,figcaption,li,dt,dd,th,td,summary,pre,img,svg,svg text,progress,section>div';
          const elements = [...document.querySelectorAll(kinds)].filter(isShown);
          const boxes = elements.map(e => e.getBoundingClientRect());
          for (let i = 0; i < elements.length; i++) {
            const svg = elements[i].tagName === 'text' ? elements[i].ownerSVGElement.getBoundingClientRect() : null, a = boxes[i];
            const isOutside = svg && (a.left < svg.left - slack || a.right > svg.right + slack || a.top < svg.top - slack || a.bottom > svg.bottom + slack);
            if (isOutside) problems.push(`${name(elements[i])} stands out of its chart`);
            for (let j = i + 1; j < elements.length; j++) {
              const b = boxes[j];
              if (a.right - slack <= b.left || b.right - slack <= a.left || a.bottom - slack <= b.top || b.bottom - slack <= a.top) continue;
              if (!elements[i].contains(elements[j]) && !elements[j].contains(elements[i])) problems.push(`${name(elements[i])} and ${name(elements[j])}`);
            }
          }
          return problems;
        }
        """;

    /// <summary>Texts whose contrast with what is behind them is less than WCAG 2.2 AA asks for: 4.5, of large ones 3.</summary>
    private const string FindFaintTexts = """
        () => {
          const parse = text => {
            const numbers = (text.match(/-?[0-9.]+(e-?[0-9]+)?/g) ?? []).map(Number);
            const scale = text.startsWith('color(') ? 255 : 1;
            return numbers.length < 3 ? [0, 0, 0, 0] : [numbers[0] * scale, numbers[1] * scale, numbers[2] * scale, numbers[3] ?? 1];
          };
          const over = (top, under) => [0, 1, 2].map(i => top[3] * top[i] + (1 - top[3]) * under[i]).concat(1);
          const ground = e => {
            const flag = e.closest?.('.flag');
            if (flag) return parse(getComputedStyle(flag.querySelector('rect')).fill);
            const layers = [];
            for (; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
            return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
          };
          const linear = x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
          const luminance = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * linear(c[i] / 255), 0);
          const problems = [];
          let seen = 0;
          for (const e of document.body.querySelectorAll('*')) {
            const isText = [...e.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (!isText || e.matches(':disabled, title, script, style, option') || e.getBoundingClientRect().width < 1) continue;
            const style = getComputedStyle(e), behind = ground(e), colour = over(parse(e instanceof SVGElement ? style.fill : style.color), behind);
            const [low, high] = [luminance(colour), luminance(behind)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
            const size = parseFloat(style.fontSize), least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            seen++;
            const text = e.textContent.trim().slice(0, 40);
            if (ratio < least) problems.push(`"${text}": ${ratio.toFixed(2)}, ${colour.map(Math.round)} on ${behind.map(Math.round)}`);
          }
          return seen > 10 ? problems : [`only ${seen} texts`];
        }
        """;

    public static async Task LooksRight(IPage page, string what)
    {
        int width = page.ViewportSize!.Width;
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{what} is wider than its {width} pixels.");
        Report($"{what} at {width} pixels, overlapping", await page.EvaluateAsync<string[]>(FindOverlaps));
        Report($"{what} at {width} pixels, hard to read", await page.EvaluateAsync<string[]>(FindFaintTexts));
    }

    private static void Report(string what, string[] problems) => Assert.True(problems.Length == 0, $"{what}:\n{string.Join('\n', problems)}");
}

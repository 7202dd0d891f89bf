using System.Globalization;
using DigitPad;

// A page where a digit is drawn and read, and where training can be watched, and broken: DigitPad [--port N], then open the address that it prints.
int port = 5080;
if (args is not [] and not ["--port", _]
    || (args is [_, var number] && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535)))
{
    Console.Error.WriteLine("Usage: DigitPad [--port N], a number from 0 (any free port) to 65535. Default 5080.");
    return 2;
}
using var studio = new Studio();
await using var app = PadServer.Build(studio, port);
try
{
    await app.StartAsync();
}
catch (IOException exception)
{
    Console.Error.WriteLine($"{exception.Message} Choose another port with --port.");
    return 1;
}
Console.WriteLine($"open {app.Urls.First()} in a browser; Ctrl+C ends it");
await app.WaitForShutdownAsync();
return 0;

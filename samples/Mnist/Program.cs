using Mnist;
using Spectre.Console;

return new CommandLine(AnsiConsole.Console, Console.Error, new MnistSource()).Run(args);

using Doctor;

return new CommandLine(Console.Out, Console.Error).Run(args);

// Any table: train FILE --target COLUMN makes a model of it and reports, predict MODEL FILE asks it about raw rows, explain MODEL tells what it is.
using System.CommandLine;
using Samples;
using Tables;

var file = new Argument<FileInfo>("FILE") { Description = "The table, a CSV file." };
var target = new Option<string>("--target")
{
    Description = "The column to predict: its name or, if no column has that name, its number from 1.",
    HelpName = "COLUMN", Required = true
};
var kind = new Option<string?>("--as") { Description = "The kind of target. Default: guessed from its values.", HelpName = "class|number" };
kind.AcceptOnlyFromAmong("class", "number");
var without = new Option<string[]>("--without")
{
    Description = "A column to leave out; may be given several times.", HelpName = "COLUMN",
    DefaultValueFactory = _ => []
};
var save = CheckedOption.OutputFile("--save", "The file to save the model to. Default: none.");
var epochs = CheckedOption.WholeNumber("--epochs", "Passes over the training rows. Default: enough for about 2000 steps.");
var seed = new Option<ulong>("--seed") { Description = "Seed for all random numbers. Default 0.", HelpName = "N" };
var train = new Command("train", "Trains a network on four fifths of a table, and reports how it does on the rest.") { file, target, kind, without, save,
    epochs, seed };
train.SetAction(parsed => new TrainCommand(Console.Out)
{
    Target = parsed.GetValue(target)!,
    IsClass = parsed.GetValue(kind) is { } said ? said == "class" : null,
    Without = parsed.GetValue(without)!,
    Epochs = parsed.GetValue(epochs),
    Seed = parsed.GetValue(seed),
    Save = parsed.GetValue(save),
}.Run(parsed.GetValue(file)!.FullName));

var model = new Argument<FileInfo>("MODEL") { Description = "A file saved by train." };
var output = CheckedOption.OutputFile("--out", "The file for the predictions, a row for each row of FILE. Default: the screen.");
var predict = new Command("predict", "Predicts the rows of a table with a saved model.") { model, file, output };
predict.SetAction(parsed => PredictCommand.Run(parsed.GetValue(model)!.FullName, parsed.GetValue(file)!.FullName, parsed.GetValue(output), Console.Out));

var explain = new Command("explain", "Shows what a saved model predicts, from which columns, and how well it did.") { model };
explain.SetAction(parsed => ExplainCommand.Run(parsed.GetValue(model)!.FullName, Console.Out));

return Invocation.Run(new RootCommand("Predicts a column of any table.") { train, predict, explain }, args, Console.Out, Console.Error);

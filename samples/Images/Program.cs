// Pictures in folders, one folder a class: train FOLDER makes a network of them, predict MODEL FILE... asks it.
using System.CommandLine;
using Images;
using Samples;
using ScratchNN;
using ScratchNN.Augmentation;

var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "A folder that has one folder of PNG and JPEG files for each class." };
var size = CheckedOption.WholeNumber("--size", "Height and width that pictures are scaled to. Default 32.", 256);
var epochs = CheckedOption.WholeNumber("--epochs", "Passes over the pictures. Default 30.");
var seed = new Option<ulong>("--seed") { Description = "Seed for all random numbers. Default 0.", HelpName = "N" };
var grey = new Option<bool>("--grey") { Description = "Use only the brightness." };
var flip = new Option<bool>("--flip") { Description = "Treat a picture and its mirror image as the same class." };
var save = CheckedOption.OutputFile("--save", "The file to save the model to. Default images.safetensors.");
var train = new Command("train", "Trains a network on a folder of pictures, and saves it.") { folder, size, epochs, seed, grey, flip, save };
train.SetAction(parsed => Train(
    parsed.GetValue(folder)!, new ImageRecipe(parsed.GetValue(size) ?? 32, !parsed.GetValue(grey)), parsed.GetValue(epochs)
        ?? 30, parsed.GetValue(seed), parsed.GetValue(flip),
    parsed.GetValue(save) ?? "images.safetensors"));

var model = new Argument<FileInfo>("MODEL") { Description = "A file saved by train." };
var files = new Argument<FileInfo[]>("FILE") { Description = "Pictures.", Arity = ArgumentArity.OneOrMore };
var predict = new Command("predict", "Classifies pictures.") { model, files };
predict.SetAction(parsed => Predict(parsed.GetValue(model)!, parsed.GetValue(files)!));

return Invocation.Run(new RootCommand("Learns to tell pictures apart.") { train, predict }, args, Console.Out, Console.Error);

static int Train(DirectoryInfo folder, ImageRecipe recipe, int epochs, ulong seed, bool flip, string path)
{
    var images = ImageFolder.Open(folder.FullName);
    var data = images.Read(recipe);
    var (trainRows, testRows) = images.Split(seed);
    Console.WriteLine($"{images.Files.Count} pictures of {images.Classes.Count} classes, as {recipe.Shape}; {testRows.Length} of them are for the test");

    var network = new Sequential(
    [
        .. flip ? [new RandomFlip()] : Array.Empty<Layer>(), new RandomShift(pixels: recipe.Side / 16.0), new RandomRotation(degrees: 10),
        new Conv2D(16, 3) { Padding = Padding.Same, UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2),
        new Conv2D(32, 3) { Padding = Padding.Same, UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2),
        new Conv2D(64, 3) { Padding = Padding.Same, UseBias = false }, new BatchNorm(), new ReLU(), new GlobalAveragePool2D(),
        new Dropout(0.2), new Dense(images.Classes.Count), new Softmax(),
    ]);
    LiveView.Watch(view => new Trainer(network, new()
    {
        Epochs = epochs,
        BatchSize = 32,
        Seed = seed,
        Optimizer = new AdamW(0.002),
        Schedule = new OneCycle(),
        ClassWeights = ClassWeights.Balanced,
        Callbacks = [view],
    }).Fit(data.Subset(trainRows)));

    network.Save(path);
    Console.WriteLine(network.Evaluate(data.Subset(testRows)));
    Console.WriteLine($"saved {path}");
    return 0;
}

static int Predict(FileInfo path, FileInfo[] files)
{
    var network = Model.Load(path.FullName);
    var recipe = ImageRecipe.Of(network);
    foreach (var file in files)
    {
        float[] sample = recipe.Read(file.FullName);
        float[,] probabilities = network.PredictProbabilities(new ScratchNN.Samples(sample, recipe.Shape));
        int label = network.PredictClass(sample);
        Console.WriteLine(FormattableString.Invariant($"{file.Name}: {network.Info.ClassNames![label]} ({probabilities[0, label]:0.00})"));
    }
    return 0;
}

// Xor in a native program: learned, saved, loaded, predicted. Argument: the file of the model.
using ScratchNN;

if (args is not [var path])
{
    Console.Error.WriteLine("Usage: Aot FILE (the model is saved there)");
    return 2;
}
float[,] x = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
int[] y = [0, 1, 1, 0];

var model = new Sequential(new Dense(2, 16), new ReLU(), new Dense(16, 2), new Softmax());
var history = new Trainer(model, new() { Epochs = 300, Optimizer = new Adam(0.01f) }).Fit(x, y);
int[] predicted;
try
{
    model.Save(path);
    predicted = Model.Load(path).PredictClasses(x);
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

Console.WriteLine($"accuracy {history.Epochs[^1].Accuracy}");
Console.WriteLine($"0 1 1 0 is expected, predicted is {string.Join(' ', predicted)}");
return predicted.SequenceEqual(y) ? 0 : 1;

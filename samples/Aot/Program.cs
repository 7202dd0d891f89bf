// Xor in a native program: learnt, saved, loaded, predicted. Argument: the file of the model.
using ScratchNN;

if (args is not [var path]) throw new ArgumentException("One argument is expected, the file that the model is saved to.");
float[,] x = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
int[] y = [0, 1, 1, 0];

var model = new Sequential(new Dense(2, 16), new ReLU(), new Dense(16, 2), new Softmax());
var history = new Trainer(model, new() { Epochs = 300, Optimizer = new Adam(0.01f) }).Fit(x, y);
model.Save(path);
int[] predicted = Sequential.FromFile(path).PredictClasses(x);

Console.WriteLine($"accuracy {history.Epochs[^1].Accuracy}");
Console.WriteLine($"0 1 1 0 is expected, predicted is {string.Join(' ', predicted)}");
return predicted.SequenceEqual(y) ? 0 : 1;

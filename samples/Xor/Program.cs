// Exclusive or: 1 where the inputs differ. No straight line parts the ones from the zeros, so one layer never learns it; with a hidden one it is easy.
using ScratchNN;

float[,] x = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
int[] y = [0, 1, 1, 0];

var line = new Sequential(new Dense(2, 2), new Softmax());
var curve = new Sequential(new Dense(2, 8), new Tanh(), new Dense(8, 2), new Softmax());
var options = new TrainerOptions { Epochs = 300, Optimizer = new Adam(0.03f) };

Show("One layer", line);
Show("A hidden layer", curve);

void Show(string name, Model model)
{
    new Trainer(model, options).Fit(x, y);
    Console.WriteLine($"{name}: {string.Join(" ", model.PredictClasses(x))}");

    // what it makes of the square between the four points: the darker, the surer of a 1
    for (int row = 0; row <= 10; row++)
    {
        for (int column = 0; column <= 20; column++)
        {
            float probability = model.PredictProbabilities([[column / 20f, 1 - (row / 10f)]])[0, 1];
            Console.Write(" .:+#"[(int)(4.99f * probability)]);
        }
        Console.WriteLine();
    }
}

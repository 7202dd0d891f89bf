// Three clouds of points, learnt with nothing but defaults.
using ScratchNN;
using ScratchNN.Numerics;

float[][] centres = [[0, 0], [4, 0], [0, 4]];
float[,] x = new float[6000, 2];
int[] y = new int[6000];
var random = new RandomStream(seed: 1, stream: 0);
Span<float> noise = stackalloc float[2];
for (int row = 0; row < y.Length; row++)
{
    random.FillNormal(noise, 0.5f);
    y[row] = row % 3;
    for (int j = 0; j < 2; j++) x[row, j] = centres[y[row]][j] + noise[j];
}

var model = new Sequential(new Dense(2, 16), new ReLU(), new Dense(16, 3), new Softmax());
var history = new Trainer(model).Fit(x, y);
Console.WriteLine(history);

int right = model.PredictClasses(x).Zip(y).Count(pair => pair.First == pair.Second);
int[] predicted = model.PredictClasses([[0, 0], [4, 0], [0, 4]]);
float sum = model.PredictProbabilities([[1, 1]]).Cast<float>().Sum();
Console.WriteLine($"{right} of {y.Length} right; the centres are {string.Join(", ", predicted)}; probabilities sum to {sum}");
return right > 5800 && predicted is [0, 1, 2] && Math.Abs(sum - 1) < 1e-5 ? 0 : 1;

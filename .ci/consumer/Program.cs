// Three clouds of points, learned with nothing but defaults: from arrays, with a report, and from a table.
using ScratchNN;
using ScratchNN.Numerics;
using ScratchNN.Reporting;
using ScratchNN.Tables;

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
var history = new Trainer(model, new() { Callbacks = [new HtmlReport("report.html")] }).Fit(x, y);
Console.WriteLine(history);

int right = model.PredictClasses(x).Zip(y).Count(pair => pair.First == pair.Second);
int[] predicted = model.PredictClasses([[0, 0], [4, 0], [0, 4]]);
float sum = model.PredictProbabilities([[1, 1]]).Cast<float>().Sum();
Console.WriteLine($"{right} of {y.Length} right; the centres are {string.Join(", ", predicted)}; probabilities sum to {sum}");

var table = Table.ReadCsv(new StringReader("x;y;cloud\n" + string.Concat(y.Take(600).Select((cloud, i) => FormattableString.Invariant($"{x[i, 0]};{x[i, 1]};{"abc"[cloud]}\n")))));
var encoder = TableSchema.Infer(table, TableTarget.Of(table, "cloud")).Fit(table);
var network = encoder.NewModel();
new Trainer(network, encoder.NewOptions(table.RowCount) with { Epochs = 20 }).Fit(encoder.Encode(table));
string cloud = new TableModel(network).PredictLabel(new TableRow { ["x"] = 0, ["y"] = 4 });
Console.WriteLine($"{table.Guesses} (0, 4) is {cloud}");
return File.ReadAllText("report.html").Contains("no check found anything wrong", StringComparison.Ordinal) && cloud == "c" && right > 5800 && predicted is [0, 1, 2] && Math.Abs(sum - 1) < 1e-5 ? 0 : 1;

// Wide & deep (Cheng et al. 2016): a linear part remembers single features, a deep part finds how they work together; categories are embedded.
using ScratchNN;
using ScratchNN.Numerics;

// 2,000 visits: hour of the day, price, and which of 12 shops (an index); whether something was bought
const int Count = 2000, Shops = 12;
var random = new RandomStream(seed: 1, stream: 0);
float[,] x = new float[Count, 3];
bool[] bought = new bool[Count];
for (int i = 0; i < Count; i++)
{
    int shop = random.NextInt32(Shops);
    (x[i, 0], x[i, 1], x[i, 2]) = (24 * random.NextSingle(), 100 * random.NextSingle(), shop);
    double score = 2 - (0.04 * x[i, 1]) + (shop % 3 == 0 && x[i, 0] > 12 ? 3 : -1); // some shops sell in the afternoon
    bought[i] = random.NextSingle() < 1 / (1 + Math.Exp(-score));
}

var numbers = new Block(new Columns(..2), new Standardize());
var shops = new Block(new Columns(2..), new Embedding(Shops, size: 4), new Flatten());
var model = new Sequential(
    new Branches(
        new Block(new Columns(..2), new Standardize()), // wide: straight to the output
        new Block(new Branches(numbers, shops), new Dense(32), new ReLU(), new Dense(16), new ReLU())), // deep
    new Dense(1),
    new Sigmoid());
var data = Dataset.From(x, bought);
new Trainer(model, new() { Epochs = 40, Optimizer = new Adam(0.005), Metrics = [Metric.RocAuc] }).Fit(data.Take(..1600));

Console.WriteLine(model.Evaluate(data.Take(1600..), Metric.RocAuc));

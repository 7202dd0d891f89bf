using ScratchNN;

namespace MnistMpi;

/// <summary>The networks to train.</summary>
internal static class Networks
{
    public static IReadOnlyList<string> Names => ["dense", "wide", "conv"];

    public static Model Make(string name, Shape image) => name switch
    {
        "dense" => new Sequential(new Flatten(), new Dense(128), new ReLU(), new Dense(10)),
        "wide" => new Sequential(new Flatten(), new Dense(512), new ReLU(), new Dense(512), new ReLU(), new Dense(10)),
        _ => new Sequential(
            new Reshape(image[0], image[1], 1), new Conv2D(8, 3), new BatchNorm(), new ReLU(), new MaxPool2D(2), new Flatten(), new Dropout(0.25),
                new Dense(64), new ReLU(), new Dense(10)),
    };
}

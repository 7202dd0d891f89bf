using System.Globalization;
using System.Text.Json;

namespace ScratchNN;

/// <summary>
/// A trainer in a file: the file of its model, with what the optimizer remembers as tensors <c>optimizer.slot.parameter</c>, and in the
/// metadata the counters, the epochs, and those options without which it would not be the same training.
/// </summary>
internal static class Checkpoint
{
    public const string Key = "scratchnn.trainer", Prefix = "optimizer.";

    private const long MaximumStep = 1L << 56; // the room of a step in RandomStreams.Layers

    public static void Write(Stream stream, Model model, TrainerOptions options, TrainingState state)
    {
        var tensors = ParameterTensors.Of(model.BuiltPlan.Layout, model.ParameterBuffer.Memory);
        string[] prefixes = Prefixes(options.Optimizer);
        for (int slot = 0; slot < prefixes.Length; slot++)
            tensors = tensors.Concat(ParameterTensors.Of(model.BuiltPlan.Layout, state.Slot(slot), prefixes[slot]));
        SafeTensorsWriter.Write(stream, [(Architecture.Key, Architecture.Write(model)), (Key, Metadata(options, state))], [.. tensors]);
    }

    /// <summary>Gives the model its weights, and returns the state of its trainer.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    /// <exception cref="ArgumentException">It was trained with other options.</exception>
    public static (Model Model, TrainingState State) Read(Stream stream, TrainerOptions options, LayerRegistry? layers)
    {
        var reader = new SafeTensorsReader(stream);
        if (!reader.Header.Metadata.TryGetValue(Key, out string? text))
            throw new InvalidDataException("The file is no checkpoint of a trainer. If it holds a model, Model.Load opens it.");
        var (done, epochs, trained) = VersionedJson.Read(Key, text, ReadMetadata);
        RequireSame(trained, options);

        var architecture = Architecture.Read(reader.Header, layers);
        var plan = architecture.Plan;
        string[] prefixes = Prefixes(options.Optimizer);
        ParameterTensors.Require(reader.Header, plan.Layout.Infos, ["", .. prefixes]);
        var tensors = reader.ReadValues();
        var model = architecture.Allocate();
        var state = new TrainingState(model, options.Optimizer, options.ClipNorm) { Step = done.Step, Epoch = done.Epoch };
        state.Epochs.AddRange(epochs);
        ParameterTensors.Assign(model.Parameters, plan.Layout, tensors);
        for (int slot = 0; slot < prefixes.Length; slot++)
            ParameterTensors.Assign(state.Slot(slot).Span, plan.Layout, tensors, prefixes[slot]);
        return (model, state);
    }

    private static string[] Prefixes(Optimizer optimizer) => [.. Enumerable.Range(0, optimizer.StateSlots).Select(slot => $"{Prefix}{slot}.")];

    private static string Metadata(TrainerOptions options, TrainingState state) => VersionedJson.Write(json =>
    {
        json.WriteNumber("step", state.Step);
        json.WriteNumber("epoch", state.Epoch);
        json.WriteStartObject("options");
        foreach (var (name, value) in Decisive(options)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("epochs");
        foreach (var epoch in state.Epochs) Write(json, epoch);
        json.WriteEndArray();
    });

    private static ((long Step, int Epoch) Done, EpochResult[] Epochs, Dictionary<string, string> Options) ReadMetadata(JsonElement json)
    {
        long step = json.GetProperty("step").GetInt64();
        int epoch = json.GetProperty("epoch").GetInt32();
        if (step is < 0 or >= MaximumStep || epoch is < 0 or int.MaxValue)
            throw new InvalidDataException($"The checkpoint counts {step} steps in {epoch} epochs, which no training does.");
        return ((step, epoch), [.. json.GetProperty("epochs").EnumerateArray().Select(ReadEpoch)],
            json.GetProperty("options").EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetText()));
    }

    /// <summary>The options that decide the bits, or what the optimizer's numbers mean. Learning rate, schedule and loss may change in mid-life.</summary>
    private static (string Name, string Value)[] Decisive(TrainerOptions options) =>
    [
        (nameof(options.Optimizer), options.Optimizer.GetType().Name),
        (nameof(options.Optimizer.StateSlots), Invariant($"{options.Optimizer.StateSlots}")),
        (nameof(options.Seed), Invariant($"{options.Seed}")),
        (nameof(options.BatchSize), Invariant($"{options.BatchSize}")),
        (nameof(options.MicroBatchSize), Invariant($"{options.MicroBatchSize}")),
        (nameof(options.Shuffle), Invariant($"{options.Shuffle}")),
        (nameof(options.ValidationSplit), Invariant($"{(float)options.ValidationSplit}")),
        (nameof(options.ClipNorm), Invariant($"{(float?)options.ClipNorm}")),
    ];

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void RequireSame(Dictionary<string, string> trained, TrainerOptions options)
    {
        foreach (var (name, value) in Decisive(options))
            if (trained.TryGetValue(name, out string? old) && old != value)
                throw new ArgumentException($"The checkpoint was trained with {name} {Word(old)}, the options say {Word(value)}. "
                    + "Pass the options it was trained with; only learning rate, schedule, loss and what watches or ends a Fit may be others.", nameof(options));

        static string Word(string value) => value.Length == 0 ? "null" : FileText.Short(value);
    }

    private static void Write(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("samples", epoch.Training.Count);
        Write(json, "loss", epoch.Loss);
        Write(json, "accuracy", epoch.Accuracy);
        if (epoch.Validation is { } validation) json.WriteNumber("validationSamples", validation.Count);
        Write(json, "validationLoss", epoch.ValidationLoss);
        Write(json, "validationAccuracy", epoch.ValidationAccuracy);
        Write(json, "learningRate", epoch.LearningRate);
        Write(json, "seconds", epoch.Duration.TotalSeconds);
        Write(json, "samplesPerSecond", epoch.SamplesPerSecond);
        json.WriteEndObject();
    }

    private static EpochResult ReadEpoch(JsonElement json) => new()
    {
        Epoch = json.GetProperty("epoch").GetInt32(),
        Training = ReadEvaluation(json, "loss", "accuracy", "samples"),
        Validation = json.TryGetProperty("validationLoss", out _) ? ReadEvaluation(json, "validationLoss", "validationAccuracy", "validationSamples") : null,
        LearningRate = Number(json, "learningRate") ?? 0,
        Duration = TimeSpan.FromTicks(checked((long)Math.Round((Number(json, "seconds") ?? 0) * TimeSpan.TicksPerSecond))),
        SamplesPerSecond = Number(json, "samplesPerSecond") ?? 0,
    };

    private static Evaluation ReadEvaluation(JsonElement json, string loss, string accuracy, string samples) => new()
    {
        Loss = Number(json, loss) ?? double.NaN,
        Accuracy = Number(json, accuracy),
        Count = (int)(Number(json, samples) ?? 0), // version 1 did not count
    };

    /// <summary>A number as JSON has it, or as text where it is not finite; nothing for null.</summary>
    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not { } number) return;
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
    }

    private static double? Number(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? double.Parse(value.GetText(), CultureInfo.InvariantCulture)
        : value.GetDouble();
}

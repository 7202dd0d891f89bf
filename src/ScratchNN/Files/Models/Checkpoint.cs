using System.Text.Json;

namespace ScratchNN;

/// <summary>
/// A trainer in a file: the file of its model, with the optimizer state as tensors <c>optimizer.slot.parameter</c>, and in the
/// metadata the counters, the epochs, and those options without which it would not be the same training.
/// </summary>
internal static partial class Checkpoint
{
    public const string Key = "scratchnn.trainer", Prefix = "optimizer.";

    /// <summary>What the tensors begin with that are not the model's.</summary>
    public static IReadOnlyList<string> OwnPrefixes { get; } = [Prefix, "trainer."];

    private const string Raw = "trainer.raw.", Outputs = "trainer.metrics.outputs";

    private const long MaximumStep = 1L << 56; // the room of a step in RandomStreams.Layers

    public static void Write(Stream stream, Model model, TrainerOptions options, TrainingState state)
    {
        var layout = model.BuiltPlan.Layout;
        List<NamedTensor> tensors = [.. ParameterTensors.Of(layout, state.ShownMemory)];
        string[] slots = Slots(options.Optimizer);
        for (int slot = 0; slot < slots.Length; slot++) tensors.AddRange(ParameterTensors.Of(layout, state.Slot(slot), Prefix + slots[slot]));
        if (state.HasAverage) tensors.AddRange(ParameterTensors.Of(layout, state.RawMemory, Raw));
        for (int i = 0; i < state.Kept.Length && state.Fit != null; i++)
        {
            if (state.Kept[i] is not { } kept) continue;
            tensors.AddRange(ParameterTensors.Of(layout, kept.ParameterMemory, Kept(i)));
            for (int slot = 0; slot < slots.Length; slot++)
                tensors.AddRange(ParameterTensors.Of(layout, state.Slot(slot, kept.OptimizerMemory), Kept(i) + slots[slot]));
            if (state.HasAverage) tensors.AddRange(ParameterTensors.Of(layout, kept.AverageMemory, Kept(i) + "average."));
        }
        if (state.Fit?.Metrics?.Outputs is { Length: > 0 } outputs)
            tensors.Add(new NamedTensor(Outputs, new ParameterInfo { Name = Outputs, Shape = outputs.Length }, outputs));
        SafeTensorsWriter.Write(stream, [(Architecture.Key, Architecture.Write(model)), (Key, Metadata(options, state, model))], [.. tensors]);
    }

    /// <summary>Gives the model its weights, and returns the state of its trainer.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    /// <exception cref="ArgumentException">It was trained with other options.</exception>
    public static (Model Model, TrainingState State) Read(Stream stream, TrainerOptions options, LayerRegistry? layers)
    {
        var reader = new SafeTensorsReader(stream);
        if (!reader.Header.Metadata.TryGetValue(Key, out string? text))
            throw new InvalidDataException("The file is not a checkpoint of a trainer. If it holds a model, Model.Load opens it.");
        var (done, epochs, trained, fit) = VersionedJson.Read(Key, text, ReadMetadata);
        string remedy = "Pass the options it was trained with; only the learning rate, schedule, loss and whatever watches or stops a Fit may differ.";
        if (Difference(trained, Decisive(options), "checkpoint was trained", remedy) is { } difference)
            throw new ArgumentException(difference, nameof(options));
        if (fit != null && Difference(fit.Options, DecisiveForFit(options), "interrupted Fit began", NoFit) is { } other)
            throw new ArgumentException(other, nameof(options));
        if (fit != null) RequireBatches(fit.Position, options.BatchSize);

        var architecture = Architecture.Read(reader.Header, layers);
        var layout = Architecture.LayoutIn(reader.Header, architecture.Plan.Layout);
        string[] slots = Slots(options.Optimizer);
        List<string> prefixes = ["", .. slots.Select(slot => Prefix + slot)];
        if (options.AverageWeights != null) prefixes.Add(Raw);
        for (int i = 0; i < fit?.Callbacks.Length; i++)
            if (fit.Callbacks[i].HasKept)
                prefixes.AddRange(
                    [Kept(i), .. slots.Select(slot => Kept(i) + slot), .. options.AverageWeights == null ? Array.Empty<string>() : [Kept(i) + "average."]]);
        ParameterTensors.Require(reader.Header, layout.Infos, [.. prefixes], ignored: fit == null ? null : [Outputs]);
        var tensors = reader.ReadValues();
        var model = architecture.With(tensors, reader.Header);
        var state = new TrainingState(model, options) { Step = done.Step, Epoch = done.Epoch };
        state.Epochs.AddRange(epochs);
        if (fit?.Position.EpochsDone > state.Epochs.Count)
            throw new InvalidDataException(
                $"The checkpoint's Fit has done {fit.Position.EpochsDone} epochs, and it holds the results of {state.Epochs.Count}.");
        state.BeginShown();
        for (int slot = 0; slot < slots.Length; slot++) ParameterTensors.Assign(state.Slot(slot).Span, layout, tensors, Prefix + slots[slot]);
        if (state.HasAverage) ParameterTensors.Assign(state.Raw, layout, tensors, Raw);
        if (fit != null) Restore(state, fit, options, layout, model, tensors);
        return (model, state);
    }

    private static void Restore(TrainingState state, SavedFit fit, TrainerOptions options, ParameterLayout layout, Model model,
        Dictionary<string, float[]> tensors)
    {
        int[] places = Match(fit.Callbacks, options, model);
        state.CallbackState = CallbackRunner.StatesOf(options.Callbacks, model);
        state.Kept = new Snapshot?[places.Length];
        bool[] pending = new bool[places.Length];
        string[] slots = Slots(options.Optimizer);
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0) continue;
            var saved = fit.Callbacks[places[i]];
            saved.State.CopyTo(state.CallbackState[i], 0);
            pending[i] = saved.IsPending;
            if (!saved.HasKept) continue;
            string prefix = Kept(places[i]);
            var kept = state.Kept[i] = new Snapshot(state, saved.KeptStep);
            ParameterTensors.Assign(kept.ParameterMemory.Span, layout, tensors, prefix);
            for (int slot = 0; slot < slots.Length; slot++)
                ParameterTensors.Assign(state.Slot(slot, kept.OptimizerMemory).Span, layout, tensors, prefix + slots[slot]);
            if (state.HasAverage) ParameterTensors.Assign(kept.AverageMemory.Span, layout, tensors, prefix + "average.");
        }
        fit.Position.Pending = pending;
        if (tensors.TryGetValue(Outputs, out float[]? outputs)) fit.Position.Left = (fit.Position.Left!.Value.Sums, outputs);
        (state.Fit, state.IsResumed) = (fit.Position, true);
    }

    private static string Kept(int callback) => Invariant($"trainer.kept.{callback}.");

    private static string[] Slots(Optimizer optimizer) => [.. Enumerable.Range(0, optimizer.StateSlots).Select(slot => $"{slot}.")];

    private static string Metadata(TrainerOptions options, TrainingState state, Model model) => VersionedJson.Write(json =>
    {
        json.WriteNumber("step", state.Step);
        json.WriteNumber("epoch", state.Epoch);
        json.WriteStartObject("options");
        foreach (var (name, value) in Decisive(options)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("epochs");
        foreach (var epoch in state.Epochs) Write(json, epoch);
        json.WriteEndArray();
        WriteFit(json, state, options, model);
    });

    private static ((long Step, int Epoch) Done, EpochResult[] Epochs, Dictionary<string, string> Options, SavedFit? Fit) ReadMetadata(JsonElement json)
    {
        long step = json.Get("step").GetInt64();
        int epoch = json.Get("epoch").GetInt32();
        if (step is < 0 or >= MaximumStep || epoch is < 0 or int.MaxValue)
            throw new InvalidDataException($"The checkpoint counts {step} steps in {epoch} epochs, which is impossible.");
        return ((step, epoch), [.. json.Get("epochs").EnumerateArray().Select(ReadEpoch)],
            json.Get("options").EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetText()), ReadFit(json));
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
        (nameof(options.ValidationSplit), $"{options.ValidationSplit?.ToString() ?? "0"}"), // as format 1 wrote it
        (nameof(options.ClipValue), Invariant($"{(float?)options.ClipValue}")),
        (nameof(options.ClipNorm), Invariant($"{(float?)options.ClipNorm}")),
        (nameof(options.AverageWeights), Invariant($"{(float?)options.AverageWeights}")),
    ];

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>What options differ in from those that the file has; null if in nothing.</summary>
    private static string? Difference(Dictionary<string, string> trained, (string Name, string Value)[] decisive, string what, string remedy)
    {
        foreach (var (name, value) in decisive)
            if (trained.GetValueOrDefault(name, "") is var old && old != value) // what an older version did not know was null
                return $"The {what} with {name} {Word(old)}, the options have {Word(value)}. {remedy}";
        return null;

        static string Word(string value) => value.Length == 0 ? "null" : FileText.Short(value);
    }
}

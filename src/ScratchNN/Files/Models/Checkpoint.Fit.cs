using System.Runtime.InteropServices;
using System.Text.Json;

namespace ScratchNN;

/// <remarks>The Fit that was interrupted: where it is, what callbacks remember, and every option that its result depends on.</remarks>
internal static partial class Checkpoint
{
    private const string NoFit = "Pass the options of that Fit to finish it. To train the model differently, load it with Model.Load and create a new Trainer.";

    /// <summary>A callback as the interrupted Fit had it.</summary>
    private sealed record SavedCallback(string Name, bool Decides, float[] State, bool HasKept, long KeptStep, bool IsPending);

    /// <summary>The interrupted Fit, before it is known whether the options fit it.</summary>
    private sealed record SavedFit(FitPosition Position, SavedCallback[] Callbacks, Dictionary<string, string> Options);

    /// <summary>The options that decide the result of a Fit, beside those that decide what the optimizer's numbers mean.</summary>
    private static (string Name, string Value)[] DecisiveForFit(TrainerOptions options) =>
    [
        (nameof(options.Epochs), Invariant($"{options.Epochs}")),
        (nameof(options.Optimizer.LearningRate), Invariant($"{(float)options.Optimizer.LearningRate}")),
        (nameof(options.Optimizer), $"{options.Optimizer}"),
        (nameof(options.Schedule), $"{options.Schedule}"),
        (nameof(options.Loss), $"{options.Loss}"),
        (nameof(options.ClassWeights), $"{options.ClassWeights}"),
    ];

    private static void WriteFit(Utf8JsonWriter json, TrainingState state, TrainerOptions options, Model model)
    {
        if (state.Fit is not { } fit) return;
        json.WriteStartObject("fit");
        json.WriteNumber("epochs", fit.Epochs);
        json.WriteNumber("rows", fit.Rows);
        json.WriteNumber("validationRows", fit.ValidationRows);
        json.WriteString("conditions", fit.Conditions);
        json.WriteNumber("epochsDone", fit.EpochsDone);
        json.WriteBoolean("isInEpoch", fit.IsInEpoch);
        json.WriteNumber("batchesDone", fit.BatchesDone);
        json.WriteStartArray("total");
        foreach (double number in (double[])[fit.Total.LossSum, fit.Total.LossWeight, fit.Total.Correct, fit.Total.Weight, fit.Total.Count])
            WriteNumber(json, number);
        json.WriteEndArray();
        json.WriteBoolean("stops", fit.Stops);
        if (fit.Moment is { } moment) json.WriteString("moment", moment.ToString());
        json.WriteStartObject("step");
        json.WriteNumber("step", fit.Step.Step);
        json.WriteNumber("epoch", fit.Step.Epoch);
        json.WriteNumber("stepInEpoch", fit.Step.StepInEpoch);
        json.WriteNumber("stepsPerEpoch", fit.Step.StepsPerEpoch);
        Write(json, "loss", fit.Step.Loss);
        Write(json, "accuracy", fit.Step.Accuracy);
        Write(json, "learningRate", fit.Step.LearningRate);
        json.WriteEndObject();
        json.WriteStartArray("sums");
        foreach (double[] sums in fit.Metrics?.Sums ?? [])
        {
            json.WriteStartArray();
            foreach (double sum in sums) WriteNumber(json, sum);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("callbacks");
        for (int i = 0; i < options.Callbacks.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", $"{options.Callbacks[i]}");
            json.WriteBoolean("decides", options.Callbacks[i].Decides(model) || state.Kept[i] != null);
            json.WriteBase64String("state", MemoryMarshal.AsBytes<float>(state.CallbackState[i]));
            json.WriteBoolean("hasKept", state.Kept[i] != null);
            json.WriteNumber("keptStep", state.Kept[i]?.Step ?? 0);
            json.WriteBoolean("isPending", fit.Moment != null && fit.Pending[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("options");
        foreach (var (name, value) in DecisiveForFit(options)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static SavedFit? ReadFit(JsonElement json)
    {
        if (!json.TryGetProperty("fit", out var fit)) return null;
        double[] total = [.. fit.Get("total").EnumerateArray().Select(Number)];
        var step = fit.Get("step");
        int epochsDone = Natural(fit, "epochsDone"), epochs = Natural(fit, "epochs");
        if (total.Length != 5 || epochsDone > epochs)
            throw new InvalidDataException($"The checkpoint's Fit has {epochsDone} of {epochs} epochs and {total.Length} sums, which is impossible.");
        return new SavedFit(
            new FitPosition(epochs, Natural(fit, "rows"), Natural(fit, "validationRows"))
            {
                IsResumed = true,
                Conditions = fit.Get("conditions").GetText(),
                EpochsDone = epochsDone,
                IsInEpoch = fit.Get("isInEpoch").GetBoolean(),
                BatchesDone = Natural(fit, "batchesDone"),
                Total = new BatchResult(total[0], total[1], total[2], total[3], (int)total[4]),
                Stops = fit.Get("stops").GetBoolean(),
                Moment = fit.TryGetProperty("moment", out var moment) ? Enum.Parse<CallbackMoment>(moment.GetText()) : null,
                Step = new StepResult
                {
                    Step = StepOf(step, "step"),
                    Epoch = Natural(step, "epoch"),
                    StepInEpoch = Natural(step, "stepInEpoch"),
                    StepsPerEpoch = Natural(step, "stepsPerEpoch"),
                    Loss = Number(step, "loss") ?? double.NaN,
                    Accuracy = Number(step, "accuracy"),
                    LearningRate = Number(step, "learningRate") ?? 0,
                },
                Left = ([.. fit.Get("sums").EnumerateArray().Select(sums => sums.EnumerateArray().Select(Number).ToArray())], []),
            },
            [.. fit.Get("callbacks").EnumerateArray().Select(ReadCallback)],
            fit.Get("options").EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetText()));
    }

    private static SavedCallback ReadCallback(JsonElement json) => new(
        json.Get("name").GetText(), json.Get("decides").GetBoolean(), Floats(json.Get("state").GetBytesFromBase64()),
        json.Get("hasKept").GetBoolean(), StepOf(json, "keptStep"), json.Get("isPending").GetBoolean());

    /// <summary>Finds the callbacks of the interrupted Fit among those of the options: for each of these its place there, or −1.</summary>
    /// <exception cref="ArgumentException">One that decides is missing, or is new.</exception>
    private static int[] Match(SavedCallback[] saved, TrainerOptions options, Model model)
    {
        int[] places = [.. Enumerable.Repeat(-1, options.Callbacks.Count)];
        for (int i = 0; i < places.Length; i++)
        {
            string name = $"{options.Callbacks[i]}";
            places[i] = Enumerable.Range(0, saved.Length).FirstOrDefault(place => saved[place].Name == name && !places.Contains(place), -1);
            if (places[i] < 0 && options.Callbacks[i].Decides(model))
                throw new ArgumentException(
                    $"The Fit that was interrupted had no {name} among its callbacks, but the options do: the result would differ. {NoFit}", nameof(options));
            if (places[i] >= 0 && saved[places[i]].State.Length != options.Callbacks[i].StateSize(model))
                throw new ArgumentException(
                    $"{name} had a StateSize of {saved[places[i]].State.Length} in the Fit that was interrupted, "
                        + $"now it has {options.Callbacks[i].StateSize(model)}. {NoFit}", nameof(options));
        }
        for (int place = 0; place < saved.Length; place++)
            if (saved[place].Decides && !places.Contains(place))
                throw new ArgumentException(
                    $"The Fit that was interrupted had the callback {FileText.Short(saved[place].Name)}, but the options lack it: the result would differ. "
                        + $"{NoFit}", nameof(options));
        return places;
    }

    /// <summary>Throws unless that many rows make that many batches.</summary>
    private static void RequireBatches(FitPosition fit, int batchSize)
    {
        int batches = fit.Rows == 0 ? 0 : TrainingRun.BatchesOf(fit.Rows, Math.Min(batchSize, fit.Rows));
        if (fit.BatchesDone > batches)
            throw new InvalidDataException(
                $"The checkpoint's Fit has done {fit.BatchesDone} batches of an epoch of {batches}, so the file is damaged: resume an earlier one.");
    }

    private static float[] Floats(byte[] bytes) => bytes.Length % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
        : throw new InvalidDataException($"A callback's state in the checkpoint has {bytes.Length} bytes, which is not a whole number of floats.");

    private static long StepOf(JsonElement json, string name) => json.Get(name).GetInt64() is >= 0 and < MaximumStep and long step ? step
        : throw new InvalidDataException($"The checkpoint's {name} is {json.Get(name).GetInt64()}, which is out of range.");

    private static int Natural(JsonElement json, string name) => json.Get(name).GetInt32() is >= 0 and int number ? number
        : throw new InvalidDataException($"The checkpoint's {name} is below 0.");

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(Invariant($"{number}"));
    }

    private static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? double.Parse(json.GetText(), System.Globalization.CultureInfo.InvariantCulture) : json.GetDouble();
}

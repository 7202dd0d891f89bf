using System.Text.Json;

namespace ScratchNN;

/// <summary>The layers of a model and its input shape, as JSON in the metadata of a file.</summary>
/// <remarks><c>{"version":3,"library":"0.2.0","input":[784],"layers":[{"Dense":{"inputs":784,"units":128}},{"ReLU":{}}],"meaning":"OneClass"}</c></remarks>
internal sealed record Architecture(Model Model, ContainerPlan Plan, bool[] Frozen, bool IsAdapted, bool IsDrawn, TargetScale? Scale)
{
    public const string Key = "scratchnn.model";

    private const int WithFileShapes = 3; // the format

    public static string Write(Model model) => VersionedJson.Write(json =>
    {
        json.WriteStartArray("input");
        for (int i = 0; i < model.InputShape.Rank; i++) json.WriteNumberValue(model.InputShape[i]);
        json.WriteEndArray();
        LayerRegistry.WriteAll(json, model.Layers);
        WriteFrozen(json, model.Built);
        if (model.Built.IsAdapted) json.WriteBoolean("adapted", true);
        if (model.Built.IsDrawn) json.WriteBoolean("drawn", true);
        TargetScaleJson.Write(json, model.Built);
        DataInfoJson.Write(json, model.Described);
    });

    /// <summary>The layers, and the input shape, which they take; the model has no weights yet.</summary>
    /// <exception cref="InvalidDataException">There is no architecture, or it is damaged or newer than this library.</exception>
    public static Architecture Read(SafeTensorsHeader header, LayerRegistry? layers)
    {
        if (!header.Metadata.TryGetValue(Key, out string? text))
            throw new InvalidDataException("The file holds weights but no architecture: create the model in code, then Load the file.");
        return VersionedJson.Read(Key, text, json =>
        {
            var model = new Model(new Block((layers ?? new LayerRegistry()).ReadAll(json))) { Described = DataInfoJson.Read(json) };
            var plan = model.Root.PlanFor(new Shape([.. json.Get("input").EnumerateArray().Select(length => length.GetInt32())]));
            return new Architecture(model, plan, ReadFrozen(json, plan.Layout), Has(json, "adapted"), Has(json, "drawn"),
                TargetScaleJson.Read(json, plan.Output.Size)?.Scale);
        });
    }

    /// <summary>Parameters as the file has them: PyTorch's order of a <see cref="ParameterInfo.FileShape"/> came with format 3.</summary>
    public static ParameterLayout LayoutIn(SafeTensorsHeader header, ParameterLayout layout) =>
        header.Metadata.TryGetValue(Key, out string? text) && VersionedJson.VersionOf(text) < WithFileShapes
            ? new ParameterLayout([.. layout.Infos.Select(info => info.InOldFiles)]) : layout;

    /// <summary>The model with its weights.</summary>
    public Model With(Dictionary<string, float[]> values, SafeTensorsHeader header)
    {
        var weights = Model.Weights = new Weights(Plan) { IsAdapted = IsAdapted, Frozen = Frozen, Scale = Scale };
        ParameterTensors.Assign(weights.Buffer.Span, LayoutIn(header, Plan.Layout), values);
        if (IsDrawn) weights.MarkDrawn();
        return Model;
    }

    private static bool Has(JsonElement json, string flag) => json.TryGetProperty(flag, out var value) && value.GetBoolean();

    private static void WriteFrozen(Utf8JsonWriter json, Weights weights)
    {
        if (weights.Frozen.Length == 0) return;
        json.WriteStartArray("frozen");
        for (int i = 0; i < weights.Frozen.Length; i++)
            if (weights.IsFrozen(i)) json.WriteStringValue(weights.Plan.Layout.Infos[i].Name);
        json.WriteEndArray();
    }

    private static bool[] ReadFrozen(JsonElement json, ParameterLayout layout)
    {
        if (!json.TryGetProperty("frozen", out var names)) return [];
        bool[] frozen = new bool[layout.Infos.Count];
        foreach (var name in names.EnumerateArray())
        {
            int at = layout.IndexOf(name.GetText());
            frozen[at >= 0 ? at
                : throw new InvalidDataException($"The file freezes '{FileText.Short(name.GetText())}', but the model has no such parameter.")] = true;
        }
        return frozen;
    }
}

namespace ScratchNN;

public partial class Model
{
    private const string Rename = " LoadOptions.Rename gives a tensor the name of a parameter, or null to leave it out; ";
    private const string NoFit = Rename + "with Strict = false, parameters may be missing.";
    private const string NothingFits = Rename
        + "with Strict = false too, the file must have one parameter at least, and those that it has must have the model's shape.";

    /// <summary>Saves weights and architecture as a safetensors file. An old file stays whole until the new one is complete on the disk.</summary>
    /// <remarks>Names and layouts are those of PyTorch's <c>nn.Sequential</c>: <c>0.weight</c> [out × in], <c>0.bias</c> [out], …, as float32.
    /// The new file has the permissions of the old one. A pipe or a device is written to as it is.</remarks>
    /// <param name="path">The file, usually with the extension <c>.safetensors</c>.</param>
    /// <exception cref="InvalidOperationException">The model is not built, or a weight is not finite. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written, or is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or the folder is not writable.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes what <see cref="Save(string)"/> does to a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidOperationException">The model is not built, or a weight is not finite. Nothing is written.</exception>
    public void Save(Stream stream)
    {
        var weights = Built;
        NamedTensor[] tensors = [.. ParameterTensors.Of(weights.Plan.Layout, weights.Buffer.Memory)];
        SafeTensorsWriter.Write(stream, [(Architecture.Key, Architecture.Write(this))], tensors);
    }

    /// <summary>Reads the weights of a safetensors file, of this library or of PyTorch, into this model.</summary>
    /// <remarks>
    /// F32, F16, BF16 and F64 become float32. Tensors of integers and booleans that have no parameter's name are ignored: PyTorch counts the batches of a
    /// normalisation in an I64. The whole file is read and checked before the first weight is written. From a checkpoint, the weights are read.
    /// <see cref="Meaning"/> and <see cref="Info"/> stay as they are. <see cref="TargetScale"/> goes with the last layer: where its weights are read, the model
    /// has that of the file, or none.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Other names, and whether parts may be missing. Default: every parameter of the model in the right shape, and nothing else.</param>
    /// <returns>The tensors that were read, and those that were not.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or does not fit the model: the message lists names and shapes of both.</exception>
    /// <exception cref="ArgumentException"><see cref="LoadOptions.Rename"/> gives two tensors one name.</exception>
    /// <exception cref="InvalidOperationException">The model's shapes are not known yet: call <see cref="Build"/> first.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public LoadResult LoadWeights(string path, LoadOptions? options = null) => AtomicFile.Read(path, file => LoadWeights(file, options));

    /// <summary>Reads weights from a stream, from its present position to its end.</summary>
    /// <inheritdoc cref="LoadWeights(string, LoadOptions)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">Other names, and whether parts may be missing. Default: every parameter of the model in the right shape, and nothing else.</param>
    public LoadResult LoadWeights(Stream stream, LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        var weights = Root.InputShape is { } input && !IsBuilt ? Draw(input, seed: 0) : Built;
        var layout = weights.Plan.Layout;
        var reader = new SafeTensorsReader(stream);
        var (tensors, unused) = Renamed(reader.Header, options);
        var names = layout.Infos.Where(info => tensors.ContainsKey(info.Name)).ToDictionary(info => info.Name, info => tensors[info.Name].Name);
        var missing = ParameterTensors.Match(tensors, layout.Infos, [""], ignored: null, options.Strict, () =>
            (options.Rename == null ? NameHint.Of(reader.Header.Tensors, layout.Infos) : null) ?? (options.Strict ? NoFit : NothingFits));
        unused.AddRange(tensors.Values.Select(tensor => tensor.Name));
        var scale = TargetScaleJson.Read(reader.Header);
        if (scale?.Scale.Outputs != weights.Plan.Output.Size) scale = null;
        var values = reader.ReadValues([.. names.Values]);

        ParameterTensors.Assign(weights.Buffer.Span, Architecture.LayoutIn(reader.Header, layout),
            names.ToDictionary(name => name.Key, name => values[name.Value]));
        weights.IsAdapted |= !layout.Infos.Any(info => info.Role == ParameterRole.Adapted && missing.Contains(info.Name));
        // it goes with the last layer
        if (layout.Infos.Count > 0 && names.TryGetValue(layout.Infos[^1].Name, out string? last)) weights.Scale = scale?.After == last ? scale?.Scale : null;
        Weights = weights;
        return new LoadResult { Loaded = [.. layout.Infos.Select(info => info.Name).Except(missing)], Missing = missing, Unused = unused };
    }

    /// <summary>The tensors by the names of parameters, without what a trainer adds to them; and those that are left out.</summary>
    private static (Dictionary<string, TensorEntry> Tensors, List<string> LeftOut) Renamed(SafeTensorsHeader header, LoadOptions options)
    {
        bool isCheckpoint = header.Metadata.ContainsKey(Checkpoint.Key);
        var tensors = new Dictionary<string, TensorEntry>(header.Tensors.Count);
        var leftOut = new List<string>();
        foreach (var tensor in header.Tensors)
        {
            if (isCheckpoint && Checkpoint.OwnPrefixes.Any(prefix => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))) continue;
            string? name = options.Rename == null ? tensor.Name : options.Rename(tensor.Name);
            if (name == null) leftOut.Add(tensor.Name);
            else if (!tensors.TryAdd(name, tensor))
                throw new ArgumentException(
                    $"Rename calls both '{FileText.Short(tensors[name].Name)}' and '{FileText.Short(tensor.Name)}' of the file '{FileText.Short(name)}': "
                        + "one parameter takes one tensor.", nameof(options));
        }
        return (tensors, leftOut);
    }

    /// <summary>Makes the model that <see cref="Save(string)"/> wrote: layers and weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layers">Your own layer types, if the file has any. Default none.</param>
    /// <exception cref="InvalidDataException">The file is damaged, holds no architecture, an unknown layer, or is newer than this library.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static Model Load(string path, LayerRegistry? layers = null) => AtomicFile.Read(path, file => Load(file, layers));

    /// <summary>Makes a model of a stream, from its present position to its end.</summary>
    /// <inheritdoc cref="Load(string, LayerRegistry)"/>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="layers">Your own layer types, if the file has any. Default none.</param>
    public static Model Load(Stream stream, LayerRegistry? layers = null)
    {
        var reader = new SafeTensorsReader(stream);
        var architecture = Architecture.Read(reader.Header, layers);
        var values = ReadWeights(reader, architecture.Plan);
        return architecture.With(values, reader.Header);
    }

    private static Dictionary<string, float[]> ReadWeights(SafeTensorsReader reader, ContainerPlan plan)
    {
        bool isCheckpoint = reader.Header.Metadata.ContainsKey(Checkpoint.Key);
        ParameterTensors.Require(reader.Header, plan.Layout.Infos, [""], ignored: isCheckpoint ? Checkpoint.OwnPrefixes : null);
        return reader.ReadValues();
    }
}

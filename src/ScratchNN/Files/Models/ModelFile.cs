namespace ScratchNN.Files;

/// <summary>The header of a safetensors file: tensors and metadata, without the values.</summary>
public sealed class ModelFile
{
    private ModelFile(SafeTensorsHeader header)
    {
        Tensors = [.. header.Tensors.Select(tensor => new TensorInfo { Name = tensor.Name, Type = tensor.TypeName, Dimensions = tensor.Shape })];
        Metadata = header.Metadata;
    }

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The metadata texts, by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Whether it holds the layers of a model, so that <see cref="Model.Load(string, LayerRegistry)"/> can create it. Else
    /// <see cref="Model.LoadWeights(string, LoadOptions)"/> fills a model.
    /// </summary>
    public bool HasLayers => Metadata.ContainsKey(Architecture.Key);

    /// <summary>Whether it holds a trainer, which <see cref="Trainer.Resume(string, TrainerOptions, LayerRegistry)"/> makes.</summary>
    public bool IsCheckpoint => Metadata.ContainsKey(Checkpoint.Key);

    /// <summary>Reads the header of a file of this library or of others.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The header is damaged, or this is not a safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ModelFile Inspect(string path) => AtomicFile.Read(path, file => new ModelFile(new SafeTensorsReader(file).Header));
}

using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Asks a layer of a container for its shape and parameters, and refuses answers that no layer may give.</summary>
internal static class StageBuilder
{
    /// <param name="container">The container.</param><param name="layer">A layer of it.</param><param name="name">What it is called there.</param>
    /// <param name="source">Whose output it reads.</param>
    /// <param name="path">Where the container stands.</param>
    /// <param name="input">The shape of an input sample.</param>
    /// <param name="offset">The floats of parameters before its own.</param><param name="parameters">To which its own are added.</param>
    public static ContainerStage Place(Container container, Layer layer, string name, int source, string path, Shape input, int offset,
        List<ParameterInfo> parameters)
    {
        if (layer is Container inner) inner.PlanFor(input, $"{path}{name}."); // what it throws names the layer
        try
        {
            var output = layer.OutputShape(input);
            if (output.Rank == 0)
                throw new InvalidOperationException($"{layer}.OutputShape({input.Product}) is an empty shape: an output has at least one number.");
            var infos = layer.Parameters(input)
                ?? throw new InvalidOperationException($"{layer}.Parameters({input.Product}) is null: a layer without parameters gives [].");
            RequireSound(layer, input, infos);
            long count = infos.Sum(info => (long)info.Shape.Size);
            if (offset + count > AlignedBuffer.MaxLength)
                throw new ArgumentException($"{layer} brings the parameters to {offset + count:N0}: a model holds at most {AlignedBuffer.MaxLength:N0}.");
            var stage = new ContainerStage(layer, name, input, output)
            {
                Source = source,
                ParameterOffset = offset,
                ParameterCount = (int)count,
                TensorOffset = parameters.Count,
                TensorCount = infos.Count,
                Moves = infos.Any(info => info.Role != ParameterRole.Adapted),
            };
            parameters.AddRange(infos.Select(info => info with { Name = $"{name}.{info.Name}" }));
            return stage;
        }
        catch (ArgumentException exception) when ($"{path}{name}".AsSpan().ContainsAnyExcept('0', '.')) // not the first of all
        {
            string where = source >= 0 || container.IsInPlace ? "after layers whose output" : "whose input";
            throw new ArgumentException($"{exception.Message} It is layer {path}{name}, {where} is {input}.", exception);
        }
    }

    private static void RequireSound(Layer layer, Shape input, IReadOnlyList<ParameterInfo> infos)
    {
        var names = new HashSet<string>();
        foreach (var info in infos)
        {
            if (info == null || string.IsNullOrEmpty(info.Name) || info.Shape.Rank == 0)
                throw new InvalidOperationException(
                    $"{layer}.Parameters({input.Product}) holds {(info == null ? "null" : $"'{info.Name}' {info.Shape}")}: "
                        + "a parameter needs a name and a shape.");
            if (info.FileAxes is { } axes && axes.Count != info.Shape.Rank)
                throw new InvalidOperationException(
                    $"{layer}.Parameters({input.Product}) holds '{info.Name}' {info.Shape} with {axes.Count} FileAxes: it needs one for each dimension.");
            if (!names.Add(info.Name))
                throw new InvalidOperationException(
                    $"{layer}.Parameters({input.Product}) holds two parameters that are called '{info.Name}': each needs a name of its own, "
                        + "under which it is saved.");
        }
    }
}

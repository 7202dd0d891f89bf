using ScratchNN.Kernels;

namespace ScratchNN;

public sealed partial class Block
{
    /// <summary>A layer in its place.</summary>
    internal sealed record Stage(Layer Layer, Shape Input, Shape Output, int ParameterOffset, int ParameterCount)
    {
        public int CacheSize(int batchSize)
        {
            int size = Layer.CacheSize(Input, batchSize);
            return size >= 0 ? size : throw new InvalidOperationException($"{Layer} asks for a cache of {size} floats for {batchSize} samples of {Input}: it can't be negative.");
        }

        /// <summary>Names the layer, and the spans that it should have kept to.</summary>
        public InvalidOperationException Failed(string method, int batchSize, Exception exception) => new(
            $"{Layer}.{method} failed: {exception.Message} For {batchSize} samples it has {(long)batchSize * Input.Size} floats of input, "
            + $"{(long)batchSize * Output.Size} of output, {ParameterCount} of parameters and {CacheSize(batchSize)} of cache.",
            exception);
    }

    /// <summary>All shapes and offsets for one input shape. Activations stand as cache₀ output₀ cache₁ output₁ … cacheₙ.</summary>
    internal sealed class Plan
    {
        /// <param name="layers">The layers.</param><param name="input">The shape of an input sample.</param>
        /// <param name="path">Where the block stands, for messages: 1. in another one.</param>
        public Plan(IReadOnlyList<Layer> layers, Shape input, string path)
        {
            (Input, Stages) = (input, new Stage[layers.Count]);
            var parameters = new List<ParameterInfo>();
            FirstWithParameters = layers.Count;
            for (int i = 0; i < layers.Count; i++)
            {
                var stage = Stages[i] = Place(layers[i], i, path, input, ParameterCount, parameters);
                ParameterCount += stage.ParameterCount;
                if (stage.ParameterCount > 0) FirstWithParameters = Math.Min(FirstWithParameters, i);
                if (i > 0) WidestInner = Math.Max(WidestInner, input.Size);
                input = stage.Output;
            }
            (Output, Layout) = (input, new ParameterLayout(parameters.ToArray()));
            Statistics = [.. Layout.Places.Where(place => place.Info.Role == ParameterRole.Statistic)];
        }

        public Shape Input { get; }
        public Shape Output { get; }
        public Stage[] Stages { get; }
        public ParameterLayout Layout { get; }
        public int ParameterCount { get; }

        /// <summary>The parameters that follow the data with each step.</summary>
        public PlacedParameter[] Statistics { get; }

        public int FirstWithParameters { get; }
        public int WidestInner { get; } // of the outputs between layers

        public long ActivationSize(int batchSize)
        {
            long size = 0;
            for (int i = 0; i < Stages.Length; i++)
                size += Stages[i].CacheSize(batchSize) + (i == 0 ? 0 : (long)Stages[i].Input.Size * batchSize);
            return size;
        }

        private static Stage Place(Layer layer, int index, string path, Shape input, int offset, List<ParameterInfo> parameters)
        {
            if (layer is Block block) block.PlanFor(input, $"{path}{index}."); // what it throws names the layer
            try
            {
                var output = layer.OutputShape(input);
                long count = 0;
                if (output.Rank == 0)
                    throw new InvalidOperationException($"{layer}.OutputShape({input.Product}) is an empty shape: an output has at least one number.");
                var infos = layer.Parameters(input) ?? throw new InvalidOperationException($"{layer}.Parameters({input.Product}) is null: a layer without parameters gives [].");
                var names = new HashSet<string>();
                foreach (var info in infos)
                {
                    if (string.IsNullOrEmpty(info.Name) || info.Shape.Rank == 0)
                        throw new InvalidOperationException($"{layer}.Parameters({input.Product}) holds '{info.Name}' {info.Shape}: a parameter needs a name and a shape.");
                    if (info.FileAxes is { } axes && axes.Count != info.Shape.Rank) // a shape that came later, by with
                        throw new InvalidOperationException(
                            $"{layer}.Parameters({input.Product}) holds '{info.Name}' {info.Shape} with {axes.Count} FileAxes: it needs one for each dimension.");
                    if (!names.Add(info.Name))
                        throw new InvalidOperationException(
                            $"{layer}.Parameters({input.Product}) holds two parameters that are called '{info.Name}': each needs a name of its own, under which it is saved.");
                    parameters.Add(info with { Name = $"{index}.{info.Name}" });
                    count += info.Shape.Size;
                }
                if (offset + count > AlignedBuffer.MaxLength)
                    throw new ArgumentException($"{layer} brings the parameters to {offset + count:N0}: a model holds at most {AlignedBuffer.MaxLength:N0}.");
                return new Stage(layer, input, output, offset, (int)count);
            }
            catch (ArgumentException exception) when ($"{path}{index}".AsSpan().ContainsAnyExcept('0', '.')) // not the first of all
            {
                throw new ArgumentException($"{exception.Message} It is layer {path}{index}, after layers whose output is {input}.", exception);
            }
        }
    }
}

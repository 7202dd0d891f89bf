using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The model: layers one after another, and their parameters in one flat vector.</summary>
/// <remarks>
/// <para>The constructor checks what shapes it can; <see cref="Build"/>, or the first <see cref="Trainer.Fit(Samples, ReadOnlySpan{int}, CancellationToken)"/>,
/// draws the weights.</para>
/// <para>Prediction writes nothing to the model: any number of threads may predict at once. On a model that is being trained,
/// they may see half a step; predict on a <see cref="Clone"/> then.</para>
/// </remarks>
public sealed class Sequential
{
    private Block.Plan? _plan;
    private int _isTraining;

    /// <summary>A model of these layers.</summary>
    /// <param name="layers">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or a layer does not fit the one before it.</exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Sequential(params ReadOnlySpan<Layer> layers)
    {
        Root = new Block(layers);
        if (Root.InputShape is { } input) Root.PlanFor(input);
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers => Root.Layers;

    /// <summary>Whether the model has weights.</summary>
    public bool IsBuilt => _plan != null;

    /// <summary>The shape of one input sample.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Shape InputShape => BuiltPlan.Input;

    /// <summary>The shape of one output sample.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Shape OutputShape => BuiltPlan.Output;

    /// <summary>All parameters, in the order of <see cref="ParameterInfos"/>. Writing here changes the model.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Span<float> Parameters => BuiltPlan.ParameterCount == 0 ? default : ParameterArray;

    /// <summary>Name and shape of every parameter: <c>0.weight</c> [784 × 128], <c>0.bias</c> [128], …</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public IReadOnlyList<ParameterInfo> ParameterInfos => BuiltPlan.Parameters;

    internal Block Root { get; }

    internal float[] ParameterArray { get; private set; } = [];

    internal Block.Plan BuiltPlan => _plan ?? throw new InvalidOperationException(
        $"The model has no weights yet: call Build({Root.InputShape?.Product ?? "input shape"}) or train it first.");

    /// <summary>Fixes the shapes and draws the weights. On a built model: starts anew.</summary>
    /// <param name="input">The shape of one input sample.</param>
    /// <param name="seed">The same seed gives the same weights, on every machine.</param>
    /// <exception cref="ArgumentException">A layer cannot take its input.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    public void Build(Shape input, ulong seed = 0)
    {
        if (_isTraining != 0)
            throw new InvalidOperationException("The model is being trained: build it before or after Fit.");
        Draw(input, seed);
    }

    /// <summary>Marks the model as being trained: by one trainer at a time.</summary>
    /// <exception cref="InvalidOperationException">It is being trained already.</exception>
    internal void BeginTraining()
    {
        if (Interlocked.Exchange(ref _isTraining, 1) != 0)
            throw new InvalidOperationException("This model is being trained already: one Fit at a time, or a Clone for each.");
    }

    internal void EndTraining() => Volatile.Write(ref _isTraining, 0);

    /// <summary>Fixes the shapes and draws the weights.</summary>
    internal void Draw(Shape input, ulong seed)
    {
        var plan = Root.PlanFor(input);
        float[] parameters = new float[plan.ParameterCount];
        var random = new RandomStream(seed, Streams.Initialization);
        Root.Initialize(parameters, input, ref random);
        (_plan, ParameterArray) = (plan, parameters);
    }

    /// <summary>One parameter, row-major. Writing here changes the model.</summary>
    /// <param name="name">Its name as in <see cref="ParameterInfos"/>: <c>0.weight</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Span<float> Parameter(string name)
    {
        int offset = 0;
        foreach (var info in ParameterInfos)
        {
            if (info.Name == name) return ParameterArray.AsSpan(offset, info.Shape.Size);
            offset += info.Shape.Size;
        }
        throw new ArgumentException($"The model has no parameter '{name}'. It has {string.Join(", ", ParameterInfos.Select(info => info.Name))}.", nameof(name));
    }

    /// <summary>The outputs for x: logits, or probabilities where the model ends in <see cref="Softmax"/>.</summary>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × output size].</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public float[,] Predict(Samples x)
    {
        if (x.Count > 0) RequireInput(new RowSource(x), InputShape);
        float[,] result = new float[x.Count, OutputShape.Size];
        Run(x, Values(result));
        return result;
    }

    /// <summary>The outputs for x, without allocating: for those who count.</summary>
    /// <param name="x">Samples, row after row.</param>
    /// <param name="y">As many rows of outputs, assigned.</param>
    /// <exception cref="ArgumentException">x is no whole number of samples, or y has another number of rows.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void Predict(ReadOnlySpan<float> x, Span<float> y)
    {
        var samples = new Samples(x, InputShape);
        if (y.Length != samples.Count * OutputShape.Size)
            throw new ArgumentException($"{samples.Count} samples give {samples.Count * OutputShape.Size} outputs, y has room for {y.Length}.", nameof(y));
        Run(samples, y);
    }

    /// <summary>The class of each sample: the index of its largest output, the first of equals. NaN counts as largest.</summary>
    /// <param name="x">Samples.</param>
    /// <exception cref="ArgumentException">A sample does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has one output.</exception>
    public int[] PredictClasses(Samples x)
    {
        RequireClasses();
        float[,] outputs = Predict(x);
        int[] classes = new int[x.Count];
        for (int row = 0; row < classes.Length; row++)
            classes[row] = TensorPrimitives.IndexOfMax<float>(Values(outputs).Slice(row * OutputShape.Size, OutputShape.Size));
        return classes;
    }

    /// <summary>The probability of each class for each sample: the outputs, after a softmax unless the model ends in one.</summary>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × classes]; rows sum to 1.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has one output.</exception>
    public float[,] PredictProbabilities(Samples x)
    {
        RequireClasses();
        float[,] outputs = Predict(x);
        if (Root.LastLayer is not Softmax)
            RowKernels.Softmax(Values(outputs), Values(outputs), OutputShape.Size, Workers.None);
        return outputs;
    }

    /// <summary>A model of the same layers with weights of its own.</summary>
    public Sequential Clone() => new(Layers.ToArray()) { _plan = _plan, ParameterArray = [.. ParameterArray] };

    /// <summary>A table of the layers, their output shapes and numbers of parameters.</summary>
    public override string ToString()
    {
        if ((_plan ?? (Root.InputShape is { } input ? Root.PlanFor(input) : null)) is not { } plan)
            return $"Sequential({string.Join(", ", Layers)}), not built";
        int name = Math.Max(5, Layers.Max(layer => layer.ToString().Length)), shape = Math.Max(6, plan.Stages.Max(stage => stage.Output.ToString().Length));
        var text = new StringBuilder();
        void Row(object index, string layer, string output, object parameters) => text.AppendLine(
            CultureInfo.InvariantCulture, $"{index,2}  {layer.PadRight(name)}  {output.PadRight(shape)}  {parameters,12:N0}");
        Row("#", "layer", "output", "parameters");
        for (int i = 0; i < plan.Stages.Length; i++)
            Row(i, plan.Stages[i].Layer.ToString(), plan.Stages[i].Output.ToString(), plan.Stages[i].ParameterCount);
        Row("", $"{plan.Input} → {plan.Output}", "total", plan.ParameterCount);
        return text.ToString().TrimEnd();
    }

    /// <summary>Throws unless the data fit a model of this input shape; rows are flattened or shaped where one of the two is flat.</summary>
    internal void RequireInput(in RowSource data, Shape input)
    {
        if (data.InputShape == input || (data.InputShape.Size == input.Size && (data.InputShape.Rank == 1 || input.Rank == 1))) return;
        throw new ArgumentException($"{Layers[0].Mismatch(input, data.InputShape)} (x is {data.ToString()}).");
    }

    private void RequireClasses()
    {
        if (OutputShape.Size == 1)
            throw new InvalidOperationException("The model has one output, so there are no classes to choose from: use Predict, or end the model in one output per class.");
    }

    private void Run(Samples x, Span<float> y)
    {
        var plan = BuiltPlan;
        int chunk = Math.Min(x.Count, MicroBatch.Rows(Root, plan.Input));
        float[] cache = ArrayPool<float>.Shared.Rent(Root.CacheSize(plan.Input, chunk)), gathered = ArrayPool<float>.Shared.Rent(x.IsJagged ? chunk * plan.Input.Size : 0);
        try
        {
            for (int row = 0; row < x.Count; row += chunk)
            {
                int rows = Math.Min(chunk, x.Count - row);
                Root.Forward(new ForwardPass
                {
                    Parameters = ParameterArray,
                    Input = x.Rows(row, rows, gathered),
                    Output = y.Slice(row * plan.Output.Size, rows * plan.Output.Size),
                    Cache = cache.AsSpan(0, Root.CacheSize(plan.Input, rows)),
                    BatchSize = rows,
                    InputShape = plan.Input,
                    FirstRow = row,
                });
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(cache);
            ArrayPool<float>.Shared.Return(gathered);
        }
    }

    private static Span<float> Values(float[,] matrix) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.Length);
}

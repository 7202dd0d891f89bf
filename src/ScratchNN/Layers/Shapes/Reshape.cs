using System.Text.Json;

namespace ScratchNN;

/// <summary>The same numbers in another shape: pixels of a table as images, columns as a series.</summary>
/// <remarks>
/// <code>
/// Y  = X      row-major, as it is in memory
/// dX = dY
///
/// X [N × any shape]   Y [N × dimensions]
/// </code>
/// Images have their channels last: <c>new Reshape(28, 28, 1)</c>. As Keras's layer of the name.
/// </remarks>
public sealed class Reshape : Layer
{
    private readonly int[] _dimensions;
    private readonly int _given; // the product of those that are given

    /// <summary>The shape of an output sample.</summary>
    /// <param name="dimensions">1 to 4 numbers, each at least 1; one may be −1: what is left over.</param>
    /// <exception cref="ArgumentException">There are none or more than 4, one is 0 or below −1, two are −1, or their product is too large.</exception>
    public Reshape(params ReadOnlySpan<int> dimensions)
    {
        _dimensions = dimensions.ToArray();
        if (_dimensions.Length is 0 or > 4 || _dimensions.Any(length => length is 0 or < -1) || _dimensions.Count(length => length == -1) > 1)
            throw new ArgumentException($"A shape has 1 to 4 dimensions, each at least 1, except for one that may be −1, got {this}.", nameof(dimensions));
        _given = new Shape([.. _dimensions.Select(Math.Abs)]).Size;
    }

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        bool isOpen = _dimensions.Contains(-1);
        if (isOpen ? input.Size % _given != 0 : input.Size != _given)
            throw new ArgumentException($"{this} takes samples of {(isOpen ? "a multiple of " : "")}{_given} numbers, got {input.Size}, {input}.");
        return new Shape([.. _dimensions.Select(length => length == -1 ? input.Size / _given : length)]);
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // Y = X
        pass.Input.CopyTo(pass.Output);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dX = dY
        if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <inheritdoc/>
    internal override int PlaceInOutput(Shape input, int feature) => feature;

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteStartArray("dimensions");
        foreach (int length in _dimensions) json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Reshape(pass.FlatInput(), OutputShape(pass.InputShape));

    internal static Reshape Read(JsonElement json) => new([.. json.Get("dimensions").EnumerateArray().Select(length => length.GetInt32())]);

    /// <summary><c>Reshape(28, 28, 1)</c>.</summary>
    public override string ToString() => $"Reshape({string.Join(", ", _dimensions)})";
}

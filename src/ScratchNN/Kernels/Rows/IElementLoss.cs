namespace ScratchNN.Kernels;

/// <summary>The loss of an output y against a target t, for one register.</summary>
internal interface IElementLoss
{
    /// <param name="y">Outputs.</param><param name="t">Their targets.</param><param name="slope">d loss / dy.</param>
    T Value<T>(T y, T t, out T slope) where T : struct, ISimd<T>;
}

namespace ScratchNN;

public partial class Model
{
    /// <summary>Writes what the model predicts as an ONNX file, for ONNX Runtime, ML.NET and others.</summary>
    /// <remarks>
    /// <c>input</c> [batch × input shape] becomes <c>output</c> [batch × output shape], for batches of any size: what <see cref="Predict(Samples)"/> gives.
    /// IR version 7 and operator set 13, which ONNX Runtime reads from 1.6 on; 8 and 17 where a layer needs them, as <see cref="LayerNorm"/> does, or may.
    /// The file cannot be loaded here: that is for <see cref="Save(string)"/>.
    /// An old file stays whole until the new one is complete on the disk.
    /// </remarks>
    /// <param name="path">The file, by custom with the ending <c>.onnx</c>.</param>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or the file would exceed 2 GB. Nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or a weight is not finite. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void ExportOnnx(string path) => AtomicFile.Write(path, ExportOnnx);

    /// <summary>Writes what <see cref="ExportOnnx(string)"/> does to a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or the file would exceed 2 GB. Nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or a weight is not finite. Nothing is written.</exception>
    public void ExportOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxGraph.Export(this).WriteTo(stream);
    }
}

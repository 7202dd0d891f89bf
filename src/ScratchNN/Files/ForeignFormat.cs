using System.Text;

namespace ScratchNN;

/// <summary>Files that are mistaken for others, by their first bytes.</summary>
internal static class ForeignFormat
{
    /// <summary>What makes a file of PyTorch or Keras readable.</summary>
    public const string SaveTensors =
        "in Python, safetensors.torch.save_file(model.state_dict(), path), or safetensors.numpy.save_file of arrays by name, writes a file that can be read.";

    /// <summary>What makes an array readable.</summary>
    public const string SaveArray = "in Python, numpy.save(path, array) writes a file that can be read.";

    /// <summary>The format of a file that begins like this, and the remedy; null if it is not one of these.</summary>
    /// <param name="start">8 bytes, or all that there are.</param>
    /// <param name="remedy">How to write a file that can be read, where this one holds the right thing in another form.</param>
    /// <param name="zip">What a zip archive is here.</param>
    public static string? Of(ReadOnlySpan<byte> start, string remedy, string zip = "a zip archive") => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => $"{zip}: {remedy}",
        [0x80, >= 2 and <= 5, not 0, ..] => $"a Python pickle, which ScratchNN never executes: {remedy}",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => $"HDF5, as Keras and MATLAB save it: {remedy}",
        [0x1F, 0x8B, 8, ..] => "gzip-compressed: gunzip it first.",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a NumPy array: read it with Npy.Read.",
        [(byte)'<', (byte)'!' or (byte)'?' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'), not 0, ..] =>
            "HTML, probably a login or error page: download the file again.",
        _ when start.StartsWith("version "u8) => "a Git LFS pointer: fetch the file itself with git lfs pull.",
        _ => null,
    };

    /// <summary>The format of a file that is read as a model, with a remedy if there is one and without a full stop; null if it may be a damaged one.</summary>
    /// <param name="start">8 bytes.</param>
    public static string? InsteadOfModel(ReadOnlySpan<byte> start) => start switch
    {
        [8, < 32, 0x12 or 0x1A or 0x22 or 0x2A or 0x32 or 0x3A or 0x42, ..] => // the first two fields of a ModelProto
            "an ONNX model, which ScratchNN writes and does not read: run it with ONNX Runtime, or save its weights where it was trained",
        [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "a GGUF model, as llama.cpp reads it",
        _ => Text(start) is { } text ? $"a text that begins with '{text}'" : null,
    };

    /// <summary>The bytes as text, white space as a space; null if they are none. The last letter may be cut.</summary>
    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyInRange((byte)0, (byte)8) || bytes.ContainsAnyInRange((byte)14, (byte)31)) return null;
        string text = Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD').ReplaceLineEndings(" ").Replace('\t', ' ');
        return text.Length == 0 || text.Contains('\uFFFD') ? null : text;
    }
}

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
}

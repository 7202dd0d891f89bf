namespace ScratchNN;

/// <summary>Files that are taken for safetensors, by their first bytes.</summary>
internal static class ForeignFormat
{
    private const string Remedy = "in Python, safetensors.torch.save_file(model.state_dict(), path) writes a file that can be read.";

    /// <summary>What a file is that begins so, and what to do about it; null if it is none of these.</summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => $"a zip archive, which torch.save makes: {Remedy}",
        [0x80, >= 2 and <= 5, not 0, ..] => $"a Python pickle, which nothing here executes: {Remedy}",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "HDF5, as Keras saves it: in Python, safetensors.numpy.save_file writes arrays to a file that can be read.",
        [0x1F, 0x8B, 8, ..] => "gzip-compressed: gunzip it first.",
        [(byte)'<', (byte)'!' or (byte)'?' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'), not 0, ..] =>
            "HTML, as a server answers that wants a login or does not have the file: download it anew.",
        _ when start.StartsWith("version "u8) => "a pointer of Git LFS: git lfs pull fetches the file itself.",
        _ => null,
    };
}

namespace ScratchNN;

public sealed partial class Checkpoints
{
    /// <summary>
    /// The latest checkpoint in a folder, for <see cref="Trainer.Resume(string, TrainerOptions, LayerRegistry)"/>; null if there is none, or no folder.
    /// </summary>
    /// <remarks>
    /// A save that was interrupted leaves no such file. One that is damaged, because it was copied in part or the disk failed, is passed over for the one
    /// before it: its header is read and its length compared. Values are looked at by Resume.
    /// </remarks>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and each is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string? Latest(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        InvalidDataException? damage = null;
        foreach (var name in CheckpointName.In(folder))
        {
            string path = Path.Combine(folder, name.ToString());
            try
            {
                AtomicFile.Read(path, file => RequireWhole(file, new SafeTensorsReader(file).Header));
                return path;
            }
            catch (InvalidDataException exception)
            {
                damage ??= exception;
            }
            catch (FileNotFoundException) // deleted meanwhile by the Fit that wrote it
            {
            }
        }
        return damage == null ? null : throw new InvalidDataException($"Every checkpoint in {folder} is damaged. The latest one: {damage.Message}", damage);
    }

    private static bool RequireWhole(Stream file, SafeTensorsHeader header)
    {
        long expected = file.Position + (header.Tensors is [.., var last] ? last.End : 0);
        if (file.Length != expected) throw new InvalidDataException($"The file declares {expected} bytes and has {file.Length}.");
        return header.Metadata.ContainsKey(Checkpoint.Key) ? true : throw new InvalidDataException("The file is not a checkpoint of a trainer.");
    }
}

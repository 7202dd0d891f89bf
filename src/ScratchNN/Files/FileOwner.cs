using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScratchNN;

/// <summary>Owner and group of files, for which .NET has no words. On Linux alone.</summary>
internal static partial class FileOwner
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID
    private const uint Same = uint.MaxValue;

    /// <summary>Gives a file to owner and group of another: both if the process may, else the group if it may.</summary>
    public static void Copy(string from, SafeFileHandle to)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (ReadStatus(CurrentFolder, from, 0, OwnerAndGroup, out var status) == 0 && ChangeOwner(to, status.Owner, status.Group) != 0)
                _ = ChangeOwner(to, Same, status.Group);
        }
        catch (TypeLoadException) // a C library that is not called so, or is older than statx
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    /// <summary>What is needed of <c>struct statx</c>, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;
    }
}

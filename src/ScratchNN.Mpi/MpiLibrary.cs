using System.Reflection;
using System.Runtime.InteropServices;

namespace ScratchNN.Mpi;

/// <summary>The MPI library that belongs to the launcher of this process, and its handles.</summary>
internal sealed class MpiLibrary
{
    /// <summary>Where to find the library, if not under its usual names.</summary>
    public const string Variable = "SCRATCHNN_MPI";

    private const string Install = "Install one: Debian and Ubuntu have it as openmpi-bin, or as mpich; or name the file of the library in the variable "
        + Variable + ".";

    private static readonly string[] _openMpi = ["libmpi.so.40", "libmpi.40.dylib"],
        _mpich = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "msmpi.dll", "impi.dll"];

    private static MpiLibrary? _loaded;
    private static readonly Lock _loading = new();

    private MpiLibrary(nint library, string name, Launcher launcher)
    {
        Name = name;
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world)) // Open MPI's handles are addresses
        {
            if (launcher.Family == MpiFamily.Mpich) throw Mismatch(launcher, $"{name}, which is Open MPI");
            (World, InPlace, Float, Byte, Sum) = (world, 1, Export("ompi_mpi_float"), Export("ompi_mpi_byte"), Export("ompi_mpi_op_sum"));
        }
        else // those of MPICH and its descendants are numbers
        {
            if (launcher.Family == MpiFamily.OpenMpi) throw Mismatch(launcher, $"{name}, which is not Open MPI");
            (World, InPlace, Float, Byte, Sum) = (0x44000000, -1, 0x4c00040a, 0x4c00010d, 0x58000003);
        }

        nint Export(string symbol) => NativeLibrary.GetExport(library, symbol);
    }

    /// <summary>The file that was loaded.</summary>
    public string Name { get; }

    /// <summary>All processes.</summary>
    public nint World { get; }

    /// <summary>Says that the sum is to stand where the own part does.</summary>
    public nint InPlace { get; }

    /// <summary>A float.</summary>
    public nint Float { get; }

    /// <summary>A byte.</summary>
    public nint Byte { get; }

    /// <summary>The sum.</summary>
    public nint Sum { get; }

    /// <summary>Loads it, once in a process.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is not that of the launcher.</exception>
    public static MpiLibrary Load(Launcher launcher)
    {
        lock (_loading) return _loaded ??= Open(launcher);
    }

    private static MpiLibrary Open(Launcher launcher)
    {
        // UCX would take over SIGSEGV, of which .NET makes a NullReferenceException; only libc's own setenv reaches it
        if (!OperatingSystem.IsWindows()) _ = NativeMethods.SetEnvironment("UCX_ERROR_SIGNALS", "", 0);

        string[] names = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told ? [told]
            : launcher.Family == MpiFamily.Mpich ? [.. _mpich, .. _openMpi] : [.. _openMpi, .. _mpich];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (wanted, _, _) => wanted == NativeMethods.Mpi ? library : 0);
            return new MpiLibrary(library, name, launcher);
        }
        throw new InvalidOperationException($"There is no MPI library: none of {string.Join(", ", names)} can be loaded. {Install}");
    }

    private static InvalidOperationException Mismatch(Launcher launcher, string library) => new(
        $"The launcher is {launcher}, and the library {library}: every process would run alone. Start the program with the mpirun of that "
            + $"library, or install the library of the launcher; {Variable} names its file.");
}

using System.Runtime.InteropServices;

namespace ScratchNN.Mpi;

/// <summary>The functions of MPI that are used. A handle is an address in Open MPI and a number in MPICH: a native integer passes either.</summary>
internal static unsafe partial class NativeMethods
{
    public const string Mpi = "mpi";

    public const int Serialized = 2; // MPI_THREAD_SERIALIZED: any thread may call, one at a time

    [LibraryImport(Mpi, EntryPoint = "MPI_Init_thread")]
    public static partial int Initialize(nint argumentCount, nint arguments, int required, out int provided);

    [LibraryImport(Mpi, EntryPoint = "MPI_Initialized")]
    public static partial int IsInitialized(out int flag);

    [LibraryImport(Mpi, EntryPoint = "MPI_Finalize")]
    public static partial int FinalizeAll();

    [LibraryImport(Mpi, EntryPoint = "MPI_Abort")]
    public static partial int Abort(nint communicator, int code);

    [LibraryImport(Mpi, EntryPoint = "MPI_Comm_rank")]
    public static partial int Rank(nint communicator, out int rank);

    [LibraryImport(Mpi, EntryPoint = "MPI_Comm_size")]
    public static partial int Size(nint communicator, out int size);

    [LibraryImport(Mpi, EntryPoint = "MPI_Bcast")]
    public static partial int Broadcast(void* values, int count, nint type, int root, nint communicator);

    [LibraryImport(Mpi, EntryPoint = "MPI_Alltoall")]
    public static partial int AllToAll(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator);

    [LibraryImport(Mpi, EntryPoint = "MPI_Allgather")]
    public static partial int AllGather(void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator);

    [LibraryImport(Mpi, EntryPoint = "MPI_Allreduce")]
    public static partial int AllReduce(void* send, void* receive, int count, nint type, nint operation, nint communicator);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);
}

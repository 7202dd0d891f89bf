namespace ScratchNN.Mpi;

/// <summary>Whose handles and launcher.</summary>
internal enum MpiFamily
{
    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>Open MPI.</summary>
    OpenMpi,

    /// <summary>MPICH and those that share its binary interface: Intel MPI, MVAPICH, Microsoft MPI.</summary>
    Mpich,
}

using System.Globalization;

namespace ScratchNN.Mpi;

/// <summary>Who started this process, as its environment tells.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Family">Whose library belongs to it.</param>
/// <param name="Size">How many processes it started; null if it does not say.</param>
internal sealed record Launcher(string Name, MpiFamily Family, int? Size)
{
    /// <summary>The launcher of this process; null if a user or a shell started it.</summary>
    public static Launcher? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>The launcher that left such variables.</summary>
    public static Launcher? Find(Func<string, string?> variable)
    {
        if (Number("OMPI_COMM_WORLD_SIZE") is { } openMpi) return new Launcher("Open MPI's mpirun", MpiFamily.OpenMpi, openMpi);
        if (Number("PMI_SIZE") is { } mpich) return new Launcher("MPICH's mpirun, or one like it", MpiFamily.Mpich, mpich);
        int? tasks = Number("SLURM_STEP_NUM_TASKS");
        if (variable("PMIX_RANK") != null) return new Launcher("a launcher with PMIx", MpiFamily.Unknown, tasks);
        return tasks > 1 ? new Launcher("Slurm's srun", MpiFamily.Unknown, tasks) : null;

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

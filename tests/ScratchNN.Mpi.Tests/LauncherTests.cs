namespace ScratchNN.Mpi.Tests;

public class LauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=1", "Open MPI's mpirun", MpiFamily.OpenMpi, 4)]
    [InlineData("PMI_SIZE=2 PMI_RANK=0", "MPICH's mpirun, or one like it", MpiFamily.Mpich, 2)]
    [InlineData("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=8", "a launcher with PMIx", MpiFamily.Unknown, 8)]
    [InlineData("PMIX_RANK=0", "a launcher with PMIx", MpiFamily.Unknown, null)]
    [InlineData("SLURM_STEP_NUM_TASKS=8", "Slurm's srun", MpiFamily.Unknown, 8)]
    public void Find_ByItsVariables(string variables, string name, object family, int? size) =>
        Assert.Equal((name, (MpiFamily)family, size), Find(variables) is { } found ? (found.Name, found.Family, found.Size) : default);

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_STEP_NUM_TASKS=1")]
    public void Find_NoLauncher_IsNull(string variables) => Assert.Null(Find(variables));

    [Fact]
    public void Collective_WithoutALauncher_IsOneRank_AndThereIsOneAtATime()
    {
        using (var mpi = new MpiCollective())
        {
            float[] sum = new float[2];
            mpi.Sum([1e8f, 1, 1, 2, -1e8f, 3], sum);
            Assert.Equal([0f, 6], sum);
            Assert.Equal((0, 1, Environment.ProcessorCount), (mpi.Rank, mpi.Size, mpi.Threads));
            Assert.Contains("already has an MpiCollective", Assert.Throws<InvalidOperationException>(() => new MpiCollective()).Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => mpi.Sum([1, 2, 3], sum));
            Assert.Throws<ArgumentOutOfRangeException>(() => mpi.Broadcast([1], root: 1));
        }
        var second = new MpiCollective();
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.Sum([1], new float[1]));
    }

    private static Launcher? Find(string variables)
    {
        var known = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return Launcher.Find(name => known.GetValueOrDefault(name));
    }
}

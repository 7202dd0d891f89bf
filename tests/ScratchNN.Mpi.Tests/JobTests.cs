using System.Diagnostics;

namespace ScratchNN.Mpi.Tests;

/// <summary>The sample, started as users start it.</summary>
public class JobTests
{
    [MpiTheory("openmpi", "mpich")]
    [InlineData("dense")]
    [InlineData("conv")]
    public void Weights_AreThoseOfOneProcess_ForAnyNumberOfRanks_UnderBothLibraries(string net)
    {
        string[] arguments = ["--net", net, "--steps", "40"];
        string expected = Job.Hash(Job.StartAlone([.. arguments, "--alone"]));
        Assert.Equal(expected, Job.Hash(Job.StartAlone(arguments)));
        foreach (int ranks in (int[])[1, 2, 4]) Assert.Equal(expected, Job.Hash(Job.Start("openmpi", ranks, arguments)));
        Assert.Equal(expected, Job.Hash(Job.Start("mpich", 2, arguments)));
    }

    /// <remarks>SCRATCHNN_KILLS=20 for more than one moment.</remarks>
    [MpiTheory("openmpi")]
    [InlineData(2)]
    public void AKilledRank_EndsTheJob_AndARestartedOneEndsWithTheWeightsOfAnUnbrokenOne(int ranks)
    {
        const int MostSeconds = 30;
        int kills = int.TryParse(Environment.GetEnvironmentVariable("SCRATCHNN_KILLS"), out int told) ? told : 1;
        string[] arguments = ["--steps", "1000", "--threads", "1"];
        string expected = Job.Hash(Job.StartAlone([.. arguments, "--alone"]));
        var random = new Random(1);
        for (int kill = 0; kill < kills; kill++)
        {
            using var folder = new TemporaryFolder();
            string[] all = [.. arguments, "--checkpoints", folder.Path];
            var job = Job.Start("openmpi", ranks, all);
            WaitUntil(() => folder.Files.Any(file => file.StartsWith("epoch", StringComparison.Ordinal)));
            Thread.Sleep(random.Next(400));
            var victims = Ranks(job.Id);
            victims[random.Next(victims.Length)].Kill();
            var ended = Stopwatch.StartNew();
            var (code, output) = Job.End(job, MostSeconds);
            Assert.True(code != 0, output);
            Assert.Contains("exited on signal 9", output, StringComparison.Ordinal);
            Console.WriteLine($"kill {kill + 1}: the job ended after {ended.Elapsed.TotalSeconds:0.0} s, with {Checkpoint(folder)} as the last checkpoint");
            Assert.Equal(expected, Job.Hash(Job.Start("openmpi", ranks, all)));
        }
    }

    [MpiTheory("openmpi", "mpich")]
    [InlineData("openmpi", "libmpich.so.12", "The launcher is Open MPI's mpirun, and the library libmpich.so.12, which is not Open MPI")]
    [InlineData("mpich", "libmpi.so.40", "The launcher is MPICH's mpirun, or one like it, and the library libmpi.so.40, which is Open MPI")]
    [InlineData("openmpi", "no-such-library.so", "There is no MPI library: none of no-such-library.so can be loaded. Install one")]
    public void ALibraryThatIsNotThatOfTheLauncher_IsRefused(string family, string library, string message)
    {
        Environment.SetEnvironmentVariable("SCRATCHNN_MPI", library);
        try
        {
            var (code, output) = Job.End(Job.Start(family, 1));
            Assert.NotEqual(0, code);
            Assert.Contains(message, output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SCRATCHNN_MPI", null);
        }
    }

    [MpiTheory("openmpi")]
    [InlineData("--parts", "3", "which 2 ranks cannot share evenly")]
    public void ABatchThatCannotBeShared_EndsTheJobWithAMessage(string option, string value, string message)
    {
        var (code, output) = Job.End(Job.Start("openmpi", 2, option, value));
        Assert.NotEqual(0, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    private static string? Checkpoint(TemporaryFolder folder) => folder.Files.LastOrDefault(file => file.StartsWith("epoch", StringComparison.Ordinal));

    private static void WaitUntil(Func<bool> happened)
    {
        var patience = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "The job writes no checkpoint.");
            Thread.Sleep(5);
        }
    }

    /// <summary>The ranks of a job: the children of its launcher.</summary>
    private static Process[] Ranks(int launcher) =>
        [.. Process.GetProcessesByName("dotnet").Where(process => File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[1].Split(' ')[1] == $"{launcher}")];
}

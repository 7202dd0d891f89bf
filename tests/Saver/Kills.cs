using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScratchNN.Tests;

/// <summary>Fits that are killed and resumed, each in a process of its own.</summary>
internal static class Kills
{
    private const int Seed = 1;

    /// <summary>Runs a Fit, or what is left of it.</summary>
    public static string Fit(string name, string path)
    {
        var row = ResumeCase.All[name];
        var saving = new Saving(path);
        var trainer = File.Exists(path) ? row.Resume(path, saving) : row.New(saving);
        if (!File.Exists(path)) Console.WriteLine("begun");
        row.Fit(trainer);
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(trainer.Model.Parameters)));
    }

    /// <summary>
    /// Kills with SIGKILL at random moments, in turn in each case. Returns 1 if a resumed run ends with other weights than the unbroken one, or none was
    /// resumed.
    /// </summary>
    public static int Run(int times)
    {
        var random = new Random(Seed);
        string folder = Directory.CreateTempSubdirectory().FullName;
        string[] names = [.. ResumeCase.All.Keys];
        string[] expected = [.. names.Select((name, i) => Fit(name, Path.Combine(folder, $"whole {i}")))];
        int wrong = 0, resumed = 0;
        for (int kill = 0; kill < times;)
        {
            int i = kill % names.Length;
            string path = Path.Combine(folder, $"{kill}"), ended;
            for (var child = Start(names[i], path); ; child = Start(names[i], path))
            {
                using (child)
                {
                    int wait = kill < times ? random.Next(60, 400) : -1; // from before the first step to near the end
                    if (child.WaitForExit(wait))
                    {
                        ended = child.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
                        break;
                    }
                    child.Kill();
                    child.WaitForExit();
                    kill++;
                    if (File.Exists(path)) resumed++;
                }
            }
            if (ended == expected[i]) continue;
            wrong++;
            Console.WriteLine($"{names[i]}: {ended} instead of {expected[i]}");
        }
        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{times} kills, {resumed} of them after a checkpoint: "
            + $"{(wrong == 0 ? "every run ended with the weights of the unbroken one" : $"{wrong} runs ended with others")}");
        return wrong == 0 && resumed > 0 ? 0 : 1;
    }

    private static Process Start(string name, string path)
    {
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Kills).Assembly.Location] : []; // dotnet Saver.dll
        return Process.Start(new ProcessStartInfo(program, [.. self, "fit", name, path]) { RedirectStandardOutput = true })!;
    }

    private sealed class Saving(string path) : Callback
    {
        public override void OnStepEnd(in CallbackPass pass) => Save(pass);

        public override void OnEpochEnd(in CallbackPass pass) => Save(pass);

        private void Save(in CallbackPass pass)
        {
            pass.Trainer.Save(path);
            Thread.Sleep(2); // so that a kill finds the Fit at work
        }
    }
}

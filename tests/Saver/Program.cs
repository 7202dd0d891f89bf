// What the tests of files need another process for.
// save PATH [TIMES]: saves two models of ones and of twos by turns, so many times or until it is killed.
// fit CASE PATH: runs a ResumeCase, or resumes it, saving a checkpoint after each step and epoch, and prints the SHA-256 of the weights.
// kills TIMES: kills such processes at random moments, so many times; each resumed run must end with the weights of the unbroken one.
// resume PATH: resumes a checkpoint, runs a Fit, and prints the SHA-256 of the weights.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScratchNN.Tests;

switch (args)
{
    case ["save", var path, .. var times]:
        for (int i = 1; times is not [var most] || i <= int.Parse(most, CultureInfo.InvariantCulture); i++)
        {
            var model = new Sequential(new Dense(300, 400)); // half a megabyte, so that most kills come while it is written
            model.Build(300);
            model.Parameters.Fill(2 - (i % 2));
            model.Save(path);
            if (i == 1) Console.WriteLine("saved");
        }
        break;
    case ["resume", var path]:
        var (x, y) = Blobs.Make();
        var trainer = Trainer.Resume(path, new() { Epochs = 5, Seed = 3 });
        trainer.Fit(x, y);
        Console.WriteLine(Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(trainer.Model.Parameters))));
        break;
    case ["fit", var name, var path]:
        Console.WriteLine(Kills.Fit(name, path));
        break;
    case ["kills", var many]:
        return Kills.Run(int.Parse(many, CultureInfo.InvariantCulture));
    default:
        throw new ArgumentException($"save PATH or resume PATH, fit CASE PATH or kills TIMES, got {string.Join(' ', args)}.");
}
return 0;

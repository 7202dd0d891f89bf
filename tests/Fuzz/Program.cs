// Gives a reader the bytes that afl-fuzz makes up; the script beside this file starts both.
// READER: under afl-fuzz. READER FILE...: what it says to each of these files.
using ScratchNN.Tests;
using SharpFuzz;

switch (args)
{
    case [var reader]:
        Fuzzer.OutOfProcess.Run(input =>
        {
            var file = new MemoryStream();
            input.CopyTo(file);
            Readers.Takes(reader, file.ToArray());
        });
        break;
    case [var reader, .. var paths]:
        foreach (string path in paths)
            try
            {
                Console.WriteLine($"{path}: {(Readers.Takes(reader, File.ReadAllBytes(path)) ? "read" : "refused")}");
            }
            catch (Exception exception)
            {
                Console.WriteLine($"{path}: {exception}");
            }
        break;
    default:
        throw new ArgumentException($"READER, or READER FILE...; readers are {string.Join(", ", Readers.All.Keys)}.");
}

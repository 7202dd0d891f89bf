using System.Globalization;
using Xunit.Abstractions;

namespace ScratchNN.KernelTests;

/// <summary>Hears of each test: of all when they are found, of those that run when they have ended. Prints what failed, and how long each class took.</summary>
internal sealed class Results : IMessageSink
{
    public List<ITestCase> Found { get; } = [];
    public ManualResetEventSlim Discovered { get; } = new();
    public ManualResetEventSlim Finished { get; } = new();
    public int Passed { get; private set; }
    public int Failed { get; private set; }

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (Found)
        {
            if (message is ITestCaseDiscoveryMessage found) Found.Add(found.TestCase);
            if (message is ITestPassed) Passed++;
            if (message is IFailureInformation failure)
            {
                Failed++;
                Console.WriteLine($"{(message as ITestFailed)?.Test.DisplayName} failed: {string.Join(" ", failure.Messages)}\n{failure.StackTraces[0]}");
            }
            if (message is ITestClassFinished finished)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{finished.ExecutionTime:0.0} s {finished.TestClass.Class.Name}"));
        }
        if (message is IDiscoveryCompleteMessage) Discovered.Set();
        if (message is ITestAssemblyFinished) Finished.Set();
        return true;
    }
}

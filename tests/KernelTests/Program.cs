// Runs the kernel tests of the ScratchNN.Tests.dll beside it, one after another: for .ci/arm64, since dotnet test does not start in an
// emulator. Arguments: classes to leave out, and methods as Class.Method. The last line counts the tests. The exit status is 0 if some ran and all of them
// passed.
using System.Reflection;
using ScratchNN.KernelTests;
using Xunit.Abstractions;
using Xunit.Sdk;

var tests = Assembly.Load("ScratchNN.Tests");
var results = new Results();
using var framework = new XunitTestFramework(results);
using var discoverer = framework.GetDiscoverer(Reflector.Wrap(tests));
discoverer.Find(includeSourceInformation: false, results, new Options());
results.Discovered.Wait();

ITestCase[] kernels =
[
    .. results.Found.Where(test => test.TestMethod.TestClass.Class.Name.Split('.') is [.., "Kernels" or "Numerics", var type]
        && !args.Contains(type) && !args.Contains($"{type}.{test.TestMethod.Method.Name}")),
];
using var executor = framework.GetExecutor(tests.GetName());
var options = new Options();
options.SetValue<bool?>("xunit.execution.DisableParallelization", true);
executor.RunTests(kernels, results, options);
results.Finished.Wait();

Console.WriteLine(results.Failed == 0 ? $"{results.Passed} kernel tests passed" : $"{results.Failed} kernel tests failed");
return results.Passed > 0 && results.Failed == 0 ? 0 : 1;

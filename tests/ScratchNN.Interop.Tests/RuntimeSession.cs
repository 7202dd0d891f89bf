using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace ScratchNN.Interop.Tests;

/// <summary>Sessions of ONNX Runtime of which nothing is warned.</summary>
internal static class RuntimeSession
{
    private static readonly ConcurrentQueue<(string Session, string Text)> _warnings = new();
    // the runtime calls it as long as the process lives
    private static readonly DOrtLoggingFunction _note = (_, _, _, session, _, message) => _warnings.Enqueue((session, message));
    private static int _count;

    static RuntimeSession()
    {
        var options = new EnvironmentCreationOptions { logId = "tests", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, loggingFunction = _note };
        OrtEnv.CreateInstanceWithOptions(ref options);
    }

    /// <summary>Opens a model, and fails if the runtime warns, as it does of each weight that is an input too.</summary>
    public static InferenceSession Open(byte[] model)
    {
        string name = $"session {Interlocked.Increment(ref _count)}";
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogId = name }; // tests run side by side
        var session = new InferenceSession(model, options);
        Assert.Empty(WarningsOf(name));
        return session;
    }

    public static IEnumerable<string> WarningsOf(string session) => _warnings.Where(warning => warning.Session == session).Select(warning => warning.Text);
}

using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace DigitPad;

/// <summary>
/// The pages that listen. One that comes late hears the last training from its start; one that reads too slowly misses events, and costs no memory.
/// </summary>
internal sealed class Listeners
{
    /// <summary>The event that a training begins with.</summary>
    public const string Start = "start";

    private const int Most = 16, Waiting = 256;

    private readonly List<Channel<SseItem<string>>> _channels = [];
    private readonly List<SseItem<string>> _told = []; // of the last training

    /// <summary>The events from now on; null if too many listen already.</summary>
    public IAsyncEnumerable<SseItem<string>>? Open(CancellationToken gone)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_channels)
        {
            if (_channels.Count == Most) return null;
            channel.Writer.TryWrite(new SseItem<string>("{}", "hello")); // the page knows that it is heard
            foreach (var item in _told) channel.Writer.TryWrite(item);
            _channels.Add(channel);
        }
        gone.Register(() => Close(channel));
        return channel.Reader.ReadAllAsync(gone);
    }

    public void Tell(string type, JsonObject data)
    {
        var item = new SseItem<string>(data.ToJsonString(), type);
        lock (_channels)
        {
            if (type == Start) _told.Clear();
            if (_told.Count < Waiting - 1) _told.Add(item);
            foreach (var channel in _channels) channel.Writer.TryWrite(item);
        }
    }

    /// <summary>A number, or null: JSON has no NaN.</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 5) : null;

    private void Close(Channel<SseItem<string>> channel)
    {
        lock (_channels) _channels.Remove(channel);
        channel.Writer.TryComplete();
    }
}

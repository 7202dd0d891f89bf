using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace ScratchNN;

/// <summary>An event file of TensorBoard: records of TensorFlow, each an Event of protocol buffers.</summary>
/// <remarks>
/// <code>
/// record = length (u64)  masked CRC of length (u32)  event  masked CRC of event (u32)      little-endian
/// masked(c) = (c ≫ 15 | c ≪ 17) + 0xA282EAD8
/// </code>
/// The CRC is CRC-32C (Castagnoli). Formats: tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto and framework/summary.proto.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2"; // from 2 on, readers heed the start of a session
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7; // fields of Event
    private const int Value = 1, Tag = 1, SimpleValue = 2; // of Summary and its Value
    private const int Status = 1, Start = 1; // of SessionLog
    private const uint MaskDelta = 0xA282EAD8;

    private static int _files; // of this process, for names

    private readonly LogFile _file;
    private readonly Func<double> _now;
    private readonly MemoryStream _records = new();

    /// <param name="path">A new file.</param><param name="now">The seconds since 1970.</param>
    public EventFile(string path, Func<double> now)
    {
        (_file, _now) = (new LogFile(path, FileMode.CreateNew), now);
        Add(new Protobuf().Add(WallTime, now()).Add(FileVersion, Version));
        Flush();
    }

    /// <summary>A file in a folder by the name that TensorBoard looks for; names sort by time.</summary>
    public static EventFile In(string folder)
    {
        string name = string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.{Environment.MachineName}"
            + $".{Environment.ProcessId}.{Interlocked.Increment(ref _files):D6}");
        return new EventFile(Path.Combine(folder, name), () => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
    }

    /// <summary>Says that what other files of the folder have from this step on does not count: it will be trained again.</summary>
    public void AddStart(long step) => Add(Event(step).Add(SessionLog, new Protobuf().Add(Status, Start)));

    public void AddScalar(string tag, double value, long step) =>
        Add(Event(step).Add(Summary, new Protobuf().Add(Value, new Protobuf().Add(Tag, tag).Add(SimpleValue, (float)value))));

    /// <summary>Writes what was added, which readers see from then on.</summary>
    public void Flush()
    {
        _file.Write(_records.GetBuffer().AsSpan(0, (int)_records.Length));
        _records.SetLength(0);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>CRC-32C, rotated and moved: the CRC of data that holds its own CRC would be of no use.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private Protobuf Event(long step) => new Protobuf().Add(WallTime, _now()).Add(Step, step);

    private void Add(Protobuf message)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(number, message.Length);
        _records.Write(number);
        WriteCrc(number);
        int begin = (int)_records.Length;
        message.WriteTo(_records);
        WriteCrc(_records.GetBuffer().AsSpan(begin, (int)message.Length));
    }

    private void WriteCrc(ReadOnlySpan<byte> bytes)
    {
        Span<byte> crc = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, MaskedCrc(bytes));
        _records.Write(crc);
    }
}

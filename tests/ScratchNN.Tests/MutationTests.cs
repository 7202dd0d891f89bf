using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ScratchNN.Tests.Files;

namespace ScratchNN.Tests;

/// <summary>
/// Damaged files for every reader: each gives a result or InvalidDataException, and costs little. By default a second for each;
/// SCRATCHNN_FUZZ_SECONDS=60 says otherwise. The files are the seeds of the fuzzer, and what it found.
/// </summary>
public class MutationTests
{
    private const int Longest = 2500; // seed

    private static readonly int _seconds = int.TryParse(Environment.GetEnvironmentVariable("SCRATCHNN_FUZZ_SECONDS"), out int seconds) ? seconds : 1;

    // 0, 1, 2, 2⁷, 2⁸, 2¹⁵, … and their neighbours
    private static readonly ulong[] _edges =
        [.. ((int[])[0, 1, 7, 8, 15, 16, 31, 32, 62, 63]).SelectMany(bit => (ulong[])[(1ul << bit) - 1, 1ul << bit, (1ul << bit) + 1]), 100_000_000,
            ulong.MaxValue - 1, ulong.MaxValue];

    public static TheoryData<string> All => [.. Readers.All.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Read_Seed_GivesAResult(string reader) =>
        Assert.All(Files("Seeds", reader), file => Assert.True(Readers.Takes(reader, file)));

    [Theory]
    [MemberData(nameof(All))]
    public void Read_FoundFile_GivesAResultOrInvalidData(string reader) =>
        Assert.All(Files("Found", reader), file => Readers.Takes(reader, file));

    [Theory]
    [MemberData(nameof(All))]
    public void Read_MutatedFile_GivesAResultOrInvalidData(string reader)
    {
        byte[][] seeds = Files("Seeds", reader);
        Assert.All(seeds, seed => Assert.InRange(seed.Length, 1, Longest));
        var mutation = Gen.Select(Gen.Int[0, 6], Gen.Int[0, Longest], Gen.Int[0, Longest], Gen.Int[0, _edges.Length - 1], Gen.Byte);
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, seeds.Length - 1], mutation.Array[1, 4]).Sample(
            (seed, other, mutations) =>
            {
                byte[] damaged = [.. seeds[seed]];
                foreach (var (kind, at, to, edge, value) in mutations) damaged = Mutate(damaged, seeds[other], kind, at, to, _edges[edge], value);
                Readers.Takes(reader, damaged);
            },
            time: _seconds, threads: 1, print: sample => $"seed {sample.Item1}, other {sample.Item2}: {string.Join("; ", sample.Item3)}");
    }

    [Theory]
    [InlineData("model")]
    [InlineData("checkpoint")]
    public void Read_JsonOfAnotherKind_GivesAResultOrInvalidData(string reader)
    {
        foreach (byte[] seed in Files("Seeds", reader))
        {
            var header = JsonNode.Parse(SafeTensorsFile.Header(seed))!;
            foreach (var damaged in OtherKinds(header)) Readers.Takes(reader, SafeTensorsFile.WithHeader(seed, damaged!.ToJsonString()));
            foreach (var (key, text) in header["__metadata__"]?.AsObject() ?? [])
                foreach (var damaged in OtherKinds(JsonNode.Parse((string)text!)!))
                {
                    var copy = header.DeepClone();
                    copy["__metadata__"]![key] = damaged?.ToJsonString() ?? "null";
                    Readers.Takes(reader, SafeTensorsFile.WithHeader(seed, copy.ToJsonString()));
                }
        }
    }

    /// <summary>The document with something else in the place of each of its values, one at a time.</summary>
    private static IEnumerable<JsonNode?> OtherKinds(JsonNode root)
    {
        foreach (string other in (string[])["null", "true", "7", "-1", "0.5", "1e999", "\"\"", "\"x\"", "[]", "[null]", "{}", "{\"x\":null}"])
            foreach (object[] path in Paths(root))
            {
                var copy = root.DeepClone();
                var parent = path.SkipLast(1).Aggregate(copy, Child);
                if (path is []) yield return other == "null" ? JsonValue.Create("null") : JsonNode.Parse(other);
                else if (path[^1] is string name) parent[name] = JsonNode.Parse(other);
                else parent[(int)path[^1]] = JsonNode.Parse(other);
                yield return copy;
            }
    }

    private static JsonNode Child(JsonNode node, object key) => (key is string name ? node[name] : node[(int)key])!;

    /// <summary>Where its values stand: itself, and those within.</summary>
    private static IEnumerable<object[]> Paths(JsonNode? node) =>
    [
        [],
        .. node switch
        {
            JsonObject values => values.SelectMany(pair => Paths(pair.Value).Select(path => (object[])[pair.Key, .. path])),
            JsonArray values => values.SelectMany((value, i) => Paths(value).Select(path => (object[])[i, .. path])),
            _ => [],
        },
    ];

    private static byte[] Mutate(byte[] file, byte[] other, int kind, int at, int to, ulong edge, byte value)
    {
        if (file.Length == 0) return file;
        (at, to) = (at % file.Length, to % file.Length);
        switch (kind)
        {
            case 0: file[at] ^= value; return file;
            case 1: file[at] ^= (byte)(1 << (value & 7)); return file;
            case 2: return file[..at];
            case 3: return [.. file[..at], .. file[to..]]; // a piece moved or taken out
            case 4: return [.. file[..at], .. other[Math.Min(to, other.Length - 1)..]]; // the end of another file
            case 5: return Number(file, at, edge);
            default:
                byte[] bytes = new byte[8];
                if ((value & 1) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes, edge);
                else BinaryPrimitives.WriteUInt64BigEndian(bytes, edge << (64 - (8 * Width(value))));
                bytes.AsSpan(0, Math.Min(Width(value), file.Length - at))
                    .CopyTo(file.AsSpan((value & 8) == 0 ? Math.Min(8, file.Length - Math.Min(Width(value), file.Length)) : at));
                return file;
        }

        static int Width(byte value) => 1 << (value >> 1 & 3);
    }

    /// <summary>Puts a number in the place of the next one in the text.</summary>
    private static byte[] Number(byte[] file, int at, ulong number)
    {
        int begin = at;
        while (begin < file.Length && !char.IsAsciiDigit((char)file[begin])) begin++;
        int end = begin;
        while (end < file.Length && char.IsAsciiDigit((char)file[end])) end++;
        return [.. file[..begin], .. Encoding.ASCII.GetBytes($"{number}"), .. file[end..]];
    }

    private static byte[][] Files(string folder, string reader)
    {
        string path = Path.Combine(SharedFolder.Repository, "tests", "Fuzz", folder, reader);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    }
}

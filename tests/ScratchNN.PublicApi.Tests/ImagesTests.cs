using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using Mnist.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>The program that learns to tell pictures apart, run as a user runs it.</summary>
public sealed class ImagesTests : IDisposable
{
    private const string HalfRedHalfBlue = // a JPEG of 20 × 12
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4O
        DhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAMABQDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAA
        AAAAAAAAAAUE/8QAGhABAAEFAAAAAAAAAAAAAAAAAAEDBDSBsf/EABUBAQEAAAAAAAAAAAAAAAAAAAYE/8QAGxEAAgIDAQAAAAAAAAAAAAAAAAECNAVysQb/2gAMAwEA
        AhEDEQA/AMCPf5lTXIWEe/zKmuQo85alq+oRZ+tHZcZnANQgf//Z
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TrainAndPredict_TellPicturesApart()
    {
        for (int i = 0; i < 20; i++)
        {
            Picture("red/sub", $"{i}.png", 18 + (i % 3), 15, (x, y) => (220, (byte)(10 * i), (byte)(x * 3)));
            Picture("green", $"{i}.png", 16, 16 + (i % 5), (x, y) => ((byte)(10 * i), 210, (byte)(y * 3)));
        }
        string model = Path.Combine(_folder, "model.safetensors"), asked = Picture("", "asked.png", 33, 21, (x, y) => (200, 60, 30)),
            jpeg = Path.Combine(_folder, "asked.jpg");
        File.WriteAllBytes(jpeg, Convert.FromBase64String(HalfRedHalfBlue));

        var (code, output, error) = Run("train", Path.Combine(_folder), "--size", "12", "--epochs", "15", "--save", model);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.StartsWith("40 pictures of 2 classes, as [12 × 12 × 3]; 8 of them are for the test", output, StringComparison.Ordinal);
        (code, output, _) = Run("predict", model, asked, jpeg);

        Assert.Equal(0, code);
        Assert.Matches(@"^asked\.png: red \((0\.[5-9][0-9]|1\.00)\)\nasked\.jpg: (red|green) \([01]\.[0-9][0-9]\)$", output);
    }

    [PseudoTerminalFact]
    public void Train_InATerminal_HasTheLiveView_AndControlCKeepsTheModel()
    {
        for (int i = 0; i < 12; i++)
        {
            Picture("red", $"{i}.png", 16, 16, (x, y) => (220, (byte)(10 * i), 0));
            Picture("green", $"{i}.png", 16, 16, (x, y) => (0, 210, (byte)(10 * i)));
        }
        string model = Path.Combine(_folder, "model.safetensors");

        var (output, code) = PseudoTerminal.Run("Images", _folder, "samples/s", $"train {_folder} --size 12 --epochs 100000 --save {model}", columns: 100);

        Assert.Equal(0, code);
        Assert.Matches(@"epoch \d+/100000  █*░*  +\d+ %  [\d,]+ samples/s  ETA ", PseudoTerminal.Plain(output));
        Assert.Contains("Training ends after this step.", output, StringComparison.Ordinal);
        Assert.True(output.LastIndexOf("\e[?25h", StringComparison.Ordinal) > output.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is not shown again.");
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void Train_WhatIsNoPicture_IsNamed()
    {
        Picture("a", "1.png", 4, 4, (_, _) => (0, 0, 0));
        Picture("a", "2.png", 4, 4, (_, _) => (0, 0, 0));
        Picture("b", "1.png", 4, 4, (_, _) => (9, 9, 9));
        Assert.Contains("holds 1 pictures", Run("train", _folder).Error, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "b", "2.png"), "version https://git-lfs");
        var (code, _, error) = Run("train", _folder);
        Assert.Equal(1, code);
        Assert.Matches("^1 of 4 files cannot be read; .*2.png cannot be read as a picture", error);

        Assert.Contains("put the pictures of each class into a folder of its own", Run("train", Path.Combine(_folder, "a")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_AModelOfAnotherProgram_IsRefused()
    {
        var model = new Sequential(new Dense(2));
        model.Build(3);
        model.Save(Path.Combine(_folder, "other.safetensors"));
        Assert.Contains("was not trained by this program", Run("predict", Path.Combine(_folder, "other.safetensors"), "x.png").Error, StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Images.dll"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Trim(), error.Result.ReplaceLineEndings("\n").Trim());
    }

    /// <summary>Writes a PNG of 8-bit red, green and blue.</summary>
    private string Picture(string folder, string name, int width, int height, Func<int, int, (byte R, byte G, byte B)> color)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                for (int x = 0; x < width; x++)
                {
                    var (r, g, b) = color(x, y);
                    zlib.Write([r, g, b]);
                }
            }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        string path = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName + "/" + name;
        using var file = File.Create(path);
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        Chunk("IHDR"u8, header);
        Chunk("IDAT"u8, pixels.ToArray());
        Chunk("IEND"u8, []);
        return path;

        void Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
        {
            byte[] number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            file.Write(type);
            file.Write(data);
            BinaryPrimitives.WriteUInt32BigEndian(number, Checksum([.. type, .. data]));
            file.Write(number);
        }
    }

    /// <summary>CRC-32 as PNG has it.</summary>
    private static uint Checksum(byte[] bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            checksum ^= value;
            for (int bit = 0; bit < 8; bit++) checksum = (checksum & 1) != 0 ? (checksum >> 1) ^ 0xEDB88320 : checksum >> 1;
        }
        return ~checksum;
    }
}

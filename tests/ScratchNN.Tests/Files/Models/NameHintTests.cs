namespace ScratchNN.Tests.Files;

/// <summary>Weights whose names alone do not fit: the message has the line of code that loads them. Followed, it works.</summary>
public class NameHintTests
{
    private static Sequential Net => new(new Dense(3, 5), new ReLU(), new Dense(5, 2));

    [Theory]
    [InlineData("_orig_mod.")] // torch.compile
    [InlineData("module.")] // DataParallel
    [InlineData("net.")] // an attribute of a module
    [InlineData("_orig_mod.module.")]
    public void LoadWeights_APrefix_IsTakenOff(string prefix)
    {
        byte[] file = File(name => prefix + name);
        Assert.EndsWith($" All names begin with '{prefix}': LoadOptions.Rename = name => name[\"{prefix}\".Length..] takes it off.", Refused(file),
            StringComparison.Ordinal);
        RequireLoads(file, name => name[prefix.Length..]);
    }

    [Fact]
    public void LoadWeights_PartOfALargerModel_IsFound()
    {
        byte[] file = File(name => $"encoder.{name}", ("decoder.0.weight", [2, 2]));
        Assert.EndsWith(" Under 'encoder.' the file has every parameter: LoadOptions.Rename = name => name.StartsWith(\"encoder.\", "
            + "StringComparison.Ordinal) ? name[\"encoder.\".Length..] : null selects these.",
            Refused(file), StringComparison.Ordinal);
    }

    /// <summary>A class with fields for its layers, or an nn.Sequential with a Flatten in front or a Dropout between.</summary>
    [Theory]
    [InlineData("fc1", "fc2")]
    [InlineData("1", "3")]
    [InlineData("0", "3")]
    [InlineData("linear_relu_stack.0", "linear_relu_stack.3")]
    [InlineData("fc9", "fc10")]
    public void LoadWeights_OtherLayerNames_AreMapped(string first, string second)
    {
        byte[] file = File(name => name.Replace("0.", $"{first}.", StringComparison.Ordinal).Replace("2.", $"{second}.", StringComparison.Ordinal));
        string message = Refused(file);
        Assert.Contains($" The same shapes are there under other names, '{first}' for '0', '{second}' for '2': LoadOptions.Rename = name => "
            + $"name.StartsWith(\"{first}.\", StringComparison.Ordinal) ? \"0.\" + name[\"{first}.\".Length..] : name.StartsWith(\"{second}.\", "
            + $"StringComparison.Ordinal) ? \"2.\" + name[\"{second}.\".Length..] : null selects them.", message, StringComparison.Ordinal);
        RequireLoads(file, name => name.StartsWith($"{first}.", StringComparison.Ordinal) ? "0." + name[$"{first}.".Length..]
            : name.StartsWith($"{second}.", StringComparison.Ordinal) ? "2." + name[$"{second}.".Length..] : null);
    }

    /// <summary>Layers of one shape, told apart by their order alone.</summary>
    [Fact]
    public void LoadWeights_ManyEqualLayers_AreInTheOrderOfTheirNumbers()
    {
        var model = new Sequential([.. Enumerable.Range(0, 11).Select(_ => new Dense(2, 2))]);
        model.Build(2, seed: 1);
        byte[] file = SafeTensorsFile.Save(model);
        string header = SafeTensorsFile.Header(file);
        for (int i = 10; i >= 0; i--) header = header.Replace($"\"{i}.", $"\"fc{i + 1}.", StringComparison.Ordinal);
        string message = Hostile.Refused(SafeTensorsFile.WithHeader(file, header), stream => model.LoadWeights(stream));
        Assert.EndsWith(" The same shapes are there under other names, 'fc1' for '0', 'fc2' for '1', 'fc3' for '2', 'fc4' for '3', …: "
            + "LoadOptions.Rename = name => … gives each tensor the name of its parameter.", message, StringComparison.Ordinal);
    }

    /// <summary>Other shapes, several that would fit, or names that are not code: the message says what it always says.</summary>
    [Fact]
    public void LoadWeights_WhereNobodyCanTell_NothingIsGuessed()
    {
        Assert.EndsWith("parameters may be missing.", Refused(SafeTensorsFile.Save(Built(new Sequential(new Dense(3, 6), new ReLU(), new Dense(6, 2))))),
            StringComparison.Ordinal);
        Assert.EndsWith("parameters may be missing.", Refused(File(name => $"a\\\"b.{name}")), StringComparison.Ordinal);
        Assert.EndsWith("parameters may be missing.", Refused(File(name => name.Replace('.', '_'))), StringComparison.Ordinal);
        // the names are right, and one is too many
        Assert.EndsWith("parameters may be missing.", Refused(File(name => name, ("4.weight", [2, 2]))), StringComparison.Ordinal);
        Assert.EndsWith("parameters may be missing.", Refused(File(name => $"net\\n.{name}")), StringComparison.Ordinal);
        string renamed = Hostile.Refused(File(name => $"net.{name}"), stream => Net.LoadWeights(stream, new() { Rename = name => "x." + name }));
        Assert.EndsWith("parameters may be missing.", renamed, StringComparison.Ordinal); // whoever renames knows the option
    }

    private static byte[] File(Func<string, string> rename, params (string Name, int[] Shape)[] others)
    {
        byte[] file = SafeTensorsFile.Save(Built(Net));
        string header = SafeTensorsFile.Header(file);
        foreach (string name in (string[])["0.weight", "0.bias", "2.weight", "2.bias"])
            header = header.Replace($"\"{name}\"", $"\"\0{name}\"", StringComparison.Ordinal);
        foreach (string name in (string[])["0.weight", "0.bias", "2.weight", "2.bias"])
            header = header.Replace($"\"\0{name}\"", $"\"{rename(name)}\"", StringComparison.Ordinal);
        int end = 4 * ((3 * 5) + 5 + (5 * 2) + 2);
        foreach (var (name, shape) in others)
        {
            int size = 4 * shape.Aggregate(1, (a, b) => a * b);
            header = header[..header.LastIndexOf('}')]
                + $",\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{end},{end + size}]}}}}";
            file = [.. file, .. new byte[size]];
            end += size;
        }
        return SafeTensorsFile.WithHeader(file, header);
    }

    private static string Refused(byte[] file) => Hostile.Refused(file, stream => Net.LoadWeights(stream));

    private static void RequireLoads(byte[] file, Func<string, string?> rename)
    {
        var model = Net;
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.LoadWeights(new MemoryStream(file), new() { Rename = rename }).Loaded);
        Assert.Equal(Bits.Of(Built(Net)), Bits.Of(model));
    }

    private static Sequential Built(Sequential model)
    {
        model.Build(3, seed: 4);
        return model;
    }
}

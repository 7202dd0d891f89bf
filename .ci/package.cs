// What a package must hold: dotnet run package.cs -- FOLDER ID
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

int wrong = 0;
void Require(bool condition, string what)
{
    Console.WriteLine($"{(condition ? "has  " : "LACKS")} {what}");
    if (!condition) wrong++;
}

string id = args[1];
var (most, pages, dependencies) = id switch
{
    "ScratchNN" => (650_000, (string[])["README.md", "CHANGELOG.md"], (string[])["System.Numerics.Tensors"]),
    "ScratchNN.Tables" => (150_000, ["README.md"], ["ScratchNN", "Sep", "System.Numerics.Tensors"]),
    "ScratchNN.Report" => (100_000, ["README.md"], ["ScratchNN", "System.Numerics.Tensors"]),
    "ScratchNN.Mpi" => (50_000, ["README.md"], ["ScratchNN", "System.Numerics.Tensors"]),
    _ => throw new ArgumentException($"What should {id} hold?"),
};
string Only(string extension) => Directory.GetFiles(args[0], $"{id}.*.{extension}").Single(path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1]));
string file = Only("nupkg");
long size = new FileInfo(file).Length;
Require(size <= most, $"{size} bytes, {most} at most");
using var package = ZipFile.OpenRead(file);
using var symbols = ZipFile.OpenRead(Only("snupkg"));
foreach (string name in (string[])[.. pages, "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"])
    Require(package.GetEntry(name) is { Length: > 0 }, name);
Require(symbols.GetEntry($"lib/net10.0/{id}.pdb") != null, $"symbols: lib/net10.0/{id}.pdb");

using var manifest = package.GetEntry($"{id}.nuspec")!.Open();
var elements = XDocument.Load(manifest).Descendants().ToLookup(element => element.Name.LocalName);
Require(elements["license"].Any(license => (string?)license.Attribute("type") == "expression" && license.Value == "MIT"), "licence expression MIT");
Require(elements["readme"].Any(readme => readme.Value == "README.md"), "a readme in the manifest");
Require(elements["icon"].Any(icon => icon.Value == "icon.png"), "an icon in the manifest");
Require(elements["tags"].Any() && elements["description"].Any(), "tags and a description");
Require(elements["dependency"].Select(dependency => (string?)dependency.Attribute("id")).Order(StringComparer.Ordinal).SequenceEqual(dependencies), $"the dependencies {string.Join(", ", dependencies)}, and no other");

// What nuget.org shows is the readme alone.
foreach (string page in pages)
{
    using var reader = new StreamReader(package.GetEntry(page)!.Open());
    string text = reader.ReadToEnd();
    string[] relative = [.. Regex.Matches(text, @"(?:\]\(|^\[[^\]]+\]:\s*|(?:src|href)="")(?!https?://|#).*", RegexOptions.Multiline).Select(match => match.Value)];
    Require(relative.Length == 0, $"no relative link or picture in {page}{string.Concat(relative.Select(link => $"\n      {link}"))}");
    Require(!text.Contains("![", StringComparison.Ordinal) && !text.Contains("<!--", StringComparison.Ordinal), $"no picture and no comment in {page}");
    string install = $"`dotnet add package {id}`";
    if (page == "README.md") Require(text.Contains(install, StringComparison.Ordinal), install);
}

byte[] head = new byte[24];
using (var icon = package.GetEntry("icon.png")!.Open()) icon.ReadExactly(head);
Require(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)) == 128 && BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)) == 128, "an icon of 128 × 128");

return wrong == 0 ? 0 : 1;

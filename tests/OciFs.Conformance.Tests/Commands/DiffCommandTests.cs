using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs diff</c> tells what rsync and diff tell of the same trees where they are mounted or unpacked.</summary>
[Collection(SharedSample.Name)]
public sealed partial class DiffCommandTests(SampleMount sample) : IDisposable
{
    private static readonly string Image = $"oci:{Layouts.Sample}";

    private readonly TempFolder folder = new();

    [Fact]
    public void PlatformsDifferAsRsyncTellsOfThemUnpacked()
    {
        SampleImages.WriteSeparated(folder["layout"]);
        using var one = new UmociRootfs(folder["layout"], "amd64");
        using var other = new UmociRootfs(folder["layout"], "arm64");
        Assert.Equal(ByRsync(one.Path, other.Path), Ours(Image, "--times", "--platform", "linux/amd64", "--platform", "linux/arm64"), StringComparer.Ordinal);
    }

    [Fact]
    public void LayersDifferAsRsyncTellsOfThemMounted()
    {
        var layers = Directory.GetDirectories(sample.Layers).Order(StringComparer.Ordinal).ToArray();
        for (var layer = 1; layer < layers.Length; layer++)
        {
            var expected = ByRsync(Path.Combine(layers[layer - 1], "rootfs"), Path.Combine(layers[layer], "rootfs"));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Ours(Image, "--times", "--layer", $"{layer}"), StringComparer.Ordinal);
            Assert.Equal(expected, Ours(Image, "--times", "--layer", $"{layer - 1}", "--layer", $"{layer}"), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void TheBaseLayerAddsWhatFindFinds()
    {
        var found = Command.Shell("cd \"$1\"/00/rootfs && find . -mindepth 1 | cut -c2- | LC_ALL=C sort", sample.Layers).Lines();
        Assert.Equal(found, Diff(1, Image, "--layer", "0").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..]), StringComparer.Ordinal);
    }

    [Fact]
    public void FilesAndFoldersThatDifferAreThoseOfDiff()
    {
        var expected = Command.Shell("cd \"$1\" && LC_ALL=C diff -rq --no-dereference 00/rootfs 02/rootfs; true", sample.Layers).Lines().Select(OfDiff).Order(StringComparer.Ordinal);
        var actual = Diff(1, Image, "--layer", "0", "--layer", "2", "--tops", "--no-mode", "--no-owner", "--no-xattrs").Lines(1).Select(line => line.Split("  ")[0]).Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual, StringComparer.Ordinal);
    }

    [Fact]
    public void PatchMakesTheTextsOfTheSecondOfTheFirst()
    {
        var changed = LayerBuilder.Tar([TestEntry.File("t", "1\n2\n3\n4\nfive"), TestEntry.File("o d\td\\\"", "new\n"), TestEntry.File("b", "\0y"), TestEntry.File("added", "a")]);
        using var layout = new TwoImages([TestEntry.File("t", "1\n2\n3\n4\n5\n"), TestEntry.File("o d\td\\\"", "old\n"), TestEntry.File("b", "\0x")], changed);
        using var one = new UmociRootfs(layout.Folder, "before");
        var difference = Diff(1, $"{layout.Source}:before", $"{layout.Source}:after", "--content").Output;
        Assert.Contains("Binary files a/b and b/b differ\n", difference, StringComparison.Ordinal);
        File.WriteAllText(folder["difference"], difference);
        Command.Shell("cd \"$1\" && patch -p1 --quiet < \"$2\"", one.Path, folder["difference"]).Ok();
        Assert.Equal("1\n2\n3\n4\nfive", File.ReadAllText(Path.Combine(one.Path, "t")));
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(one.Path, "o d\td\\\"")));
    }

    [Fact]
    public void TheStatusTellsWhetherTreesDiffer()
    {
        using var layout = new TwoImages([TestEntry.File("d/f", "1"), TestEntry.File("g")], LayerBuilder.Tar([TestEntry.File("d/f", "2") with { Uid = 5 }]));
        var (before, after) = ($"{layout.Source}:before", $"{layout.Source}:after");
        Assert.Equal(("", ""), (Diff(0, before, before).Output, Diff(0, before, after, "/g").Output));
        Assert.Equal("C /d/f  content, owner 0:0 -> 5:0\n", Diff(1, before, after).Output);
        Assert.Equal("C /d/f  content\n", Diff(1, before, after, "/d//", "--no-owner").Output);
        Assert.Equal("C /d/f\0", Diff(1, before, after, "/d/f", "--null").Output);
        Assert.Equal("0 added (0 B), 0 removed (0 B), 1 changed (1 B -> 1 B)\n", Diff(1, before, after, "--stat").Output);
        Assert.Equal(("", ""), (Diff(1, "-q", before, after).Output, Diff(0, "-q", before, before).Output));
        Assert.Equal("A //images/after\n", Diff(1, before, layout.Source, "//images", "--tops").Output);
    }

    [Fact]
    public void JsonIsAsItIsDocumentedAndTellsBothFiles()
    {
        var changes = LayerBuilder.Tar([TestEntry.Symlink("l", "\xff"), TestEntry.File("f\xff"), TestEntry.CharacterDevice("c", 1, 3), TestEntry.Whiteout("g")]);
        using var layout = new TwoImages([TestEntry.Symlink("l", "old"), TestEntry.File("g", "12")], changes);
        var json = JsonNode.Parse(Diff(1, $"{layout.Source}:before", $"{layout.Source}:after", "--json").Output)!;
        Assert.Empty(Schema.Of("diff").Errors(json));
        Assert.Equal(["/c added", "/f\uFFFD added", "/g removed", "/l changed"], json.AsArray().Select(item => $"{item!.Text("path")} {item!.Text("kind")}"), StringComparer.Ordinal);
        Assert.Equal([(byte)'/', (byte)'f', 0xFF], Convert.FromBase64String(json[1]!.Text("pathBytes")));
        Assert.Equal(("1:3", "2", "old", "/w=="), (json[0]!.Text("after", "device"), $"{json[2]!["before"]!["size"]}", json[3]!.Text("before", "target"), json[3]!.Text("after", "targetBytes")));
        Assert.Equal("target", $"{json[3]!["changed"]![0]}");
    }

    [Fact]
    public void WordsAreToldApartByTheirOptions()
    {
        Command.Ocifs("diff", Image).FailsInOneLine(2, "two IMAGEs");
        Command.Ocifs("diff", Image, Image, "etc").FailsInOneLine(2, "etc", "begins with /");
        Command.Ocifs("diff", Image, "etc", "--layer", "1").FailsInOneLine(2, "etc", "begins with /");
        Command.Ocifs("diff", Image, "/etc", "/usr", "--layer", "1").FailsInOneLine(2, "/usr", "one PATH");
        Command.Ocifs("diff", Image, "--layer", "99").FailsInOneLine(1, "no layer 99");
        Command.Ocifs("diff", Image, "--layer", "1", "/nosuch").FailsInOneLine(1, "/nosuch");
        Command.Ocifs("diff", Image, "--platform", "linux/s390x", "--platform", "linux/amd64").FailsInOneLine(1, "linux/s390x");
        Command.Ocifs("diff", $"{Image}:nosuch", $"{Image}:other").FailsInOneLine(1, "nosuch");
        Command.Ocifs("diff", Image, "//images", "--layer", "1").FailsInOneLine(2, "//images");
        Command.Ocifs("diff", Image, Image, "--json", "--stat").FailsInOneLine(2, "--json");
        Assert.Equal("", Diff(0, Layouts.Sample, Layouts.Sample, "/etc").Output);
    }

    public void Dispose() => folder.Dispose();

    private static CommandResult Diff(int status, params string[] arguments)
    {
        var result = Command.Ocifs(["diff", .. arguments]);
        Assert.True(result.ExitCode == status && result.Error.Length == 0, $"{result.CommandLine}: {result.ExitCode}\n{result.Error}");
        return result;
    }

    // What rsync would do to make the first tree like the second, in our words; see "itemize-changes" of rsync(1).
    private static string[] ByRsync(string before, string after)
    {
        var lines = Command.Run("rsync", "-anicXA8", "--delete", $"{after}/", $"{before}/").Lines();

        // rsync does not say that it removes what is of another type.
        var there = Command.Shell("cd \"$1\" && find . | cut -c2-", before).Lines().ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => line.Length > 12).Select(line => OfRsync(line, there)).Order(StringComparer.Ordinal)];
    }

    private static string OfRsync(string line, HashSet<string> there)
    {
        var path = "/" + Arrow().Replace(line[12..], "").TrimEnd('/').TrimStart('.').TrimStart('/');
        if (line.StartsWith('*'))
            return $"D {path}";
        if (line[2] == '+')
            return there.Contains(path) ? $"C {path}  type" : $"A {path}";
        var isLink = line[1] == 'L';
        string[] changed =
        [
            .. line[2] == 'c' ? [isLink ? "target" : "content"] : Array.Empty<string>(),
            .. line[5] == 'p' ? ["mode"] : Array.Empty<string>(),
            .. line[6] == 'o' || line[7] == 'g' ? ["owner"] : Array.Empty<string>(),
            .. line[4] is 't' or 'T' ? ["time"] : Array.Empty<string>(),
            .. line[10] == 'x' ? ["xattrs"] : Array.Empty<string>(),
        ];
        return $"C {path}  {string.Join(", ", changed)}";
    }

    private static string OfDiff(string line)
    {
        var match = OnlyIn().Match(line);
        if (match.Success)
            return $"{(match.Groups["layer"].Value == "00" ? "D" : "A")} {match.Groups["folder"].Value}/{match.Groups["name"].Value}";
        var path = Named().Match(line).Groups["path"].Value;
        return path.Length > 0 ? $"C {path}" : line;
    }

    // Our lines with the words for what differs, without how.
    private static string[] Ours(params string[] arguments) =>
        [.. Diff(1, arguments).Lines(1).Select(line => line.Split("  type ") is [var path, _] ? $"{path}  type" : How().Replace(line, "")).Order(StringComparer.Ordinal)];

    [GeneratedRegex(" -> .*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex("(?<=  .*(content|target|mode|owner|time)) [^,]+ -> [^,]+(?=,|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex How();

    [GeneratedRegex("^Only in (?<layer>..)/rootfs(?<folder>.*): (?<name>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyIn();

    [GeneratedRegex("(^Files|^Symbolic links|^File) ../rootfs(?<path>.*?) (and|is) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    /// <summary>A layout of two images, the second with a layer more.</summary>
    private sealed class TwoImages : IDisposable
    {
        private readonly TempFolder folder = new();

        public TwoImages(TestEntry[] below, byte[] above)
        {
            var layout = new LayoutBuilder(Folder);
            var first = LayerBlob.Of(LayerBuilder.Tar(below));
            layout.Name("before", layout.AddImage([first]).Manifest).Name("after", layout.AddImage([first, LayerBlob.Of(above)]).Manifest).Write();
        }

        public string Folder => folder["layout"];

        public string Source => $"oci:{Folder}";

        public void Dispose() => folder.Dispose();
    }
}

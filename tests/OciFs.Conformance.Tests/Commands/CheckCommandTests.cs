using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs check</c>: what is missing is named, and the exit status tells.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly BuiltLayout layout = new();

    public CheckCommandTests() => layout.Image("well", 2).Image("other", 3, """ "author":"find me" """, first: 1);

    [Fact]
    public void AllIsWell()
    {
        var result = Command.Ocifs("check", "--quick", layout.Source);
        Assert.Equal(["complete 4/4 well", "complete 5/5 other"], result.Lines().Select(Words), StringComparer.Ordinal);
        Assert.Empty(Command.Ocifs("check", "--quick", "--quiet", layout.Source).Ok());
    }

    [Fact]
    public void ALayerThatIsMissingIsNamedAndItsNeighbourIsWell()
    {
        var file = layout.BlobWith("3\0");
        File.Delete(file);
        var result = Command.Ocifs("check", "--quick", layout.Source);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["complete 4/4 well", "incomplete 4/5 other"], lines.Take(2).Select(Words), StringComparer.Ordinal);
        Assert.Contains($"sha256:{Path.GetFileName(file)}: ", lines[2], StringComparison.Ordinal);
        Assert.Contains("application/vnd.oci.image.layer.v1.tar", lines[2], StringComparison.Ordinal);
        Assert.Equal(0, Command.Ocifs("check", "--quick", $"{layout.Source}:well").ExitCode);
        Assert.Single(Command.Ocifs("check", "--quick", "--quiet", layout.Source).Output.Split('\n'), line => line.StartsWith("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void QuicklyADocumentIsVerifiedAndALayerIsNotOpened()
    {
        var layer = layout.BlobWith("3\0");
        File.WriteAllBytes(layer, new byte[new FileInfo(layer).Length]);
        Assert.Equal(0, Command.Ocifs("check", "--quick", layout.Source).ExitCode);
        var config = layout.BlobWith("find me");
        File.WriteAllText(config, File.ReadAllText(config).Replace("find me", "FIND ME", StringComparison.Ordinal));
        var result = Command.Ocifs("check", "--quick", "--json", $"{layout.Source}:other");
        Assert.Equal(1, result.ExitCode);
        var check = System.Text.Json.Nodes.JsonNode.Parse(result.Output)!.AsArray().Single()!;
        Assert.Equal(("incomplete", $"sha256:{Path.GetFileName(config)}"), (check.Text("status"), check["missing"]![0]!.Text("digest")));
        Assert.Contains("the blob's bytes have the digest", check["problems"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void AManifestThatIsMissingLeavesWhatIsNeededUnknown()
    {
        var manifest = Command.Ocifs("inspect", "--json", $"{layout.Source}:well").Json().Text("digest");
        File.Delete(Path.Combine(Path.GetDirectoryName(layout.BlobWith("find me"))!, manifest[7..]));
        var result = Command.Ocifs("check", $"{layout.Source}:{manifest}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(manifest, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OnePlatformIsCheckedWhereOneIsAsked()
    {
        var multi = $"oci:{SchemaTests.Fixture("platforms")}:multi";
        var check = Command.Ocifs("check", "--json", "--platform", "linux/arm64", multi).Json()[0]!;
        Assert.Equal(["linux-arm64"], check.Items("platforms").Select(platform => platform.Text("platform")), StringComparer.Ordinal);
        Assert.Equal(15, Command.Ocifs("check", "--json", multi).Json()[0]!["platforms"]!.AsArray().Count);
        Command.Ocifs("check", "--platform", "linux/loong64", layout.Source).FailsInOneLine(1, "no image has linux/loong64");
        Command.Ocifs("check", "--platform", "a/b/c/d", layout.Source).FailsInOneLine(2, "a/b/c/d");
    }

    public void Dispose() => layout.Dispose();

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var status, var count, .., var name] ? [status, count, name] : [line]);
}

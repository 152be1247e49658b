using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Stores.Containerd;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary><c>ctr images check</c> over the same images, whole ones and ones of which something is missing.</summary>
public sealed class ContainerdAnswersTests : IDisposable
{
    private readonly ContainerdHost host = new();
    private readonly TempFolder folder = new();

    public ContainerdAnswersTests()
    {
        Command.Run("tar", "-C", SchemaTests.Fixture("platforms"), "-cf", folder["layout.tar"], ".").Ok();
        host.Ctr("images", "import", "--all-platforms", "--no-unpack", "--base-name", "docker.io/corpus/case", folder["layout.tar"]);
    }

    // What ctr asks is containerd's records and not its files (its content proxy's ReaderAt is answered by Info): what is to be missing
    // has to be so in both. Of a record that is gone the file goes some time later.
    [Fact]
    public void CheckFindsMissingWhatCtrFindsMissing()
    {
        Assert.Equal(0, Incomplete(Compare()));
        var layer = (string)Inspected.Of($"containerd:{host.Root}:docker.io/corpus/case:multi").Layers("digest")[^1]!;
        host.Ctr("content", "rm", layer);
        File.Delete(Path.Combine(host.Root, "io.containerd.content.v1.content", "blobs", "sha256", layer[7..]));
        Assert.InRange(Incomplete(Compare()), 5, 20);
    }

    [Fact]
    public void EveryKnownDifferenceIsNeeded() => KnownDifferences.AreNeeded("ctr", "*", _ => Compare().Select(compared => compared.Answers));

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    private static int Incomplete(IEnumerable<(Answers Answers, JsonNode Check)> compared) => compared.Count(each => each.Check.Text("status") != "complete");

    // For this machine's platform, as ctr checks. What has no manifest for it is not in ours.
    private List<(Answers Answers, JsonNode Check)> Compare()
    {
        var ours = Command.Ocifs("check", "--quick", "--json", $"containerd:{host.Root}", "--platform", $"linux/{Platform.HostArchitecture}");
        var checks = JsonNode.Parse(ours.Output)!.AsArray().ToDictionary(check => check!.Text("name"), check => check!, StringComparer.Ordinal);
        List<(Answers Answers, JsonNode Check)> compared = [];
        foreach (var line in host.Run("images", "check").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            // NAME TYPE DIGEST STATUS (present/required) …
            var row = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (checks.TryGetValue(row[0], out var check))
            {
                var status = $"{check.Text("status")} ({check["present"]}/{check["required"]})";
                compared.Add((new Answers("ctr", row[0]).Field("STATUS", $"{row[3]} {row[4]}", status).AreAlike(least: 1), check));
            }
        }

        Assert.InRange(compared.Count, 8, 20);
        return compared;
    }
}

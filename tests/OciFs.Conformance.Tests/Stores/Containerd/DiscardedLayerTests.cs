using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores.Containerd;

/// <summary>
/// What containerd mounts of an image is what is shown of it, from its blobs and, when those are discarded, from its snapshots.
/// </summary>
public sealed class DiscardedLayerTests
{
    /// <summary>A mount of ours cannot show an owner of 2^32-1: the kernel's overflowuid stands for it.</summary>
    private static readonly string[] KernelLimits =
    [
        "blob owner-max: m1 uid: 0 -> 65534", "blob owner-max: m1 gid: 0 -> 65534", "blob owner-neg: o uid: 0 -> 65534",
        "blob owner-neg: o gid: 0 -> 65534",
    ];

    [Fact]
    public void TreesAreThoseThatContainerdMountsWithAndWithoutBlobs()
    {
        var start = DateTimeOffset.UtcNow;
        using var host = new ContainerdHost();
        host.Import(Corpora.Given.Layout, "default");
        var mounted = Agreed().ToDictionary(
            name => name, name => host.Mounted(ContainerdCorpus.NameOf(name))?.WithTimesFreeFrom(start), StringComparer.Ordinal);
        var faults = new List<string>();
        using (var mount = MountPoint.Of($"containerd:{host.Root}"))
        {
            foreach (var (name, expected) in mounted)
                faults.AddRange(Faults(name, expected, mount, "blob"));
        }

        Discard(host, mounted.Keys);
        using (var mount = MountPoint.Of($"containerd:{host.Root}"))
        {
            var layer = mount["images/docker.io~corpus~case:plain/platforms/linux-amd64/layers/00"];
            Assert.Equal(["diff", "info.json", "rootfs"], Command.Run("ls", layer).Lines(), StringComparer.Ordinal);
            Assert.Equal("folder", Documents.Read($"{layer}/info.json").Text("stored"));
            foreach (var (name, expected) in mounted)
                faults.AddRange(Faults(name, expected, mount, "folder"));
        }

        faults.RemoveAll(fault => KernelLimits.Contains(fault, StringComparer.Ordinal));
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>The cases of which the corpus knows that containerd's overlayfs snapshotter makes the tree of the most.</summary>
    private static IEnumerable<string> Agreed()
    {
        var seen = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "corpus", "given-debian12.json")))!["cases"]!;
        return Corpora.Given.Names.Where(name =>
            name is not "sparse-9g" && seen[name]?["agree"]?.AsArray().Any(tool => (string)tool! == "ctr-overlayfs") is true);
    }

    private static IEnumerable<string> Faults(string name, TreeTable? expected, MountPoint mount, string form)
    {
        if (expected is null)
            return [];
        var image = mount[$"images/docker.io~corpus~case:{name}"];
        TreeTable actual;
        try
        {
            actual = TreeTable.Of($"{image}/rootfs");
        }
        catch (IOException error)
        {
            return [$"{form} {name}: {error.Message}"];
        }

        return TreeComparison.Differences(expected.WithRootTimeFree(), actual).Except(CaseDeviations.Of(name), StringComparer.Ordinal)
            .Select(line => $"{form} {name}: {line}");
    }

    /// <summary>Removes the layers' blobs as a pull with <c>discard_unpacked_layers</c> leaves them out; the garbage collector takes the files.</summary>
    private static void Discard(ContainerdHost host, IEnumerable<string> names)
    {
        var blobs = Path.Combine(host.Root, "io.containerd.content.v1.content", "blobs", "sha256");
        foreach (var line in host.Ctr("images", "ls").Lines().Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!names.Contains(line[0][(line[0].LastIndexOf(':') + 1)..], StringComparer.Ordinal))
                continue;
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(blobs, line[2][7..])))!;
            foreach (var layer in manifest["layers"]?.AsArray() ?? [])
                host.Run("content", "rm", layer!.Text("digest"));
        }

        host.Ctr("images", "tag", ContainerdCorpus.NameOf("plain"), "example.com/gone:1");
        host.Ctr("images", "rm", "--sync", "example.com/gone:1");
    }
}

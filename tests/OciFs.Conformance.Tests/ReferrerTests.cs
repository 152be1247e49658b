using System.Diagnostics;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>Artifacts about an image in a mount, which are pushed to the layout and removed from it meanwhile.</summary>
public sealed class ReferrerTests : IDisposable
{
    /// <summary>A second is promised; a machine that is busy with other things gets more.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TempFolder folder = new();
    private readonly Descriptor image;

    public ReferrerTests()
    {
        var layout = Layout();
        image = layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "content")]))]).Manifest;
        layout.Name("image", image).Write();
    }

    [Fact]
    public void A_signature_that_is_pushed_is_there_and_one_that_is_removed_is_gone_while_its_open_file_stays()
    {
        using var mount = MountPoint.Of($"oci:{Layout().Folder}");
        var folders = new[] { "images/image", "images/image/platforms/linux-amd64" };
        Assert.All(folders, path => Assert.DoesNotContain("referrers", Names(mount[path]), StringComparer.Ordinal));

        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        var signature = Push(content, "dir/signature");
        foreach (var path in folders)
        {
            AssertSoon(() => Names(mount[path]).Contains("referrers"));
            var artifact = mount[$"{path}/referrers/{signature.Digest}"];
            Assert.Equal("config digest files manifest type", string.Join(' ', Names(artifact)));
            Assert.Equal("application/vnd.example.signature\n", File.ReadAllText($"{artifact}/type"));
            Assert.Equal(LayoutBuilder.DigestOf(content)[7..], Command.Run("sha256sum", $"{artifact}/files/dir/signature").Ok().Split(' ')[0]);
        }

        using var open = File.OpenRead(mount[$"images/image/referrers/{signature.Digest}/files/dir/signature"]);
        Layout().Name("image", image).Write();
        Assert.All(folders, path => AssertSoon(() => !Names(mount[path]).Contains("referrers")));
        AssertSoon(() => !Directory.Exists(mount[$"images/image/referrers/{signature.Digest}"]));
        var read = new byte[content.Length];
        open.ReadExactly(read);
        Assert.Equal(content, read);
    }

    public void Dispose() => folder.Dispose();

    private static string[] Names(string path) => [.. Command.Run("ls", "-1", path).Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static void AssertSoon(Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Soon, "not within the time");
            Thread.Sleep(20);
        }
    }

    private LayoutBuilder Layout() => new(Directory.CreateDirectory(folder["layout"]).FullName);

    private Descriptor Push(byte[] content, string title)
    {
        var layout = Layout();
        var file = layout.AddBlob(content, "application/octet-stream") with
        {
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["org.opencontainers.image.title"] = title },
        };
        var signature = layout.AddDocument(
            new JsonObject
            {
                ["schemaVersion"] = 2,
                ["artifactType"] = "application/vnd.example.signature",
                ["config"] = layout.AddBlob("{}"u8.ToArray(), "application/vnd.oci.empty.v1+json").ToJson(),
                ["layers"] = new JsonArray(file.ToJson()),
                ["subject"] = image.ToJson(),
            },
            LayoutBuilder.ManifestType);
        layout.Name("image", image).Name(string.Empty, signature).Write();
        return signature;
    }
}

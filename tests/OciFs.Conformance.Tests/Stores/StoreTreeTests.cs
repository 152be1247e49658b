using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Images of the corpus in the stores of Podman and Docker: the same trees as from the layout they came from, and as the tools show.</summary>
public sealed class StoreTreeTests(StoreSetups setups) : IClassFixture<StoreSetups>
{
    /// <summary>What Docker puts into every container.</summary>
    private static readonly string[] OfContainers = [".dockerenv", "dev", "etc", "proc", "sys", "."];

    public static TheoryData<string> Setups => [.. StoreSetups.All];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var setup in StoreSetups.All)
            {
                foreach (var image in StoreSetups.Images)
                    cases.Add(setup, image);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tree_is_that_of_the_layout(string setup, string image)
    {
        var folder = FolderOrSkip(setup, image);
        var expected = TreeTable.Of($"{setups.LayoutsFolderOf(image)}/rootfs");
        Assert.Equal([], StoreLosses.Unexplained(image, expected, TreeTable.Of($"{folder}/rootfs")));
        var error = $"{folder}/error";
        if (StoreLosses.IsShownAsUnpacked(image))
            Assert.Contains("has not kept this layer's tar", File.ReadAllText(error), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_are_the_tars_of_their_diffIDs_and_no_blobs(string setup, string image)
    {
        var platform = Directory.GetDirectories($"{FolderOrSkip(setup, image)}/platforms").Single();
        var diffIds = JsonNode.Parse(File.ReadAllText($"{platform}/config"))!["rootfs"]!["diff_ids"]!.AsArray();
        var made = JsonNode.Parse(File.ReadAllText($"{platform}/manifest"))!["layers"]!.AsArray();
        for (var i = 0; i < diffIds.Count; i++)
        {
            var layer = $"{platform}/layers/{i:00}";
            Assert.False(File.Exists($"{layer}/blob"));
            var info = JsonNode.Parse(File.ReadAllText($"{layer}/info.json"))!;
            Assert.Equal((string?)diffIds[i], (string?)info["diffID"]);
            if (StoreLosses.IsShownAsUnpacked(image))
                continue;
            using var tar = File.OpenRead($"{layer}/tar");
            Assert.Equal((string?)diffIds[i], $"sha256:{Convert.ToHexStringLower(SHA256.HashData(tar))}");
            if (setup.StartsWith("docker", StringComparison.Ordinal))
                Assert.Equal(((string?)diffIds[i], tar.Length), ((string?)made[i]!["digest"], (long)made[i]!["size"]!));
        }
    }

    [Theory]
    [InlineData("podman-overlay", "plain")]
    [InlineData("podman-overlay", "wh-dir")]
    [InlineData("podman-overlay", "opq-nested")]
    [InlineData("podman-overlay", "special")]
    [InlineData("podman-overlay", "xattr-acl")]
    [InlineData("podman-overlay", "names")]
    [InlineData("podman-overlay", "layers-120")]
    [InlineData("podman-overlay", "real-bsdtar-ustar")]
    [InlineData("podman-vfs", "plain")]
    [InlineData("podman-vfs", "wh-dir")]
    [InlineData("podman-vfs", "hl-many")]
    [InlineData("podman-vfs", "names")]
    [InlineData("docker-overlay2", "plain")]
    [InlineData("docker-overlay2", "wh-dir")]
    [InlineData("docker-overlay2", "opq-nested")]
    [InlineData("docker-overlay2", "hl-many")]
    [InlineData("docker-vfs", "plain")]
    [InlineData("docker-vfs", "opq-nested")]
    public void The_tree_is_what_the_tool_itself_shows(string setup, string image)
    {
        var folder = FolderOrSkip(setup, image);
        var isExport = setup.StartsWith("docker", StringComparison.Ordinal);
        var expected = setups[setup].ToolsTree(image);
        var actual = TreeTable.Of($"{folder}/rootfs");

        // The root is the tool's own where no layer has an entry for it; an export has dates without their fractions.
        var differences = TreeComparison.Differences(expected, actual, isExport ? ["mtime"] : [])
            .Where(line => !line.StartsWith(". ", StringComparison.Ordinal) && !(isExport && IsOfContainers(line)));
        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public void Every_image_that_the_tool_has_is_there(string setup)
    {
        var opened = setups[setup];
        foreach (var image in StoreSetups.Images)
        {
            if (opened.FolderOf(image) is { } folder)
                Assert.True(Directory.Exists(folder), folder);
        }

        Assert.Equal(StoreSetups.Images.Count(image => opened.FolderOf(image) is not null), Directory.GetDirectories(opened.Mount["images"]).Length);
    }

    [Theory]
    [InlineData("podman-overlay")]
    [InlineData("podman-vfs")]
    public void Manifest_and_config_are_byte_for_byte_what_Podman_has(string setup)
    {
        var podman = (PodmanStore)setups[setup].Store;
        var folder = setups[setup].FolderOf("plain");
        var image = podman.Specifier + podman.NameOf("plain");
        Assert.Equal(podman.Skopeo("inspect", "--raw", image).Ok(), File.ReadAllText($"{folder}/manifest"));
        Assert.Equal(podman.Skopeo("inspect", "--config", "--raw", image).Ok(), File.ReadAllText($"{folder}/config"));
        var told = podman.Podman("image", "inspect", podman.NameOf("plain")).Json()[0]!;
        Assert.Equal((string?)told["Digest"], File.ReadAllText($"{folder}/digest").Trim());
        Assert.Equal((string?)told["Id"], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes($"{folder}/config"))));
    }

    [Theory]
    [InlineData("docker-overlay2")]
    [InlineData("docker-vfs")]
    public void Config_is_what_Docker_has_and_the_manifest_is_told_to_be_made(string setup)
    {
        var docker = (DockerEngine)setups[setup].Store;
        var folder = setups[setup].FolderOf("layers-120")!;
        var id = docker.Docker("image", "inspect", "--format", "{{.Id}}", docker.NameOf("layers-120")).Ok().Trim();
        Assert.Equal(id, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes($"{folder}/config")))}");
        var manifest = JsonNode.Parse(File.ReadAllText($"{folder}/manifest"))!;
        Assert.Equal(id, (string?)manifest["config"]!["digest"]);
        Assert.Equal(File.ReadAllText($"{folder}/digest").Trim(), $"sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes($"{folder}/manifest")))}");
        Assert.Contains("made", File.ReadAllText($"{Directory.GetDirectories($"{folder}/platforms").Single()}/layers/00/info.json"), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOfContainers(string line)
    {
        var path = line.TrimStart('+', '-').Split(' ')[0].Split('/')[0];
        return OfContainers.Contains(path, StringComparer.Ordinal);
    }

    private string FolderOrSkip(string setup, string image)
    {
        var folder = setups[setup].FolderOf(image);
        Assert.SkipWhen(folder is null, $"{setup} refuses {image}");
        return folder!;
    }
}

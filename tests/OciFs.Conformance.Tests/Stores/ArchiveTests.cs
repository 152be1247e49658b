using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Archives of real tools, plain and compressed: the tree is that of the layout that they were made from.</summary>
public sealed class ArchiveTests(ToolArchives archives) : IClassFixture<ToolArchives>
{
    private const string One = "one";
    private const string Both = "one two";

    /// <summary>Each archive, its transport and which images it has.</summary>
    private static readonly (string Name, string Transport, string Images)[] Forms =
    [
        ("skopeo-oci-one", "oci-archive", One),
        ("skopeo-docker-one", "docker-archive", One),
        ("podman-oci", "oci-archive", One),
        ("podman-docker", "docker-archive", One),
        ("podman-multi", "docker-archive", Both),
        ("buildah-oci", "oci-archive", One),
        ("buildah-docker", "docker-archive", One),
        ("ctr", "oci-archive", Both),
        ("docker-old", "docker-archive", Both),
        ("docker-old-id", "docker-archive", One),
        ("docker-new", "oci-archive", Both),
        ("buildkit-oci", "oci-archive", Both),
        ("buildkit-docker", "oci-archive", Both),
        ("crane", "docker-archive", Both),
    ];

    public static TheoryData<string, string> Archives => [.. Forms.SelectMany(form => new[] { "", "gzip", "zstd" }.Select(program => (form.Name, program)))];

    /// <summary>Where both forms are in one archive, the older has to be as good when it is asked for.</summary>
    public static TheoryData<string> WithBothForms => ["ctr", "docker-new", "buildkit-docker"];

    [Theory]
    [MemberData(nameof(Archives))]
    public void TheTreeIsThatOfTheLayout(string name, string program)
    {
        var form = Forms.Single(form => form.Name == name);
        using var mount = MountPoint.Of(archives[name, program]);
        Assert.StartsWith($"{form.Transport}:", Documents.Read(mount[".ocifs/status.json"]).Text("source"), StringComparison.Ordinal);
        IsThatOfTheLayout(mount, form.Images.Split(' '));
    }

    [Theory]
    [MemberData(nameof(WithBothForms))]
    public void BothFormsShowTheSameTree(string name)
    {
        using var mount = MountPoint.Of($"docker-archive:{archives[name, ""]}");
        IsThatOfTheLayout(mount, Both.Split(' '));
    }

    /// <summary>Both ways to name an image of several, as skopeo has them.</summary>
    [Theory]
    [InlineData("example.com/two:1")]
    [InlineData("@1")]
    public void AnImageIsSelected(string reference)
    {
        foreach (var name in (string[])["podman-multi", "crane"])
        {
            var digest = Command.Run("skopeo", "inspect", "--format", "{{.Digest}}", $"docker-archive:{archives[name, ""]}:{reference}");
            Assert.Equal(0, digest.ExitCode);
            using var mount = MountPoint.Of($"docker-archive:{archives[name, ""]}:{reference}");
            Assert.Equal(["example.com~two:1"], Names(mount["images"]));
            IsThatOfTheLayout(mount, ["two"]);
        }
    }

    /// <summary>What a manifest names is there under its digest, and its config is the one that everybody has.</summary>
    [Theory]
    [InlineData("docker-old")]
    [InlineData("podman-docker")]
    [InlineData("crane")]
    public void TheManifestIsMadeAndWhatItNamesIsThere(string name)
    {
        using var mount = MountPoint.Of(archives[name, ""]);
        var image = mount["images/example.com~one:1"];
        var platform = Directory.GetDirectories(Path.Combine(image, "platforms")).Single();
        Assert.Equal(File.ReadAllText($"{platform}/digest").Trim(), Sha256.OfFile($"{platform}/manifest"));
        var manifest = Documents.Read($"{platform}/manifest");
        Assert.Equal(Config(One), manifest.Text("config", "digest"));
        Assert.Equal(Config(One), Sha256.OfFile($"{platform}/config"));
        var layers = manifest.Items("layers").ToArray();
        for (var i = 0; i < layers.Length; i++)
        {
            var digest = layers[i].Text("digest");
            Assert.Equal(digest, Sha256.OfFile($"{platform}/layers/{i:00}/blob"));
            Assert.Equal(digest, Sha256.OfFile(mount[$"blobs/sha256/{digest[7..]}"]));
            Assert.Equal(layers[i]["size"]!.GetValue<long>(), new FileInfo($"{platform}/layers/{i:00}/blob").Length);
            Assert.Contains("made", File.ReadAllText($"{platform}/layers/{i:00}/info.json"), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>The new docker save writes the manifest that is made of the old one's archive.</summary>
    [Fact]
    public void TheManifestMadeIsThatOfANewDockerSave()
    {
        using var made = MountPoint.Of(archives["docker-old", ""]);
        using var written = MountPoint.Of(archives["docker-new", ""]);
        foreach (var image in Both.Split(' '))
        {
            Assert.Equal(
                File.ReadAllText(written[$"images/example.com~{image}:1/manifest"]), File.ReadAllText(made[$"images/example.com~{image}:1/manifest"]));
        }
    }

    [Fact]
    public void AnArchiveThatIsReplacedIsFollowed()
    {
        var path = archives.PathOf("followed.tar");
        File.Copy(archives["skopeo-docker-one", ""], path, overwrite: true);
        using var mount = MountPoint.Of(path);
        Assert.Equal(["example.com~one:1"], Names(mount["images"]));
        using var open = File.OpenRead(mount["images/example.com~one:1/rootfs/usr/bin/tool"]);
        File.Copy(archives["skopeo-docker-two", ""], path + ".new", overwrite: true);
        File.Move(path + ".new", path, overwrite: true);
        Assert.True(SpinWait.SpinUntil(() => Names(mount["images"]) is ["example.com~two:1"], TimeSpan.FromSeconds(2)), string.Join(' ', Names(mount["images"])));
        Assert.Equal(300_000, open.Length);
        open.CopyTo(Stream.Null);
        IsThatOfTheLayout(mount, ["two"]);
    }

    private void IsThatOfTheLayout(MountPoint mount, string[] images)
    {
        using var layout = MountPoint.Of($"oci:{archives.Layout}");
        var folders = Directory.GetDirectories(mount["images"]);
        Assert.Equal(images.Length, folders.Length);
        foreach (var image in images)
        {
            var folder = folders.Length == 1 ? folders[0] : folders.Single(folder => folder.Contains(image, StringComparison.Ordinal));
            Assert.False(File.Exists($"{folder}/error"), File.Exists($"{folder}/error") ? File.ReadAllText($"{folder}/error") : "");
            TreeAssert.Same(TreeTable.Of(layout[$"images/{image}/rootfs"]), TreeTable.Of($"{folder}/rootfs"));
        }
    }

    private string Config(string image) =>
        Documents.Follow(archives.Layout, Documents.Tagged(archives.Layout, image)).Text("config", "digest");

    private static string[] Names(string folder) => Command.Run("ls", folder).Lines();
}

using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>What only Podman's kind of store has: lists, working containers, stores beside stores; and what is left when parts of it are gone.</summary>
public sealed class PodmanStoreTests
{
    [Theory]
    [InlineData("overlay")]
    [InlineData("vfs")]
    public void A_list_has_the_platforms_of_its_instances(string driver)
    {
        using var store = Of(driver, "plain");
        store.Buildah("manifest", "create", "localhost/list:1").Ok();
        store.Buildah("manifest", "add", "localhost/list:1", "containers-storage:" + store.NameOf("plain")).Ok();
        using var mount = MountPoint.Of(store.Source);
        var list = mount["images/localhost~list:1"];
        Assert.Equal(["linux-amd64"], Directory.GetDirectories($"{list}/platforms").Select(Path.GetFileName), StringComparer.Ordinal);
        TreeAssert(mount, "localhost~plain:1", "localhost~list:1");
        var raw = JsonNode.Parse(File.ReadAllText($"{list}/manifest"))!;
        Assert.Equal(
            File.ReadAllText(mount["images/localhost~plain:1/digest"]).Trim(), (string?)raw["manifests"]![0]!["digest"]);
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("vfs")]
    public void What_Buildah_commits_is_there(string driver)
    {
        using var store = Of(driver, "wh-dir");
        var container = store.Buildah("from", "--pull-never", store.NameOf("wh-dir")).Ok().Trim();
        using var folder = new TempFolder();
        File.WriteAllText(folder["added"], "added");
        store.Buildah("copy", container, folder["added"], "/new/added").Ok();
        using var mount = MountPoint.Of(store.Source);
        Assert.Single(Directory.GetDirectories(mount["images"]));
        store.Buildah("commit", container, "localhost/built:1").Ok();
        var built = mount["images/localhost~built:1"];
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(built), TimeSpan.FromSeconds(2)));
        Assert.Equal("added", File.ReadAllText($"{built}/rootfs/new/added"));
        Assert.False(File.Exists($"{built}/error"));
        var shown = store.Podman("image", "mount", "localhost/built:1").Ok().Trim();
        var expected = TreeTable.Of(shown);
        store.Podman("image", "unmount", "-f", "localhost/built:1").Ok();
        Assert.DoesNotContain(
            TreeComparison.Differences(expected, TreeTable.Of($"{built}/rootfs")), line => !line.StartsWith(". ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_beside_the_usual_one_is_read_with_it()
    {
        using var own = Of("overlay", "plain");
        using var other = Of("overlay", "wh-file");
        using var folder = new TempFolder();
        File.WriteAllText(folder["storage.conf"], $"""
            [storage]
            driver = "overlay"
            graphroot = "{own.Root}"
            rootless_storage_path = "{own.Root}"
            [storage.options]
            additionalimagestores = [
              "{other.Root}",
            ]
            """);
        foreach (var source in new[] { "containers-storage:", own.Source })
        {
            var listed = Command.Run("env", $"CONTAINERS_STORAGE_CONF={folder["storage.conf"]}", Repository.Executable, "images", "--json", source).Ok();
            Assert.Contains(own.NameOf("plain"), listed, StringComparison.Ordinal);
            Assert.Contains(other.NameOf("wh-file"), listed, StringComparison.Ordinal);
        }

        using var mount = new MountPoint();
        Command.Run("env", $"CONTAINERS_STORAGE_CONF={folder["storage.conf"]}", Repository.Executable, "mount", "containers-storage:", mount.Path).Ok();
        Assert.NotEmpty(Directory.GetFileSystemEntries(mount["images/localhost~wh-file:1/rootfs"]));
        Assert.False(File.Exists(mount["images/localhost~wh-file:1/error"]));
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("vfs")]
    public void A_layer_whose_folder_is_gone_is_told_and_its_neighbours_are_read(string driver)
    {
        using var store = Of(driver, "plain", "names");
        var id = LayerOf(store, driver, "plain");
        Directory.Delete(Path.Combine(store.Root, driver, driver == "vfs" ? "dir" : ".", id), recursive: true);
        using var mount = MountPoint.Of(store.Source);
        Assert.NotEqual(0, Command.Run("ls", mount["images/localhost~plain:1/rootfs/"]).ExitCode);
        Assert.NotEmpty(File.ReadAllText(mount["images/localhost~plain:1/error"]));
        Assert.NotEmpty(File.ReadAllText(mount["images/localhost~plain:1/config"]));
        Assert.NotEmpty(Directory.GetFileSystemEntries(mount["images/localhost~names:1/rootfs"]));
        Assert.False(File.Exists(mount["images/localhost~names:1/error"]));
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("vfs")]
    public void A_layer_without_tar_split_is_shown_as_its_folder(string driver)
    {
        using var store = Of(driver, "plain");
        File.Delete(Path.Combine(store.Root, $"{driver}-layers", $"{LayerOf(store, driver, "plain")}.tar-split.gz"));
        using var mount = MountPoint.Of(store.Source);
        var layer = $"{Directory.GetDirectories(mount["images/localhost~plain:1/platforms"]).Single()}/layers/00";
        Assert.False(File.Exists($"{layer}/tar"));
        Assert.Equal("A", File.ReadAllText($"{layer}/rootfs/d/a"));
    }

    private static PodmanStore Of(string driver, params string[] images)
    {
        var store = new PodmanStore(driver);
        foreach (var image in images)
            Assert.True(store.Load(Corpora.Having(image).Layout, image));
        return store;
    }

    private static string LayerOf(PodmanStore store, string driver, string image) =>
        (string)JsonNode.Parse(File.ReadAllText(Path.Combine(store.Root, $"{driver}-images", "images.json")))!.AsArray()
            .Single(record => record!["names"]?.AsArray().Any(name => (string?)name == store.NameOf(image)) is true)!["layer"]!;

    private static void TreeAssert(MountPoint mount, string expected, string actual) => Images.TreeAssert.Same(
        TreeTable.Of(mount[$"images/{expected}/rootfs"]), TreeTable.Of(mount[$"images/{actual}/rootfs"]));
}

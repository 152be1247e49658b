using OciFs.Stores.ContainersStorage;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.ContainersStorage;

/// <summary>Where images are by <c>storage.conf</c>: the lines are those of the file that Debian's and Fedora's packages bring.</summary>
public sealed class StorageConfigurationTests
{
    private const string File = """
        # This file is the configuration file for all tools
        [storage]

        # Default Storage Driver, Must be set for proper operation.
        driver = "overlay"
        runroot = "/run/containers/storage"
        graphroot = "/srv/images" # moved
        # rootless_storage_path = "$HOME/.local/share/containers/storage"

        [storage.options]
        # AdditionalImageStores is used to pass paths to additional Read/Only image stores
        additionalimagestores = [
          # "/commented/out",
          "/usr/lib/containers/storage",
          '/mnt/$USER/store'
        ]
        pull_options = {enable_partial_images = "true", use_hard_links = "false"}

        [storage.options.overlay]
        mountopt = "nodev"
        """;

    [Fact]
    public void Root_has_the_graphroot_and_the_stores_beside_it()
    {
        var found = Find(File, isRoot: true);
        Assert.Equal("/srv/images", found.UsualRoot);
        Assert.Equal(["/usr/lib/containers/storage", "/mnt/me/store"], found.Beside);
        Assert.Equal(found.Beside, found.RootsBeside("/srv/images"), StringComparer.Ordinal);
        Assert.Empty(found.RootsBeside("/elsewhere"));
    }

    [Fact]
    public void A_user_has_the_path_for_users() =>
        Assert.Equal("/home/me/images", Find("[storage]\ngraphroot = \"/srv\"\nrootless_storage_path = \"$HOME/images\"\n", isRoot: false).UsualRoot);

    [Fact]
    public void Without_a_file_each_has_the_usual_place()
    {
        Assert.Equal("/home/me/.local/share/containers/storage", StorageConfiguration.Find(Variable(null), isRoot: false).UsualRoot);
    }

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("", null)]
    [InlineData("[overlay@/a+/run]", "/a")]
    [InlineData("[vfs@/a]", "/a")]
    [InlineData("[/a]", "/a")]
    [InlineData("[overlay@/a+/run:overlay.mountopt=nodev]", "/a")]
    public void Specifiers_of_skopeo_are_understood(string location, string? root) =>
        Assert.Equal(root, StorageLocation.Parse(location).Root);

    [Fact]
    public void A_specifier_has_an_end() =>
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => StorageLocation.Parse("[overlay@/a")).Error);

    // As `ls` shows them in stores that Podman 4.3 and 5.7 have written.
    [Theory]
    [InlineData("manifest", "manifest")]
    [InlineData("instances.json", "instances.json")]
    [InlineData(
        "sha256:a8fba05aa9bf28654479dbf577954f6b6dd784748db5101c9a070f8e5ca0fdfd",
        "=c2hhMjU2OmE4ZmJhMDVhYTliZjI4NjU0NDc5ZGJmNTc3OTU0ZjZiNmRkNzg0NzQ4ZGI1MTAxYzlhMDcwZjhlNWNhMGZkZmQ=")]
    [InlineData("zstd-chunked-manifest", "=enN0ZC1jaHVua2VkLW1hbmlmZXN0")]
    public void Names_of_documents_are_written_as_containers_storage_does(string name, string file) =>
        Assert.Equal(file, BigDataName.FileOf(name));

    private static StorageConfiguration Find(string text, bool isRoot)
    {
        using var folder = new TempFolder();
        System.IO.File.WriteAllText(folder["storage.conf"], text);
        return StorageConfiguration.Find(Variable(folder["storage.conf"]), isRoot);
    }

    private static Func<string, string?> Variable(string? file) => name => name switch
    {
        "CONTAINERS_STORAGE_CONF" => file,
        "HOME" => "/home/me",
        "USER" => "me",
        _ => null,
    };
}

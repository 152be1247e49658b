using System.Text;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>The names of <c>images/</c> that are not listed (design §1, "Aliases").</summary>
public sealed class AliasTests : IDisposable
{
    private const string Alpine = "docker.io~library~alpine:latest";

    private readonly OpenedStack _opened = new(layout =>
    {
        layout.Name("docker.io/library/alpine:latest", Image(layout, "alpine"));
        layout.Name("docker.io/library/alpine:3.20", Image(layout, "older"));
        layout.Name("docker.io/user/app:1", Image(layout, "user"));
        layout.Name("localhost:5000/a/b:tag", Image(layout, "b"));
        layout.Name("second:1", Image(layout, "b"));
        layout.Name("sp ace/ül", Image(layout, "odd"));
        layout.Name("library/listed", Image(layout, "listed"));
    });

    [Theory]
    [InlineData("alpine", Alpine)]
    [InlineData("alpine:latest", Alpine)]
    [InlineData("library~alpine", Alpine)]
    [InlineData("docker.io~alpine", Alpine)]
    [InlineData("docker.io~library~alpine", Alpine)]
    [InlineData("index.docker.io~library~alpine:latest", Alpine)]
    [InlineData("alpine:3.20", "docker.io~library~alpine:3.20")]
    [InlineData("user~app:1", "docker.io~user~app:1")]
    [InlineData("docker.io~library~second:1", "second:1")]
    [InlineData("listed", "library~listed")]
    public void A_name_that_means_the_same_is_a_link(string alias, string target) => Assert.Equal(target, LinkOf(alias));

    [Fact]
    public void Digests_and_IDs_are_links()
    {
        var (manifest, config) = (DigestOf("manifest"), DigestOf("config"));
        string[] aliases =
        [
            manifest.ToString(), manifest.Hex, manifest.Hex[..20], $"alpine@{manifest}", $"docker.io~library~alpine@{manifest}", $"alpine:latest@{manifest}", $"alpine:other@{manifest}",
            config.ToString(), config.Hex, config.Hex[..12], config.Hex[..5], $"sha256:{config.Hex[..7]}",
        ];
        Assert.All(aliases, alias => Assert.Equal(Alpine, LinkOf(alias)));
    }

    [Theory]
    [InlineData("alpin")]
    [InlineData("alpine:4")]
    [InlineData("app:1")]
    [InlineData("ab")]
    [InlineData("sha256:")]
    [InlineData("alpine@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("ALPINE")]
    [InlineData("alpine%3A3.20")]
    [InlineData("%61lpine")]
    [InlineData("@7")]
    [InlineData(".")]
    [InlineData("..")]
    public void What_means_nothing_is_not_there(string name) => Assert.False(_opened.Tree.Lookup(Images, Encoding.UTF8.GetBytes(name)).Exists);

    [Fact]
    public void A_digest_of_another_repository_is_not_there() =>
        Assert.False(_opened.Tree.Lookup(Images, Encoding.UTF8.GetBytes($"user~app@{DigestOf("manifest")}")).Exists);

    [Fact]
    public void Bytes_that_are_no_text_are_not_there() => Assert.False(_opened.Tree.Lookup(Images, [0xff, 0xfe]).Exists);

    [Fact]
    public void Aliases_are_not_listed_and_shadow_nothing()
    {
        _ = LinkOf("alpine");
        var listing = _opened.Tree.OpenDirectory(Images, true);
        var names = new List<string>();
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            names.Add(Encoding.UTF8.GetString(item.Name));
            Assert.True(UnixMode.IsDirectory(item.Mode));
            Assert.True(UnixMode.IsDirectory(_opened.Tree.GetAttributes(_opened.Tree.Lookup(Images, item.Name).Node).Mode));
        }

        Assert.Equal(7, names.Count);
        Assert.DoesNotContain("alpine", names, StringComparer.Ordinal);
    }

    [Fact]
    public void A_link_is_followed_to_the_folder_and_has_its_own_inode()
    {
        var (alias, other) = (At("alpine"), At("library~alpine"));
        var attributes = _opened.Tree.GetAttributes(alias);
        Assert.True(UnixMode.IsSymbolicLink(attributes.Mode));
        Assert.Equal(Alpine.Length, attributes.Size);
        Assert.NotEqual(attributes.Inode, _opened.Tree.GetAttributes(other).Inode);
        Assert.NotEqual(attributes.Inode, _opened.Tree.GetAttributes(At(Alpine)).Inode);
        Assert.Equal(alias, At("alpine"));
        Assert.Equal("alpine", _opened.Text("images", Encoding.UTF8.GetString(_opened.Tree.ReadLink(alias)), "platforms", "linux-amd64", "rootfs", "who"));
    }

    [Fact]
    public void Inode_numbers_are_the_same_in_every_process()
    {
        using var again = new OpenedStack(layout => layout.Name("docker.io/library/alpine:latest", Image(layout, "alpine")));
        var other = again.At("images", "alpine");
        Assert.Equal(_opened.Tree.GetAttributes(At("alpine")).Inode, again.Tree.GetAttributes(other).Inode);
    }

    [Fact]
    public void What_two_images_have_in_common_leads_nowhere()
    {
        using var opened = new OpenedStack(layout =>
        {
            layout.Name("docker.io/library/a", Image(layout, "one"));
            layout.Name("docker.io/library/a:latest", Image(layout, "two"));
        });
        Assert.False(opened.Tree.Lookup(opened.At("images"), "a"u8).Exists);
        Assert.True(UnixMode.IsDirectory(opened.Tree.GetAttributes(opened.At("images", "docker.io~library~a")).Mode));
    }

    public void Dispose() => _opened.Dispose();

    private NodeId Images => _opened.At("images");

    private NodeId At(string name) => _opened.At("images", name);

    private string LinkOf(string alias) => Encoding.UTF8.GetString(_opened.Tree.ReadLink(At(alias)));

    private Digest DigestOf(string document) => Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(_opened.Text("images", Alpine, document)));

    private static Descriptor Image(LayoutBuilder layout, string who) => layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("who", who)]))]).Manifest;
}

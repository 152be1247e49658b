using OciFs.Stores.ContainersStorage;

namespace OciFs.Tests.Stores.ContainersStorage;

/// <summary>A storage root that is written to while it is shown, and one whose records are cut.</summary>
public sealed class StorageFollowingTests
{
    [Fact]
    public void Same_instance_while_nothing_changed_and_while_layers_come_and_go()
    {
        using var root = Of("localhost/a:1");
        using var store = root.Open();
        var listing = store.List();
        Assert.Same(listing, store.List());
        root.AddLayer("container", null).Save();
        Assert.Same(listing, store.List());
    }

    [Fact]
    public void Images_come_and_go()
    {
        using var root = Of("localhost/a:1");
        using var store = root.Open();
        root.AddImage(StorageBuilder.IdOf("b"), "{\"b\":1}", ["localhost/b:1"]);
        root.Save();
        Assert.Equal(["localhost/a:1", "localhost/b:1"], Names(store), StringComparer.Ordinal);
        root.RemoveImages();
        root.Save();
        Assert.Empty(Names(store));
    }

    [Fact]
    public void A_root_without_images_gets_its_first()
    {
        using var root = new StorageBuilder();
        using var store = root.Open();
        Assert.Empty(Names(store));
        root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"]);
        root.Save();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("[{\"id\":")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    public void A_cut_list_of_images_is_told_at_opening(string text)
    {
        using var root = Of("localhost/a:1");
        StorageBuilder.Replace(root.ImagesFile, text);
        var error = Assert.Throws<OciFsException>(root.Open);
        Assert.Equal(OciFsError.Invalid, error.Error);
        Assert.StartsWith(root.ImagesFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_images_cut_while_it_is_shown_leaves_the_names_until_it_is_mended()
    {
        using var root = Of("localhost/a:1");
        using var store = root.Open();
        StorageBuilder.Replace(root.ImagesFile, "[{\"id\":");
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.StartsWith(root.ImagesFile, Assert.Single(store.List().Problems), StringComparison.Ordinal);
        root.Save();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.Empty(store.List().Problems);
    }

    [Fact]
    public void A_list_of_layers_that_stays_cut_is_told_and_images_keep_their_documents()
    {
        using var root = Of("localhost/a:1");
        StorageBuilder.Replace(root.LayersFile, "[{\"id\":");

        // Cut just now it may be one that is being written.
        Assert.Throws<OciFsException>(root.Open);
        Thread.Sleep(TimeSpan.FromSeconds(3));
        using var store = root.Open();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.StartsWith(root.LayersFile, Assert.Single(store.List().Problems), StringComparison.Ordinal);
        Assert.True(store.TryGetBlobSize(store.List().Images[0].Target.Digest, out _));
        root.Save();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.Empty(store.List().Problems);
    }

    private static StorageBuilder Of(string name)
    {
        var root = new StorageBuilder();
        root.AddImage(StorageBuilder.IdOf(name), "{}", [name]);
        return root.Save();
    }

    private static IEnumerable<string> Names(ContainersStorageStore store) => store.List().Images.Select(image => image.Name);
}

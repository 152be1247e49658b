using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

public sealed class OciLayoutStoreTests
{
    [Fact]
    public void Names_are_those_of_the_layout_made_unique()
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout("refs"));
        Assert.Equal(
            [
                "latest",
                "docker.io/library/full:1.2",
                "localhost:5000/a/b:tag",
                "sha256:daa2b511f43864b979a7ef5c169a5cd8ec9ea78f2125b03434e8ff7b63d619ca",
                "twice",
                "twice@sha256:fefd4407b4c90e9759f5cb36cfc4e8cc6e824adda88654d4265dff5ff674eacf",
                "alias",
                "docker.io/library/ctr:x",
                "sp ace/üml",
                "wrong-size",
                "missing-blob",
                "unknown-mt",
            ],
            store.List().Images.Select(image => image.Name),
            StringComparer.Ordinal);
        Assert.Empty(store.List().Problems);
        Assert.Equal($"oci:{Fixtures.Layout("refs")}", store.Source);
    }

    [Theory]
    [InlineData("platforms")]
    [InlineData("refs")]
    [InlineData("artifacts")]
    [InlineData("sha512")]
    public void Blobs_are_those_that_find_finds(string layout)
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout(layout));
        var found = Tool.Run(Fixtures.Layout(layout), "find", "blobs", "-type", "f", "-printf", "%P %s\n");
        Assert.Equal(
            Tool.Lines(found).Order(StringComparer.Ordinal),
            store.ListBlobs().Select(blob => $"{blob.Digest.AlgorithmName}/{blob.Digest.Hex} {blob.Size}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var blob in store.ListBlobs())
        {
            using var open = store.OpenBlob(blob.Digest);
            var bytes = new byte[blob.Size + 1];
            Assert.Equal(blob.Size, open.Length);
            Assert.Equal(blob.Size, open.ReadAt(0, bytes));
            Assert.Equal(blob.Digest, Digest.Compute(blob.Digest.Algorithm, bytes.AsSpan(0, (int)blob.Size)));
            Assert.True(store.TryGetBlobSize(blob.Digest, out var size));
            Assert.Equal(blob.Size, size);
        }
    }

    [Theory]
    [InlineData(0, 5, "01234")]
    [InlineData(7, 5, "789")]
    [InlineData(10, 5, "")]
    [InlineData(11, 5, "")]
    [InlineData(long.MaxValue, 5, "")]
    [InlineData(3, 0, "")]
    public void Reads_are_short_only_at_the_end(long offset, int count, string expected)
    {
        using var layout = new LayoutBuilder();
        using var store = OciLayoutStore.Open(layout.Path);
        using var blob = store.OpenBlob(Digest.Parse(layout.Blob("0123456789")));
        var bytes = new byte[count];
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(bytes, 0, blob.ReadAt(offset, bytes)));
    }

    [Fact]
    public void A_blob_stays_readable_when_its_name_is_gone()
    {
        using var layout = new LayoutBuilder();
        using var store = OciLayoutStore.Open(layout.Path);
        var digest = layout.Blob("0123456789");
        using var blob = store.OpenBlob(Digest.Parse(digest));
        File.Delete(layout.BlobPath(digest));
        Assert.Equal(10, blob.ReadAt(0, new byte[10]));
        Assert.False(store.TryGetBlobSize(Digest.Parse(digest), out _));
        Assert.Empty(store.ListBlobs());
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenBlob(Digest.Parse(digest))).Error);
    }

    [Theory]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("mkdir \"$1\"")]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("ln -s /proc/self \"$1\"")]
    public void What_is_no_regular_file_is_invalid_at_once(string make)
    {
        using var layout = new LayoutBuilder();
        using var store = OciLayoutStore.Open(layout.Path);
        var digest = Digest.Compute(DigestAlgorithm.Sha256, []);
        Tool.Run(layout.Path, "sh", "-c", make, "sh", layout.BlobPath(digest.ToString()));
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => store.OpenBlob(digest)).Error);
        Assert.False(store.TryGetBlobSize(digest, out _));
        Assert.Empty(store.ListBlobs());
    }

    [Fact]
    public void Blobs_may_be_links()
    {
        using var layout = new LayoutBuilder();
        using var elsewhere = new TempFolder();
        var digest = layout.Blob("x");
        Directory.Move(Path.Combine(layout.Path, "blobs"), elsewhere["blobs"]);
        File.CreateSymbolicLink(Path.Combine(layout.Path, "blobs"), elsewhere["blobs"]);
        File.Move(layout.BlobPath(digest), elsewhere["x"]);
        File.CreateSymbolicLink(layout.BlobPath(digest), elsewhere["x"]);
        using var store = OciLayoutStore.Open(layout.Path);
        using var blob = store.OpenBlob(Digest.Parse(digest));
        Assert.Equal(1, blob.Length);
        Assert.Equal(1, Assert.Single(store.ListBlobs()).Size);
    }

    [Fact]
    public void What_is_no_digest_is_no_blob()
    {
        using var layout = new LayoutBuilder();
        File.WriteAllText(Path.Combine(layout.Path, "blobs", "sha256", "README"), "x");
        File.WriteAllText(Path.Combine(layout.Path, "blobs", "sha256", new string('A', 64)), "x");
        Directory.CreateDirectory(Path.Combine(layout.Path, "blobs", "sha512"));
        File.WriteAllText(Path.Combine(layout.Path, "blobs", "sha512", new string('a', 64)), "x");
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Empty(store.ListBlobs());
    }

    [Fact]
    public void A_layout_without_blobs_has_none()
    {
        using var layout = new LayoutBuilder();
        Directory.Delete(Path.Combine(layout.Path, "blobs"), recursive: true);
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Empty(store.ListBlobs());
    }

    [Fact]
    public void One_unsound_entry_spoils_no_other()
    {
        using var layout = new LayoutBuilder();
        var good = layout.Image();
        layout.Index(layout.Entry(LayoutBuilder.ManifestType, good, LayoutBuilder.Named("good")), """{"digest":"no"}""", "null");
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Equal("good", Assert.Single(store.List().Images).Name);
        Assert.Equal(2, store.List().Problems.Length);
    }
}

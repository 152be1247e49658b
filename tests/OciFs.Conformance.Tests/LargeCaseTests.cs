using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests;

/// <summary>Images at the edges of size, from a mount, beside what a real tool unpacks of them at the same time.</summary>
public sealed class LargeCaseTests : IDisposable
{
    private readonly TempFolder folder = new();
    private MountPoint? point;

    [Fact]
    public void FiveHundredLayers()
    {
        var rootfs = Mounted(LargeCases.ManyLayers());
        var since = DateTimeOffset.UtcNow.AddMinutes(-1);
        using var umoci = new UmociRootfs(folder["layout"], "large");
        // umoci gives what it makes for itself, and the parents of what it removes, the time of unpacking.
        Assert.Empty(TreeComparison.Differences(TreeTable.Of(umoci.Path).WithTimesFreeFrom(since), TreeTable.Of(rootfs)));
    }

    /// <summary>GNU tar has no whiteouts: what they name is removed between the layers.</summary>
    [Fact]
    public void AFolderOf200000Names()
    {
        var layers = LargeCases.WideDirectory();
        Extract(layers[0]);
        foreach (var entry in TarReader.Read(layers[1]).Where(entry => entry.Name.ToLatin1().Contains(".wh.")))
            File.Delete(folder["out/" + entry.Name.ToLatin1().Replace(".wh.", "")]);
        Extract(layers[1], "--exclude=.wh.*");
        var rootfs = Mounted(layers);
        var names = Listed(rootfs);
        Assert.Equal(LargeCases.NameCount + 1, names.Length);
        Assert.Equal(Listed(folder["out"]), names, StringComparer.Ordinal);
    }

    /// <summary>umoci names every file by its whole path on the host, which is too long then; GNU tar goes on from its folder.</summary>
    [Theory]
    [InlineData(TarDialect.Pax)]
    [InlineData(TarDialect.Gnu)]
    public void APathOf4095Bytes(TarDialect dialect)
    {
        var tar = LargeCases.LongPath(dialect);
        Extract(tar);
        var expected = TreeTable.Of(folder["out"]);
        Assert.Equal(4095, expected.Rows.Max(row => row.Path.Length));
        Assert.Empty(TreeComparison.Differences(expected.WithTimesFreeFrom(DateTimeOffset.UnixEpoch), TreeTable.Of(Mounted([tar]))));
    }

    [Theory]
    [InlineData(TarDialect.Pax)]
    [InlineData(TarDialect.Gnu)]
    public void ASparseFileOf10GiB(TarDialect dialect)
    {
        var tar = LayerBuilder.Tar([TestEntry.File("huge") with { Content = LargeCases.Huge }], dialect);
        Extract(tar);
        var ours = Path.Combine(Mounted([tar]), "huge");
        Assert.Equal(new FileInfo(folder["out/huge"]).Length, new FileInfo(ours).Length);
        using var theirs = File.OpenHandle(folder["out/huge"]);
        using var handle = File.OpenHandle(ours);
        foreach (var segment in LargeCases.Huge.Segments)
        {
            var (left, right) = (new byte[100], new byte[100]);
            Assert.Equal(RandomAccess.Read(theirs, left, segment.Offset - 50), RandomAccess.Read(handle, right, segment.Offset - 50));
            Assert.Equal(left, right);
        }
    }

    public void Dispose()
    {
        point?.Dispose();
        folder.Dispose();
    }

    private string Mounted(IEnumerable<byte[]> layers)
    {
        var layout = new LayoutBuilder(folder["layout"]);
        layout.Name("large", layout.AddImage(layers.Select(tar => LayerBlob.Of(tar))).Manifest).Write();
        point = MountPoint.Of($"oci:{folder["layout"]}");
        return point["images/large/rootfs/"];
    }

    private void Extract(byte[] tar, params string[] options)
    {
        File.WriteAllBytes(folder["tar"], tar);
        Directory.CreateDirectory(folder["out"]);
        Command.Run("tar", ["-x", "-p", "--numeric-owner", "-f", folder["tar"], "-C", folder["out"], .. options]).Ok();
    }

    /// <summary>Every name below a folder's root with type, mode, owner, size and time; parents without an entry have any time.</summary>
    private static string[] Listed(string root) =>
        [.. Command.Run("find", root, "-mindepth", "2", "-printf", "%P %y %m %U %s %T@ %n\n").Lines().Append("wide").Order(StringComparer.Ordinal)];
}

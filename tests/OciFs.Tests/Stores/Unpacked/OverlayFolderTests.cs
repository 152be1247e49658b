using OciFs.Reference.Layout;
using OciFs.Reference.Trees;
using OciFs.Stores;
using OciFs.Stores.Unpacked;
using OciFs.Tests.Stores.Tools;
using OciFs.Tests.Views;
using TempFolder = OciFs.Reference.TempFolder;

namespace OciFs.Tests.Stores.Unpacked;

/// <summary>Folders that the kernel's overlay has written, without tar-split data, show what the kernel's overlay shows.</summary>
public sealed class OverlayFolderTests : IDisposable
{
    /// <summary>The image-spec has the links of a file within a layer; the kernel's overlay those of the file system below.</summary>
    private static readonly string[] Ignored = ["nlink", "hardlink"];

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("echo new > dir/new; echo more >> dir/file; mknod fifo p; ln -s dir/file link; mkdir made; touch made/x")]
    [InlineData("rm -r dir; rm top")]
    [InlineData("rm -r dir; mkdir dir; echo other > dir/other")]
    [InlineData("mv dir moved")]
    [InlineData("mv dir moved; echo more >> moved/file; rm moved/sub/deep; mkdir dir; echo x > dir/x")]
    [InlineData("mv dir/sub dir/sub2; mv dir moved; mv moved/sub2 top2; chmod 700 moved")]
    [InlineData("mkdir -p a/b/c; mv dir a/b/c/dir; mv a/b a2; rm a2/c/dir/file")]
    [InlineData("chmod 600 top; chown 12:34 big; mv big big2; chmod 640 dir/file; mv dir/file dir/sub/file2")]
    [InlineData("setfattr -n user.a -v 1 top; setfattr -n trusted.b -v 2 dir; mv dir moved; touch -d @86400.123456789 moved/file")]
    [InlineData("ln top top2; ln dir/file dir/file2; echo more >> dir/file2")]
    public void TheLayersAreWhatTheOverlayShows(string change)
    {
        Sh("mkdir -p l0/dir/sub l1 l2 work merged",
            "echo top > l0/top; echo file > l0/dir/file; echo deep > l0/dir/sub/deep; head -c 300000 /dev/urandom > l0/big; chown 1:2 l0/dir; touch -d @1000 l0/dir/file");
        Overlay("l1", "l0", "echo middle > middle; echo m >> dir/sub/deep; mkdir dir/mid; echo y > dir/mid/y; rm -f nothing");
        Overlay("l2", "l1:l0", change);
        Sh("mount -t overlay overlay -o ro,lowerdir=l2:l1:l0,redirect_dir=follow,metacopy=on merged");
        TreeTable expected;
        try
        {
            expected = TreeTable.Of(_folder["merged"]);
        }
        finally
        {
            Sh("umount merged");
        }

        Assert.Empty(TreeComparison.Differences(expected, Merged("l2", "l1", "l0"), Ignored));
    }

    [Fact]
    public void TheFormsOfFuseOverlayfsAreUnderstood()
    {
        Sh("mkdir -p l0/gone l0/opaque l0/kept l1/opaque l1/kept",
            "touch l0/gone/x l0/file l0/opaque/hidden l0/kept/seen",
            "touch l1/.wh.gone l1/.wh.file l1/owned l1/kept/y",
            "setfattr -n user.fuseoverlayfs.opaque -v y l1/opaque",
            "setfattr -n user.containers.override_stat -v 7:8:0640 l1/owned",
            "setfattr -n user.containers.override_stat -v 0:0:0600:block-8-1 l1/kept/y");
        Assert.Equal("user.containers.override_stat=373a383a30363430", Merged("l1", "l0").Rows.Single(row => row.Path == "owned").Xattrs);

        // By other users than root only: what root unpacks has such attributes of the image.
        Sh("mkdir user; mv l0 l1 user; chown 1000 user");
        var rows = Merged("user/l1", "user/l0").Rows.ToDictionary(row => row.Path, StringComparer.Ordinal);
        Assert.Equal([".", "kept", "kept/seen", "kept/y", "opaque", "owned"], rows.Keys, StringComparer.Ordinal);
        Assert.Equal(("7", "8", "0640", "-"), (rows["owned"].Uid, rows["owned"].Gid, rows["owned"].Mode, rows["owned"].Xattrs));
        Assert.Equal(("b", "0600", "8:1"), (rows["kept/y"].Type, rows["kept/y"].Mode, rows["kept/y"].Device));
    }

    [Fact]
    public void OfAWholeTreeContentIsComparedToo()
    {
        Sh("mkdir l0 l1; echo one > l0/file; echo two > l1/file; echo same > l0/same; cp -p l0/same l1/same; touch -d @1000 l0/file l1/file l0 l1");
        var tar = Tar(new UnpackedLayer(_folder["l1"], UnpackedContent.WholeTree) { Lower = [_folder["l0"]] });
        Assert.True(tar.AsSpan().IndexOf("two"u8) > 0);
        Assert.True(tar.AsSpan().IndexOf("same"u8) < 0);
    }

    [Fact]
    public void AWholeTreeIsComparedWithTheOneBelow()
    {
        Sh("mkdir -p l0/dir/sub", "echo a > l0/a; echo same > l0/dir/same; echo gone > l0/dir/sub/gone; ln -s a l0/link; echo 1 > l0/one; ln l0/one l0/two",
            "cp -a l0 l1", "cd l1; rm -r dir/sub; echo b > a; mkdir new; echo n > new/n; ln -sf dir link; chmod 700 dir");
        Assert.Empty(TreeComparison.Differences(TreeTable.Of(_folder["l1"]), Stack(
            new UnpackedLayer(_folder["l1"], UnpackedContent.WholeTree) { Lower = [_folder["l0"]] },
            new UnpackedLayer(_folder["l0"], UnpackedContent.WholeTree))));
        Assert.True(Tar(new UnpackedLayer(_folder["l1"], UnpackedContent.WholeTree) { Lower = [_folder["l0"]] }).AsSpan().IndexOf("same"u8) < 0);
    }

    /// <summary>A directory that each layer has from another place in the next.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void RedirectsHaveALimit(int above, bool isFollowed)
    {
        var count = Limits.OverlayRedirects + above;
        Sh($"for i in $(seq 0 {count}); do mkdir -p l$i/d$i; done; echo found > l{count}/d{count}/file",
            $"for i in $(seq 0 {count - 1}); do setfattr -n trusted.overlay.redirect -v /d$((i+1)) l$i/d$i; done");
        var layers = Enumerable.Range(0, count + 1).Select(i => _folder[$"l{i}"]).ToArray();
        var layer = new UnpackedLayer(layers[0], UnpackedContent.Overlay) { Lower = [.. layers[1..]] };
        if (isFollowed)
            Assert.True(Tar(layer).AsSpan().IndexOf("found"u8) > 0);
        else
            Assert.Contains($"{Limits.OverlayRedirects} redirects", Assert.Throws<OciFsException>(() => Tar(layer)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Sh(params string[] lines) => Tool.Run(_folder.Path, "sh", "-ec", string.Join('\n', lines));

    private void Overlay(string upper, string lower, string change)
    {
        Sh($"mount -t overlay overlay -o lowerdir={lower},upperdir={upper},workdir=work,redirect_dir=on,metacopy=on,index=off merged");
        try
        {
            Sh("cd merged", change);
        }
        finally
        {
            Sh("umount merged", "rm -rf work", "mkdir work");
        }
    }

    /// <summary>Ours, of folders from the uppermost down.</summary>
    private TreeTable Merged(params string[] layers) => Stack([.. layers.Select((layer, i) =>
        new UnpackedLayer(_folder[layer], UnpackedContent.Overlay) { Lower = [.. layers[(i + 1)..].Select(lower => _folder[lower])] })]);

    private static TreeTable Stack(params UnpackedLayer[] fromTop)
    {
        using var stack = new OpenedStack(layout => layout.Name("image", layout.AddImage(fromTop.Reverse().Select(layer => LayerBlob.Of(Tar(layer)))).Manifest));
        return TreeDump.Of(stack.Tree, stack.Rootfs());
    }

    private static byte[] Tar(UnpackedLayer layer)
    {
        using var stored = new UnpackedLayers(null).Open(layer);
        Assert.Equal(LayerProof.None, stored.Proof);
        var tar = new byte[stored.Bytes.Length];
        Assert.Equal(tar.Length, stored.Bytes.ReadAt(0, tar));
        return tar;
    }
}

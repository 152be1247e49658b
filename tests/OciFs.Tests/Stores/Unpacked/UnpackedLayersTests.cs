using System.Text;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.Unpacked;
using TempFolder = OciFs.Reference.TempFolder;

namespace OciFs.Tests.Stores.Unpacked;

/// <summary>A layer with tar-split data is its tar again, to the byte; what the store has lost is told.</summary>
public sealed class UnpackedLayersTests : IDisposable
{
    private static readonly byte[] Tar = Ustar(
        [TestEntry.Directory("dir"), TestEntry.File("dir/file", "some content"), TestEntry.File("long", new string('x', 300_000)), TestEntry.File("empty", "")]);

    private readonly TempFolder _folder = new();

    private string Folder => _folder["diff"];

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void TheTarIsWhole(bool cached, bool compressed)
    {
        var layer = Layer(Tar, compressed);
        var layers = new UnpackedLayers(cached ? new CacheFolder(_folder["cache"]) : null);
        Assert.Equal(LayerForm.Tar, UnpackedLayers.FormOf(layer));
        for (var i = 0; i < 2; i++)
        {
            using var stored = layers.Open(layer);
            Assert.Equal((LayerProof.Bytes, layer.DiffId!.Value.Digest), (stored.Proof, stored.Key));
            Assert.Equal(Tar, Bytes(stored));
            Assert.Equal(Tar.Length, new TarSplit(layer.TarSplit!).TarLength());
        }

        Assert.Equal(cached ? 1 : 0, new CacheFolder(_folder["cache"]).List().Count);
    }

    [Fact]
    public void AnyPartOfItIsRead()
    {
        using var stored = new UnpackedLayers(null).Open(Layer(Tar));
        var random = new Random(5);
        Parallel.For(0, 2000, _ =>
        {
            int from, length;
            lock (random)
                (from, length) = (random.Next(Tar.Length), random.Next(2000));
            var part = new byte[length];
            var read = stored.Bytes.ReadAt(from, part);
            Assert.Equal(Math.Min(length, Tar.Length - from), read);
            Assert.True(part.AsSpan(0, read).SequenceEqual(Tar.AsSpan(from, read)));
        });
    }

    [Fact]
    public void WhatALaterEntryReplacedIsALossThatIsTold()
    {
        var tar = Ustar(
            [TestEntry.File("file", "first"), TestEntry.File("file", "second"), TestEntry.File("hidden", "x"), TestEntry.File(".wh.hidden", ""), TestEntry.File("kept", "kept")]);
        var layer = Layer(tar);
        File.Delete(Path.Combine(Folder, "hidden"));
        using var stored = new UnpackedLayers(null).Open(layer);
        using var other = stored.Otherwise!(CancellationToken.None);
        Assert.Equal(LayerProof.None, other.Proof);
        Assert.Contains("not kept this layer's tar", Assert.Single(other.Problems), StringComparison.Ordinal);
        Assert.True(Bytes(other).AsSpan().IndexOf("second"u8) > 0);
    }

    [Theory]
    [InlineData("printf 'othe content' > dir/file", "dir/file: its content has changed")]
    [InlineData("echo longer >> dir/file", "dir/file: 19 bytes, the layer has it with 12")]
    [InlineData("rm dir/file", "dir/file: No such file", OciFsError.NotFound)]
    [InlineData("rm dir/file; mkfifo dir/file", "dir/file: not a regular file")]
    [InlineData("rm dir/file; mknod dir/file c 10 130", "dir/file: not a regular file")]
    [InlineData("rm dir/file; ln -s /etc/passwd dir/file", "dir/file: not a regular file")]
    [InlineData("rm -r dir; ln -s /etc dir; ", "dir/file: No such file", OciFsError.NotFound)]
    [InlineData("rm -r dir; ln -s ../../../../etc dir", "dir/file: No such file", OciFsError.NotFound)]
    public void AFolderThatIsNotAsItWasUnpackedIsAnErrorThatNamesTheFile(string damage, string told, OciFsError kind = OciFsError.DigestMismatch)
    {
        var layer = Layer(Tar);
        Tools.Tool.Run(Folder, "sh", "-ec", damage);
        using var stored = new UnpackedLayers(null).Open(layer);
        var error = Assert.Throws<OciFsException>(() => stored.Otherwise!(CancellationToken.None));
        Assert.Equal(kind, error.Error);
        Assert.Contains(Path.Combine(Folder, told), error.Message, StringComparison.Ordinal);
    }

    /// <summary>A hard link's header may claim a size: tar-split has the size, and no content.</summary>
    [Fact]
    public void AnEntryOfNoContentThatClaimsASizeIsALossThatIsTold()
    {
        var layer = Layer(Tar);
        var lines = Encoding.UTF8.GetString(SplitTar.Lines(Tar)) + "{\"type\":1,\"name\":\"dir\",\"size\":5,\"payload\":\"AAAAAAAAAAA=\"}\n";
        File.WriteAllText(layer.TarSplit!, lines);
        using var stored = new UnpackedLayers(null).Open(layer);
        using var other = stored.Otherwise!(CancellationToken.None);
        Assert.Contains("not kept this layer's tar", Assert.Single(other.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void LinksAreFollowedInsideTheFolder()
    {
        var tar = Ustar([TestEntry.Symlink("link", "/real"), TestEntry.File("link/file", "content")]);
        var layer = Layer(Ustar([TestEntry.Directory("real"), TestEntry.Symlink("link", "/real"), TestEntry.File("real/file", "content")]));
        SplitTar.Write(tar, layer.TarSplit!);
        using var stored = new UnpackedLayers(null).Open(layer with { DiffId = IdOf(tar) });
        Assert.Equal(tar, Bytes(stored));
    }

    [Fact]
    public void AFolderThatMovedIsFoundAgain()
    {
        var layer = Layer(Tar);
        var moved = _folder["moved"];
        using var stored = new UnpackedLayers(null).Open(layer with { Locate = () => moved });
        Assert.Equal(Tar, Bytes(stored));
        Tools.Tool.Run(_folder.Path, "cp", "-a", Folder, moved);
        Directory.Delete(Folder, recursive: true);
        Assert.Equal(Tar, Bytes(stored));
    }

    [Theory]
    [InlineData("{\"type\":3}")]
    [InlineData("{\"type\":1,\"name\":\"a\",\"size\":-5}")]
    [InlineData("{\"type\":2,\"payload\":\"%%%\"}")]
    [InlineData("{\"type\":\"2\"}")]
    [InlineData("nothing")]
    [InlineData("[")]
    public void TarSplitDataThatAreNotSoundAreNamed(string line)
    {
        var layer = Layer(Tar);
        File.WriteAllText(layer.TarSplit!, line);
        var error = Assert.Throws<OciFsException>(() => new UnpackedLayers(null).Open(layer));
        Assert.Equal(OciFsError.Invalid, error.Error);
        Assert.StartsWith(layer.TarSplit!, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void ALineOfTarSplitDataHasALimit(int above, bool isRead)
    {
        var layer = Layer(Tar);
        var line = "{\"type\":2,\"payload\":\"\"}";
        File.WriteAllText(layer.TarSplit!, line + new string(' ', Limits.TarSplitLineBytes - line.Length + above) + "\n");
        if (isRead)
            new UnpackedLayers(null).Open(layer).Dispose();
        else
            Assert.Contains($"{Limits.TarSplitLineBytes} bytes", Assert.Throws<OciFsException>(() => new UnpackedLayers(null).Open(layer)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rm -r diff; ln -s other diff")]
    [InlineData("mv layer inner; ln -s inner layer")]
    public void AFolderThatIsALinkIsNoLayer(string change)
    {
        var layer = new UnpackedLayer(_folder["driver/layer/diff"], UnpackedContent.Overlay);
        Tools.Tool.Run(_folder.Path, "sh", "-ec", "mkdir -p driver/layer/diff driver/layer/other; echo secret > driver/layer/other/file; cp driver/layer/other/file driver/layer/diff");
        new UnpackedLayers(null).Open(layer).Dispose();
        Tools.Tool.Run(_folder[change.StartsWith("mv", StringComparison.Ordinal) ? "driver" : "driver/layer"], "sh", "-ec", change);
        Assert.Contains("symbolic links", Assert.Throws<OciFsException>(() => new UnpackedLayers(null).Open(layer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDriversFolderMayBeALink()
    {
        Tools.Tool.Run(_folder.Path, "sh", "-ec", "mkdir -p real/layer/diff; touch real/layer/diff/file; ln -s real driver");
        new UnpackedLayers(null).Open(new UnpackedLayer(_folder["driver/layer/diff"], UnpackedContent.Overlay)).Dispose();
    }

    [Fact]
    public void AFolderThatHasLostFilesTakesNoDescriptors()
    {
        var layer = Layer(Tar);
        using var stored = new UnpackedLayers(null).Open(layer with { Locate = () => Folder });
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        Assert.Throws<FileNotFoundException>(() => stored.Bytes.ReadAt(0, new byte[2000]));
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 300; i++)
            Assert.Throws<FileNotFoundException>(() => stored.Bytes.ReadAt(0, new byte[2000]));
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20); // Other tests run beside.
    }

    [Fact]
    public void WhatIsHeldIsReadableWhenItIsRemoved()
    {
        using var stored = new UnpackedLayers(null).Open(Layer(Tar));
        var blob = Assert.IsAssignableFrom<IHoldingBlob>(stored.Bytes);
        var at = Tar.AsSpan().IndexOf("some content"u8);
        var bytes = new byte[12];
        using (blob.Hold(at, bytes.Length))
        {
            Directory.Delete(Folder, recursive: true);
            for (var i = 0; i < 2; i++)
            {
                Assert.True(blob.TryReadHeld(at, bytes));
                Assert.Equal("some content"u8.ToArray(), bytes);
            }

            Assert.False(blob.TryReadHeld(at, new byte[13]));
            Assert.False(blob.TryReadHeld(Tar.AsSpan().IndexOf("xxxx"u8), bytes));
        }
    }

    [Fact]
    public void WithoutTarSplitDataTheFolderCounts()
    {
        var layer = Layer(Tar);
        File.Delete(layer.TarSplit!);
        Assert.Equal(LayerForm.Folder, UnpackedLayers.FormOf(layer));
        using var stored = new UnpackedLayers(null).Open(layer);
        Assert.Equal(LayerProof.None, stored.Proof);
        Assert.Empty(stored.Problems);
        Directory.Delete(Folder, recursive: true);
        Assert.Equal(LayerForm.Missing, UnpackedLayers.FormOf(layer));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => new UnpackedLayers(null).Open(layer)).Error);
    }

    [Fact]
    public void AnotherFolderHasAnotherKey()
    {
        var layer = Layer(Tar) with { TarSplit = null };
        var keys = new[] { "true", "true", "touch dir", "echo y > empty", "cp -p empty e; mv e empty", "setfattr -n user.a -v 1 long" }.Select(change =>
        {
            Tools.Tool.Run(Folder, "sh", "-ec", change);
            using var stored = new UnpackedLayers(null).Open(layer);
            return stored.Key;
        }).ToArray();
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(5, keys.Distinct().Count());
    }

    public void Dispose() => _folder.Dispose();

    private UnpackedLayer Layer(byte[] tar, bool compressed = true)
    {
        var split = _folder["split"];
        SplitTar.Unpack(tar, Folder);
        SplitTar.Write(tar, split, compressed);
        return new UnpackedLayer(Folder, UnpackedContent.Overlay) { TarSplit = split, DiffId = IdOf(tar) };
    }

    private static byte[] Ustar(TestEntry[] entries) => LayerBuilder.Tar(entries, TarDialect.Ustar);

    private static DiffId IdOf(byte[] tar) => new(Digest.Compute(DigestAlgorithm.Sha256, tar));

    private static byte[] Bytes(StoredLayer stored)
    {
        var bytes = new byte[stored.Bytes.Length];
        Assert.Equal(bytes.Length, stored.Bytes.ReadAt(0, bytes));
        return bytes;
    }
}

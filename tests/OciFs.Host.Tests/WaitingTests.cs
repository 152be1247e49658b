using System.Buffers.Binary;
using System.Text;
using OciFs.Fuse.Session;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;
using Wire = OciFs.Fuse.Tests.Support.Requests;

namespace OciFs.Host.Tests;

/// <summary>While a layer is read for the first time, only requests wait that need that layer.</summary>
public sealed class WaitingTests : IDisposable
{
    private const uint Lookup = 1;
    private const uint GetAttributes = 3;
    private const uint Read = 15;
    private const uint ReadDirectory = 28;

    private readonly TempFolder _folder = new();
    private readonly HeldStore _store;
    private readonly ImageTree _tree;
    private readonly Dispatcher _dispatcher;
    private readonly Deferral _deferral = new();
    private readonly OperationCounters _counters = new();
    private readonly byte[] _reply = new byte[1 << 17];

    public WaitingTests()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        var image = layout.AddImage(
        [
            LayerBlob.Of(LayerBuilder.Tar([TestEntry.Directory("d"), TestEntry.File("d/low", "low")]), LayerCompression.Gzip),
            LayerBlob.Of(LayerBuilder.Tar([TestEntry.Directory("d"), TestEntry.File("d/upper", "upper")]), LayerCompression.Gzip),
        ]);
        layout.Name("image", image.Manifest).Write();
        _store = new HeldStore(SourceOpener.Open("oci:" + layout.Folder), image.Layers[0].Digest);
        _tree = new ImageTree(_store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        });
        _dispatcher = new Dispatcher(
            new TreeFileSystem(_tree, NodeId.Root, default, error => Assert.Fail(error.Message), new TreeReaders()), new SessionOptions { OnError = error => Assert.Fail(error.Message) }, _ => false);
        _dispatcher.Process(Wire.Init(7, 45, uint.MaxValue, uint.MaxValue), _reply, _counters, _deferral);
    }

    public void Dispose()
    {
        _store.Release();
        _tree.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void WhatTheUpperLayerHasIsServed()
    {
        var file = At(At(Rootfs(), "d"), "upper");
        Assert.Equal("upper", Encoding.UTF8.GetString(Answer(Wire.Read(Read, file, 0, 4096))[16..]));
        Assert.True(Waits(Wire.Name(Lookup, At(Rootfs(), "d"), "low")));
    }

    [Fact]
    public void AFolderIsPassedThroughBeforeItsAttributesAreKnown()
    {
        var reply = Answer(Wire.Name(Lookup, At(1, "images", "image", "platforms", "linux-amd64"), "rootfs"));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(reply[AttributesValidity..]));
        Assert.True(Waits(Wire.Build(GetAttributes, Rootfs(), new byte[16])));
        Assert.True(Waits(Wire.Read(ReadDirectory, Rootfs(), 0, 4096)));
    }

    [Fact]
    public void WhatIsNoLayerDoesNotWait()
    {
        _ = Rootfs();
        Assert.Equal((byte)'{', Answer(Wire.Read(Read, At(1, "images", "image", "manifest"), 0, 4096))[16]);
        Assert.False(Waits(Wire.Read(ReadDirectory, At(1, "images", "image", "platforms", "linux-amd64", "layers", "00"), 0, 4096)));
        Assert.True(Waits(Wire.Name(Lookup, At(1, "images", "image", "platforms", "linux-amd64", "layers", "00"), "tar")));
    }

    [Fact]
    public void WhatWaitedIsAnsweredWhenTheLayerIsThere()
    {
        var low = Wire.Name(Lookup, At(Rootfs(), "d"), "low");
        Assert.True(Waits(low));
        _store.Release();
        ((IAsyncResult)_deferral.Ready!).AsyncWaitHandle.WaitOne();
        Assert.True(Answer(low).Length > 16);
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32LittleEndian(Answer(Wire.Build(GetAttributes, Rootfs(), new byte[16]))[Links..]));
    }

    // Offsets in replies: fuse_out_header, then fuse_entry_out.attr_valid; fuse_out_header, fuse_attr_out's 16 bytes, then fuse_attr.nlink.
    private const int AttributesValidity = 16 + 24;
    private const int Links = 16 + 16 + 64;

    private ulong Rootfs() => At(1, "images", "image", "platforms", "linux-amd64", "rootfs");

    private ulong At(ulong node, params IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            var reply = Answer(Wire.Name(Lookup, node, name));
            Assert.True(reply.Length > 16, $"{name} is not there");
            node = BinaryPrimitives.ReadUInt64LittleEndian(reply[16..]);
        }

        return node;
    }

    private bool Waits(byte[] request)
    {
        _dispatcher.Process(request, _reply, _counters, _deferral);
        return _deferral.Ready is not null;
    }

    /// <summary>The reply; waits for the layer that is not held.</summary>
    private ReadOnlySpan<byte> Answer(byte[] request)
    {
        while (true)
        {
            var length = _dispatcher.Process(request, _reply, _counters, _deferral);
            if (_deferral.Ready is not { } ready)
                return _reply.AsSpan(0, length);
            Assert.True(((IAsyncResult)ready).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "the request waits for the layer that is held");
        }
    }
}

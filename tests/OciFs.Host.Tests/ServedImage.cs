using System.Buffers.Binary;
using OciFs.Fuse.Tests.Support;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Host.Tests;

/// <summary>An image of a temporary layout behind the session's dispatcher: what the kernel would ask goes in, what it would get comes out.</summary>
internal sealed class ServedImage : IDisposable
{
    private const int LookupOpcode = 1;
    private const int GetAttributesOpcode = 3;

    private readonly TempFolder _folder = new();
    private readonly IStore _store;
    private readonly ImageTree _tree;
    private readonly WireServer _server;

    public ServedImage(params LayerBlob[] layers)
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        layout.Name("image", layout.AddImage(layers).Manifest).Write();
        _store = SourceOpener.Open("oci:" + layout.Folder);
        _tree = new ImageTree(_store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        });
        _server = new WireServer(new TreeFileSystem(_tree, NodeId.Root, default, error => Assert.Fail(error.Message), new TreeReaders()));
        _server.Init();
        Rootfs = At(Fuse.NodeId.Root.Value, "images/image/platforms/linux-amd64/rootfs");
        Ask(Requests.Build(GetAttributesOpcode, Rootfs, new byte[16]));
    }

    /// <summary>The node of the merged root; its layers have been read.</summary>
    public ulong Rootfs { get; }

    /// <summary>The reply to a request.</summary>
    public ReadOnlySpan<byte> Ask(byte[] request) => _server.Ask(request);

    /// <summary>The node at a path below another.</summary>
    public ulong At(ulong node, string path)
    {
        foreach (var name in path.Split('/'))
        {
            var reply = Ask(Requests.Name(LookupOpcode, node, name));
            Assert.True(reply.Length > 16, $"{name} of {path} is not there");
            node = BinaryPrimitives.ReadUInt64LittleEndian(reply[16..]);
        }

        return node;
    }

    public void Dispose()
    {
        _tree.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }
}

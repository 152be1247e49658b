using System.Text;
using BenchmarkDotNet.Attributes;
using OciFs.Fuse;
using OciFs.Host;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Benchmarks.Micro;

/// <summary>
/// Requests of the kernel, answered without a kernel: a rootfs of three layers with a directory of 1,000 files that two of them share.
/// </summary>
public class Requests : IDisposable
{
    private const int Files = 1000;

    private readonly byte[] _buffer = new byte[512 << 10];
    private readonly byte[][] _names = [.. Enumerable.Range(0, Files).Select(i => Encoding.ASCII.GetBytes($"file{i}"))];
    private readonly TempFolder _folder = new();
    private IStore? _store;
    private ImageTree? _tree;
    private TreeFileSystem? _fileSystem;
    private Fuse.NodeId _directory;

    /// <summary>Makes the image and looks into its directory.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        layout.Name("image", layout.AddImage([Layer(0, 700), Layer(500, Files), LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("other", "other")]))]).Manifest).Write();
        _store = SourceOpener.Open("oci:" + layout.Folder);
        _tree = new ImageTree(_store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, static _ => { }),
        });
        _fileSystem = new TreeFileSystem(_tree, Views.NodeId.Root, default, static error => throw error, new TreeReaders());
        _directory = Fuse.NodeId.Root;
        foreach (var name in "images/image/platforms/linux-amd64/rootfs/usr".Split('/'))
            _directory = Find(Encoding.ASCII.GetBytes(name));
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _tree?.Dispose();
        _store?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A name found in a merged directory, with its attributes.</summary>
    [Benchmark(OperationsPerInvoke = Files)]
    public ulong Lookup()
    {
        var sum = 0UL;
        foreach (var name in _names)
            sum += Find(name).Value;
        return sum;
    }

    /// <summary>An entry of a merged directory, with its attributes, laid out for the kernel.</summary>
    [Benchmark(OperationsPerInvoke = Files)]
    public int ReadDirectoryPlus()
    {
        var writer = new DirectoryWriter(_buffer, withAttributes: true);
        return _fileSystem!.ReadDirectory(_directory, 0, default, ref writer) == Errno.None && !writer.IsFull
            ? writer.Written
            : throw new InvalidOperationException("the directory is not listed whole");
    }

    /// <summary>An entry laid out for the kernel, and nothing else.</summary>
    [Benchmark(OperationsPerInvoke = Files)]
    public int EncodeDirectoryPlus()
    {
        var writer = new DirectoryWriter(_buffer, withAttributes: true);
        var entry = new Entry { Node = _directory, EntryValidity = Validity.Forever, AttributesValidity = Validity.Forever };
        for (var i = 0; i < Files; i++)
            writer.TryAdd(_names[i], i + 1, entry);
        return writer.Written;
    }

    private static LayerBlob Layer(int first, int end) =>
        LayerBlob.Of(LayerBuilder.Tar([TestEntry.Directory("usr"), .. Enumerable.Range(first, end - first).Select(i => TestEntry.File($"usr/file{i}", "content"))]));

    private Fuse.NodeId Find(byte[] name) => _fileSystem!.Lookup(_directory, name, default, out var entry) == Errno.None && entry.Node != Fuse.NodeId.None
        ? entry.Node
        : throw new InvalidOperationException($"{Encoding.ASCII.GetString(name)} is not there");
}

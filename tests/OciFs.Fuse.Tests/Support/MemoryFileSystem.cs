using System.Text;

namespace OciFs.Fuse.Tests.Support;

/// <summary>A small tree in memory. Built before it is mounted, unless a test says otherwise; answers without allocating.</summary>
internal sealed class MemoryFileSystem : FuseFileSystem
{
    private readonly List<MemoryNode?> _nodes = [null];

    public MemoryFileSystem() => AddNode(null, "", 0x41ed);

    /// <summary>Called before each operation with its name and node; anything but None is the answer.</summary>
    public Func<string, NodeId, RequestContext, Errno>? Hook { get; set; }

    public Validity Validity { get; set; } = Validity.Forever;

    public bool HasXattrs { get; set; } = true;

    public MemoryNode Root => _nodes[1]!;

    public static MemoryFileSystem Sample()
    {
        var files = new MemoryFileSystem();
        files.AddFile(files.Root, "hello", "Hello, world!\n"u8.ToArray());
        var folder = files.AddDirectory(files.Root, "folder");
        files.AddFile(folder, "inner", "inside\n"u8.ToArray());
        files.AddLink(files.Root, "link", "folder/inner");
        return files;
    }

    public MemoryNode AddFile(MemoryNode parent, string name, byte[] content)
    {
        var node = AddNode(parent, name, 0x81a4);
        node.Content = content;
        return node;
    }

    public MemoryNode AddDirectory(MemoryNode parent, string name) => AddNode(parent, name, 0x41ed);

    public MemoryNode AddLink(MemoryNode parent, string name, string target)
    {
        var node = AddNode(parent, name, 0xa1ff);
        node.Content = Encoding.UTF8.GetBytes(target);
        return node;
    }

    public MemoryNode AddNode(
        MemoryNode? parent, string name, uint mode, DeviceNumber device = default, UnixTime? time = null, uint uid = 0, uint gid = 0) =>
        AddNode(parent, Encoding.UTF8.GetBytes(name), mode, device, time, uid, gid);

    public MemoryNode AddNode(
        MemoryNode? parent, byte[] name, uint mode, DeviceNumber device = default, UnixTime? time = null, uint uid = 0, uint gid = 0)
    {
        var node = new MemoryNode
        {
            Id = new NodeId((ulong)_nodes.Count),
            Parent = parent,
            Mode = mode,
            Device = device,
            Time = time ?? new UnixTime(1_000_000_000, 123_456_789),
            UserId = uid,
            GroupId = gid,
        };
        _nodes.Add(node);
        parent?.Children.Add((name, node));
        parent?.ByName.Add(name, node);
        return node;
    }

    public static void Remove(MemoryNode parent, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        parent.ByName.Remove(bytes);
        parent.Children.RemoveAll(child => child.Name.AsSpan().SequenceEqual(bytes));
    }

    public override Errno Lookup(NodeId parent, ReadOnlySpan<byte> name, in RequestContext context, out Entry entry)
    {
        entry = default;
        if (Before("lookup", parent, context) is not Errno.None and var errno)
            return errno;
        if (Find(parent) is not { IsDirectory: true } folder)
            return Errno.ENOTDIR;
        var found = folder.ByName.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var node);
        entry = found ? EntryOf(node!) : Entry.Missing(Validity);
        return Errno.None;
    }

    public override Errno GetAttributes(NodeId node, in RequestContext context, out AttributesReply reply)
    {
        reply = default;
        if (Before("getattr", node, context) is not Errno.None and var errno)
            return errno;
        if (Find(node) is not { } found)
            return Errno.ESTALE;
        reply = new AttributesReply(found.Attributes, Validity);
        return Errno.None;
    }

    public override Errno ReadLink(NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        if (Before("readlink", node, context) is not Errno.None and var errno)
            return errno;
        if (Find(node) is not { IsLink: true } link)
            return Errno.EINVAL;
        if (link.Content.Length > destination.Length)
            return Errno.ENAMETOOLONG;
        link.Content.CopyTo(destination);
        length = link.Content.Length;
        return Errno.None;
    }

    public override Errno ReadDirectory(NodeId node, long cookie, in RequestContext context, ref DirectoryWriter writer)
    {
        if (Before(writer.WithAttributes ? "readdirplus" : "readdir", node, context) is not Errno.None and var errno)
            return errno;
        if (Find(node) is not { IsDirectory: true } folder)
            return Errno.ENOTDIR;
        if (cookie < 1 && !writer.TryAdd("."u8, 1, folder.Attributes.Inode, FileType.Directory))
            return Errno.None;
        if (cookie < 2 && !writer.TryAdd(".."u8, 2, (folder.Parent ?? folder).Attributes.Inode, FileType.Directory))
            return Errno.None;
        for (var i = Math.Max(cookie, 2); i - 2 < folder.Children.Count; i++)
        {
            var (name, child) = folder.Children[(int)(i - 2)];
            if (!writer.TryAdd(name, i + 1, EntryOf(child)))
                break;
        }
        return Errno.None;
    }

    public override Errno Read(NodeId node, long offset, Span<byte> destination, in RequestContext context, out int read)
    {
        read = 0;
        if (Before("read", node, context) is not Errno.None and var errno)
            return errno;
        if (Find(node) is not { IsDirectory: false } file)
            return Errno.EISDIR;
        if (offset >= file.Content.Length)
            return Errno.None;
        var rest = file.Content.AsSpan((int)offset);
        read = Math.Min(rest.Length, destination.Length);
        rest[..read].CopyTo(destination);
        return Errno.None;
    }

    public override Errno Seek(NodeId node, long offset, SeekTarget target, in RequestContext context, out long found)
    {
        found = 0;
        if (Before("lseek", node, context) is not Errno.None and var errno)
            return errno;
        if (Find(node) is not { Data: (var start, var end) } file)
            return Errno.ENOSYS;
        var isBehind = offset >= (target == SeekTarget.Data ? end : file.Content.Length);
        found = target == SeekTarget.Data ? Math.Max(offset, start) : offset >= start && offset < end ? end : offset;
        return isBehind ? Errno.ENXIO : Errno.None;
    }

    public override Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        if (Before("getxattr", node, context) is not Errno.None and var errno)
            return errno;
        if (!HasXattrs)
            return Errno.ENOSYS;
        if (Find(node) is not { } found || !found.Xattrs.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var value))
            return Errno.ENODATA;
        length = value.Length;
        value.AsSpan().TryCopyTo(destination);
        return Errno.None;
    }

    public override Errno ListXattr(NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        if (Before("listxattr", node, context) is not Errno.None and var errno)
            return errno;
        if (!HasXattrs)
            return Errno.ENOSYS;
        var list = (Find(node)?.Xattrs.Keys ?? Enumerable.Empty<byte[]>()).SelectMany(name => name.Append((byte)0)).ToArray();
        length = list.Length;
        list.AsSpan().TryCopyTo(destination);
        return Errno.None;
    }

    public override Errno StatFs(NodeId node, in RequestContext context, out FileSystemStatistics statistics)
    {
        statistics = new FileSystemStatistics { BlockSize = 4096, Blocks = 12345, Files = 678, NameLength = 255, FreeBlocks = 9 };
        return Errno.None;
    }

    private Errno Before(string operation, NodeId node, in RequestContext context) => Hook?.Invoke(operation, node, context) ?? Errno.None;

    private MemoryNode? Find(NodeId id) => id.Value < (ulong)_nodes.Count ? _nodes[(int)id.Value] : null;

    private Entry EntryOf(MemoryNode node) =>
        new() { Node = node.Id, EntryValidity = Validity, AttributesValidity = Validity, Attributes = node.Attributes };
}

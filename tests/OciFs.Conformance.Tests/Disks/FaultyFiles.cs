using System.Collections.Concurrent;
using System.Text;
using OciFs.Fuse;

namespace OciFs.Conformance.Tests.Disks;

/// <summary>A folder as a file system that fails on command. What hangs waits without a thread, and leaves when it is interrupted.</summary>
internal sealed class FaultyFiles(string folder) : FuseFileSystem
{
    private readonly ConcurrentDictionary<string, ulong> numbers = new(StringComparer.Ordinal) { [folder] = NodeId.Root.Value };
    private readonly ConcurrentDictionary<ulong, string> paths = new() { [NodeId.Root.Value] = folder };
    private readonly ConcurrentDictionary<ulong, Armed> faults = new();
    private long lastNumber = (long)NodeId.Root.Value;

    /// <summary>Requests that hang now, or have left since.</summary>
    public int Hung => hung;

    private int hung;

    /// <summary>Has the reads of a file fail from the one of this number on, which counts from 1.</summary>
    public void Arm(NodeId node, DiskFault fault, int from) => faults[node.Value] = new Armed(fault, from);

    /// <summary>Has all go on; gives the files that failed.</summary>
    public IReadOnlyList<NodeId> Release()
    {
        var nodes = faults.Keys.Select(number => new NodeId(number)).ToList();
        foreach (var node in nodes)
        {
            if (faults.TryRemove(node.Value, out var armed))
                armed.Released.TrySetResult();
        }

        return nodes;
    }

    /// <summary>The node of a path of the folder.</summary>
    public NodeId NodeOf(string path) => new(numbers.GetOrAdd(path, added =>
    {
        var number = (ulong)Interlocked.Increment(ref lastNumber);
        paths[number] = added;
        return number;
    }));

    public override Errno Lookup(NodeId parent, ReadOnlySpan<byte> name, in RequestContext context, out Entry entry)
    {
        entry = default;
        var path = Path.Combine(paths[parent.Value], Encoding.UTF8.GetString(name));
        if (!File.Exists(path) && !Directory.Exists(path))
            return Errno.ENOENT;
        var node = NodeOf(path);
        if (IsDead(node, out var released))
            return context.Later(released);
        entry = new Entry { Node = node, Attributes = AttributesOf(node) };
        return Errno.None;
    }

    public override Errno GetAttributes(NodeId node, in RequestContext context, out AttributesReply reply)
    {
        reply = default;
        if (IsDead(node, out var released))
            return context.Later(released);
        reply = new AttributesReply(AttributesOf(node), Validity.None);
        return Errno.None;
    }

    public override Errno ReadLink(NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        return Errno.EINVAL;
    }

    public override Errno ReadDirectory(NodeId node, long cookie, in RequestContext context, ref DirectoryWriter writer)
    {
        var names = Directory.GetFileSystemEntries(paths[node.Value]);
        for (var place = cookie; place < names.Length; place++)
        {
            var child = NodeOf(names[place]);
            if (!writer.TryAdd(Encoding.UTF8.GetBytes(Path.GetFileName(names[place])), place + 1, child.Value, AttributesOf(child).Type))
                break;
        }

        return Errno.None;
    }

    public override Errno Read(NodeId node, long offset, Span<byte> destination, in RequestContext context, out int read)
    {
        read = 0;
        if (faults.TryGetValue(node.Value, out var armed) && armed.Fault is DiskFault.Hang or DiskFault.Dead && armed.IsNext(stays: true))
        {
            Interlocked.Increment(ref hung);
            return context.Later(armed.Released.Task);
        }

        if (armed?.Fault is DiskFault.Error && armed.IsNext(stays: false))
            return Errno.EIO;
        using var file = File.OpenHandle(paths[node.Value]);
        read = RandomAccess.Read(file, destination, offset);
        if (armed?.Fault is DiskFault.Short && armed.IsNext(stays: false))
            read /= 2;
        return Errno.None;
    }

    private bool IsDead(NodeId node, out Task released)
    {
        released = Task.CompletedTask;
        if (!faults.TryGetValue(node.Value, out var armed) || armed.Fault != DiskFault.Dead)
            return false;
        Interlocked.Increment(ref hung);
        released = armed.Released.Task;
        return true;
    }

    private Attributes AttributesOf(NodeId node)
    {
        var path = paths[node.Value];
        var isFolder = Directory.Exists(path);
        var changed = new UnixTime(new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds(), 0);
        return new Attributes
        {
            Inode = node.Value,
            Mode = (uint)(isFolder ? 0x4000 : 0x8000) | 0b111_101_101,
            Size = isFolder ? 0 : (ulong)new FileInfo(path).Length,
            LinkCount = 1,
            ModificationTime = changed,
            ChangeTime = changed,
        };
    }

    private sealed class Armed(DiskFault fault, int from)
    {
        private int reads;

        public DiskFault Fault => fault;

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Counts a read, and tells whether it is the one, or one behind it where it stays so.</summary>
        public bool IsNext(bool stays) => Interlocked.Increment(ref reads) is var now && (stays ? now >= from : now == from);
    }
}

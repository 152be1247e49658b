using System.Text;

namespace OciFs.Fuse.Tests.Support;

/// <summary>A file of <see cref="MemoryFileSystem"/>.</summary>
internal sealed class MemoryNode
{
    public required NodeId Id { get; init; }

    public required uint Mode { get; init; }

    public MemoryNode? Parent { get; init; }

    public byte[] Content { get; set; } = [];

    /// <summary>The only part of the content that is no hole; none for a filesystem that knows no holes.</summary>
    public (int Start, int End)? Data { get; set; }

    public DeviceNumber Device { get; init; }

    /// <summary>Of the content; the access is a second later and a nanosecond earlier, the change twice that.</summary>
    public UnixTime Time { get; init; } = new(1_000_000_000, 123_456_789);

    public uint UserId { get; init; }

    public uint GroupId { get; init; }

    public List<(byte[] Name, MemoryNode Node)> Children { get; } = [];

    public Dictionary<byte[], MemoryNode> ByName { get; } = new(ByteNames.Comparer);

    public Dictionary<byte[], byte[]> Xattrs { get; } = new(ByteNames.Comparer);

    public bool IsDirectory => (Mode & 0xf000) == 0x4000;

    public bool IsLink => (Mode & 0xf000) == 0xa000;

    public Attributes Attributes => new()
    {
        Inode = Id.Value + 1000,
        Mode = Mode,
        Size = (ulong)Content.Length,
        Blocks = ((ulong)Content.Length + 511) / 512,
        LinkCount = IsDirectory ? 2u : 1u,
        UserId = UserId,
        GroupId = GroupId,
        Device = Device,
        BlockSize = 4096,
        AccessTime = new UnixTime(Time.Seconds + 1, Time.Nanoseconds - 1),
        ModificationTime = Time,
        ChangeTime = new UnixTime(Time.Seconds + 2, Time.Nanoseconds - 2),
    };

    public void SetXattr(string name, byte[] value) => Xattrs[Encoding.UTF8.GetBytes(name)] = value;
}

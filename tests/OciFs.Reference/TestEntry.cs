using System.Text;
using OciFs.Reference.Tar;

namespace OciFs.Reference;

/// <summary>One entry of a layer tar, as a test says it: nothing is cleaned or checked.</summary>
public sealed record TestEntry
{
    /// <summary>The time that entries have unless they say otherwise.</summary>
    public const long DefaultTime = 1_600_000_000;

    /// <summary>The name as it stands in the tar: "./a", "a//b", "../x" are kept.</summary>
    public required ByteString Name { get; init; }

    public required EntryType Type { get; init; }

    /// <summary>Permission bits with setuid, setgid and sticky.</summary>
    public uint Mode { get; init; } = 0b110_100_100;

    /// <summary>Owner; over 32 bits and negative ones can be written too.</summary>
    public long Uid { get; init; }

    /// <summary>Group; over 32 bits and negative ones can be written too.</summary>
    public long Gid { get; init; }

    public TarTime Modified { get; init; } = DefaultTime;

    /// <summary>What a symbolic link says, or the path that a hard link names.</summary>
    public ByteString Target { get; init; }

    public FileContent Content { get; init; } = FileContent.Empty;

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    /// <summary>Extended attributes by name, written as SCHILY.xattr records.</summary>
    public IReadOnlyDictionary<ByteString, ByteString> Xattrs { get; init; } = Reference.Xattrs.None;

    /// <summary>How a tar says the entry.</summary>
    public TarDialect Dialect { get; init; }

    /// <summary>Whether a file has data in a tar: all other types have none, whatever their size field says.</summary>
    public bool IsFile => Type is EntryType.File or EntryType.OldFile or EntryType.GnuSparse;

    public static TestEntry File(ByteString name, string content = "") =>
        new() { Name = name, Type = EntryType.File, Content = FileContent.Of(Encoding.UTF8.GetBytes(content)) };

    public static TestEntry Directory(ByteString name) => new() { Name = name, Type = EntryType.Directory, Mode = 0b111_101_101 };

    public static TestEntry Symlink(ByteString name, ByteString target) =>
        new() { Name = name, Type = EntryType.Symlink, Mode = 0b111_111_111, Target = target };

    public static TestEntry HardLink(ByteString name, ByteString target) =>
        new() { Name = name, Type = EntryType.HardLink, Target = target };

    public static TestEntry Fifo(ByteString name) => new() { Name = name, Type = EntryType.Fifo };

    public static TestEntry CharacterDevice(ByteString name, uint major, uint minor) =>
        new() { Name = name, Type = EntryType.CharacterDevice, DeviceMajor = major, DeviceMinor = minor };

    public static TestEntry BlockDevice(ByteString name, uint major, uint minor) =>
        new() { Name = name, Type = EntryType.BlockDevice, DeviceMajor = major, DeviceMinor = minor };

    /// <summary>The marker that removes <paramref name="path"/> of the lower layers (image-spec layer.md, "Whiteouts").</summary>
    public static TestEntry Whiteout(ByteString path)
    {
        var name = path.Span.LastIndexOf((byte)'/') + 1;
        return File(new ByteString([.. path.Span[..name], .. ".wh."u8, .. path.Span[name..]]));
    }

    /// <summary>The marker that empties a directory of what lower layers put there; "" is the root.</summary>
    public static TestEntry Opaque(ByteString directory) =>
        File(directory.IsEmpty ? ".wh..wh..opq" : directory + "/.wh..wh..opq");

    /// <summary>Records for all entries behind it.</summary>
    public static TestEntry Global(PaxRecords records) => new()
    {
        Name = "pax-global",
        Type = EntryType.PaxGlobal,
        Content = FileContent.Of(records.ToArray()),
        Dialect = TarDialect.Ustar,
    };

    /// <summary>The entry with one more extended attribute, or another value of it.</summary>
    public TestEntry WithXattr(ByteString name, ByteString value) => this with { Xattrs = Reference.Xattrs.With(Xattrs, name, value) };

    public override string ToString() => EntryText.Of(this);
}

using OciFs.Tar.Headers;
using OciFs.Tar.Pax;
using OciFs.Tar.Sparse;

namespace OciFs.Tar;

/// <summary>
/// Makes an entry, or its problem, of a header and what belongs to it. <see cref="TryBegin"/> finds out how far the content goes;
/// <see cref="Tell"/> follows when the sparse map, if any, has been read into the map. At most one problem an entry.
/// </summary>
internal sealed class EntryTeller(ITarSink sink, Extensions extensions, SparseMap map)
{
    private const int ModeBits = 0xFFF;

    private long _headerOffset, _content;
    private TarEntryType _type;
    private bool _isSkipped;

    /// <summary>What is to be read before <see cref="Tell"/>. Blocks that continue a header come even if the entry is skipped.</summary>
    public EntryLayout Layout { get; private set; }

    /// <summary>Starts the entry of <paramref name="header"/>, whose block ends at <paramref name="position"/>.</summary>
    /// <returns>False when the scan cannot go on; the problem is told then.</returns>
    public bool TryBegin(TarHeader header, long position, out long content)
    {
        _headerOffset = position - TarField.BlockLength;
        _isSkipped = false;
        var flag = header.TypeFlag;
        var isOldDirectory = flag == TypeFlag.OldRegular && extensions.NameOf(header) is [.., (byte)'/'];
        Layout = LayoutOf(flag);
        content = 0;
        var badSize = isOldDirectory || TypeFlag.IsHeaderOnly(flag) ? null : ReadContentLength(header, position, out content);
        _content = content;
        if (Worse(Worse(badSize, extensions.Fault), ReadType(header, isOldDirectory)) is not { } fault)
            return true;

        Refuse(header, fault);
        if (Layout != EntryLayout.GnuBlocks)
            Layout = EntryLayout.Plain;
        return !fault.LosesPosition;
    }

    /// <summary>Says that the entry cannot be told; unless it was said before.</summary>
    public void Refuse(TarHeader header, in Fault fault)
    {
        if (!_isSkipped)
            Report(fault, _headerOffset, extensions.NameOf(header));
        _isSkipped = true;
    }

    /// <summary>Ends the entry: its content, without a map in it, begins at <paramref name="dataOffset"/>.</summary>
    /// <param name="header">The block that <see cref="TryBegin"/> had.</param>
    /// <param name="dataOffset">From the start of the archive.</param>
    /// <param name="stored">What is left of the content there.</param>
    public void Tell(TarHeader header, long dataOffset, long stored)
    {
        if (!_isSkipped && TryTell(header, dataOffset, stored) is { } fault)
            Refuse(header, fault);
        extensions.Reset();
    }

    /// <summary>Tells a problem to the sink.</summary>
    public void Report(in Fault fault, long headerOffset, ReadOnlySpan<byte> name = default, bool isFatal = false) =>
        sink.Problem(new TarProblem
        {
            Kind = fault.Kind,
            IsFatal = isFatal || fault.LosesPosition,
            HeaderOffset = headerOffset,
            Name = name,
            Subject = fault.Subject.Span,
            Value = fault.Value,
            Limit = fault.Limit,
        });

    private Fault? TryTell(TarHeader header, long dataOffset, long stored)
    {
        var name = extensions.NameOf(header);
        var linkName = _type is TarEntryType.HardLink or TarEntryType.Symlink ? extensions.LinkNameOf(header) : [];
        var isDevice = _type is TarEntryType.CharDevice or TarEntryType.BlockDevice;
        if ((CheckPath(name, "name"u8) ?? CheckPath(linkName, "link target"u8)) is { } tooLong)
            return tooLong;
        if (ReadMap(header, stored, out var size) is { } badMap)
            return badMap;
        if (EntryMetadata.TryRead(header, in extensions.Fields, isDevice, out var metadata) is { } badNumber)
            return badNumber;

        var isSparse = Layout != EntryLayout.Plain;
        sink.Entry(new TarEntry
        {
            Name = name,
            LinkName = linkName,
            Type = _type,
            Mode = (int)metadata.Mode & ModeBits,
            Uid = unchecked((uint)metadata.Uid),
            Gid = unchecked((uint)metadata.Gid),
            Size = size,
            DataOffset = dataOffset,
            StoredSize = stored,
            Modified = metadata.Modified,
            Accessed = metadata.Accessed,
            Changed = metadata.Changed,
            DevMajor = unchecked((uint)metadata.DevMajor),
            DevMinor = unchecked((uint)metadata.DevMinor),
            Xattrs = extensions.Xattrs,
            IsSparse = isSparse,
            Segments = isSparse ? map.Segments : [],
            HeaderOffset = _headerOffset,
        });
        return null;
    }

    /// <summary>Finishes the sparse map, if there is one, and with it the size of the file as it is read.</summary>
    private Fault? ReadMap(TarHeader header, long stored, out long size)
    {
        size = stored;
        switch (Layout)
        {
            case EntryLayout.Plain:
                return null;
            case EntryLayout.GnuBlocks when !TarNumber.TryParseField(header.GnuRealSize, out size):
                return EntryMetadata.BadNumber("realsize"u8);
            case EntryLayout.MapInRecords when !extensions.Sparse.TryReadMap(map):
            case EntryLayout.MapInRecords or EntryLayout.MapInContent when !extensions.Sparse.TryGetRealSize(_content, out size):
                return new Fault(TarProblemKind.BadSparseMap);
            default:
                return map.Finish(size, stored);
        }
    }

    private EntryLayout LayoutOf(byte flag) => (flag, extensions.Sparse.Version) switch
    {
        (TypeFlag.GnuSparse, _) => EntryLayout.GnuBlocks,
        (_, PaxSparseVersion.MapInRecords) => EntryLayout.MapInRecords,
        (_, PaxSparseVersion.MapInContent) => EntryLayout.MapInContent,
        _ => EntryLayout.Plain,
    };

    /// <summary>The size field, which says how much to skip, whatever the entry is.</summary>
    private Fault? ReadContentLength(TarHeader header, long position, out long length)
    {
        if (extensions.Fields.Has(PaxKeys.Size))
            length = extensions.Fields.Size;
        else if (!TarNumber.TryParseField(header.Size, out length))
            return EntryMetadata.BadNumber("size"u8, losesPosition: true);

        return length < 0 || length > long.MaxValue - position - TarField.BlockLength
            ? new Fault(TarProblemKind.BadSize, Value: length, LosesPosition: true)
            : null;
    }

    /// <summary>star's sparse files have another header and other blocks behind it, under the typeflag of GNU's.</summary>
    private Fault? ReadType(TarHeader header, bool isOldDirectory)
    {
        var flag = header.TypeFlag;
        if (TypeFlag.ToEntryType(flag) is not { } type || (flag == TypeFlag.GnuSparse && header.Dialect != TarDialect.Gnu))
            return new Fault(TarProblemKind.UnsupportedType, Value: flag, LosesPosition: flag == TypeFlag.GnuSparse);
        _type = isOldDirectory ? TarEntryType.Directory : type;
        return Layout != EntryLayout.Plain && _type != TarEntryType.Regular ? new Fault(TarProblemKind.BadSparseMap) : null;
    }

    private static Fault? CheckPath(ReadOnlySpan<byte> path, ReadOnlySpan<byte> what) =>
        path.Length > TarLimits.PathBytes ? new Fault(TarProblemKind.PathTooLong, what.ToArray(), path.Length, TarLimits.PathBytes) : null;

    /// <summary>Of two faults of one entry the one to tell: that by which the position is lost, else the first.</summary>
    private static Fault? Worse(Fault? first, Fault? second) =>
        first is null || (second is { LosesPosition: true } && !first.Value.LosesPosition) ? second : first;
}

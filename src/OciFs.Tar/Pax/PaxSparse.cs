using OciFs.Tar.Headers;
using OciFs.Tar.Sparse;

namespace OciFs.Tar.Pax;

/// <summary>
/// The <c>GNU.sparse.*</c> records of one PAX header (GNU tar manual, "Storing Sparse Files"). Versions 0.0 and 0.1 hold the map here, 1.0
/// puts it before the content.
/// </summary>
internal sealed class PaxSparse
{
    private readonly SparseMap _pairs = new();
    private long? _pendingOffset;
    private bool _hasPairs;
    private ReadOnlyMemory<byte> _major, _minor, _count, _mapText, _name, _size, _realSize;

    /// <summary>The file's own name: in version 1.0 <c>path</c> is a made-up one for readers that do not know holes. Empty: none.</summary>
    public ReadOnlyMemory<byte> Name => Version == PaxSparseVersion.None ? default : _name;

    /// <summary>Which kind the records announce; an unknown version is no sparse file, as in Go's archive/tar.</summary>
    public PaxSparseVersion Version
    {
        get
        {
            if (IsVersion("0"u8, "0"u8) || IsVersion("0"u8, "1"u8))
                return PaxSparseVersion.MapInRecords;
            if (IsVersion("1"u8, "0"u8))
                return PaxSparseVersion.MapInContent;
            var isUnversioned = _major.IsEmpty && _minor.IsEmpty;
            return isUnversioned && (_hasPairs || !_mapText.IsEmpty) ? PaxSparseVersion.MapInRecords : PaxSparseVersion.None;
        }
    }

    public void Clear()
    {
        _pairs.Clear();
        _pendingOffset = null;
        _hasPairs = false;
        _major = _minor = _count = _mapText = _name = _size = _realSize = default;
    }

    /// <summary>
    /// Takes the record "GNU.sparse." + <paramref name="key"/>. False when it cannot be; keys that mean nothing are ignored.
    /// </summary>
    public bool TrySet(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value)
    {
        if (key.SequenceEqual("offset"u8))
            return TryTakeOffset(value.Span);
        if (key.SequenceEqual("numbytes"u8))
            return TryTakeLength(value.Span);

        if (key.SequenceEqual("major"u8))
            _major = value;
        else if (key.SequenceEqual("minor"u8))
            _minor = value;
        else if (key.SequenceEqual("numblocks"u8))
            _count = value;
        else if (key.SequenceEqual("map"u8))
            _mapText = value;
        else if (key.SequenceEqual("name"u8))
            _name = value;
        else if (key.SequenceEqual("size"u8))
            _size = value;
        else if (key.SequenceEqual("realsize"u8))
            _realSize = value;
        return !_name.Span.Contains((byte)0);
    }

    /// <summary>The size with holes; <paramref name="stored"/> without a record of it. False when the record cannot be one.</summary>
    public bool TryGetRealSize(long stored, out long size)
    {
        size = stored;
        var text = _size.IsEmpty ? _realSize : _size;
        return text.IsEmpty || (TarNumber.TryParseDecimal(text.Span, out size) && size >= 0);
    }

    /// <summary>Reads the map of version 0.0 or 0.1 into <paramref name="map"/>. False when it is not the one that is announced.</summary>
    public bool TryReadMap(SparseMap map)
    {
        map.Clear();
        if (_hasPairs)
            map.CopyFrom(_pairs);
        else if (!TryReadMapText(map))
            return false;
        return _pendingOffset is null && TarNumber.TryParseDecimal(_count.Span, out var count) && count == map.Count;
    }

    private bool TryReadMapText(SparseMap map)
    {
        long? offset = null;
        foreach (var range in _mapText.Span.Split((byte)','))
        {
            if (_mapText.IsEmpty)
                break;
            if (!TarNumber.TryParseDecimal(_mapText.Span[range], out var number))
                return false;
            if (offset is { } start)
                map.Add(start, number);
            offset = offset is null ? number : null;
        }

        return offset is null;
    }

    private bool TryTakeOffset(ReadOnlySpan<byte> value)
    {
        _hasPairs = true;
        if (_pendingOffset is not null || !TarNumber.TryParseDecimal(value, out var offset))
            return false;
        _pendingOffset = offset;
        return true;
    }

    private bool TryTakeLength(ReadOnlySpan<byte> value)
    {
        if (_pendingOffset is not { } offset || !TarNumber.TryParseDecimal(value, out var length))
            return false;
        _pairs.Add(offset, length);
        _pendingOffset = null;
        return true;
    }

    private bool IsVersion(ReadOnlySpan<byte> major, ReadOnlySpan<byte> minor) =>
        _major.Span.SequenceEqual(major) && _minor.Span.SequenceEqual(minor);
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>What few files have: further times, xattrs, a sparse map. A view of its bytes in the index.</summary>
/// <remarks>
/// Layout, little-endian: xattr count u32, run count u32, access and change time (i64 seconds, i32 nanoseconds, i32 whether
/// present), runs (<see cref="SparseRun"/>), then for each xattr u32 name length, u32 value length, name, value.
/// </remarks>
internal readonly ref struct LayerExtras(ReadOnlySpan<byte> bytes)
{
    internal const int HeaderSize = 8 + 32;
    internal const int RunSize = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Number of xattrs.</summary>
    public int XattrCount => _bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_bytes);

    /// <summary>The runs of a sparse file that have data, by ascending offset.</summary>
    public SparseRuns Runs => _bytes.IsEmpty
        ? default
        : new SparseRuns(MemoryMarshal.Cast<byte, SparseRun>(_bytes.Slice(HeaderSize, RunCount * RunSize)));

    /// <summary>Time of last access, where the tar has one.</summary>
    public bool TryGetAccessed(out long seconds, out int nanoseconds) => TryGetTime(8, out seconds, out nanoseconds);

    /// <summary>Time of last change, where the tar has one.</summary>
    public bool TryGetChanged(out long seconds, out int nanoseconds) => TryGetTime(24, out seconds, out nanoseconds);

    /// <summary>All xattrs, in the tar's order.</summary>
    public XattrEnumerator GetEnumerator() => new(
        _bytes.IsEmpty ? [] : _bytes[(HeaderSize + (RunCount * RunSize))..], XattrCount);

    /// <summary>The value of one xattr.</summary>
    public bool TryGetXattr(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var xattr in this)
        {
            if (xattr.Name.SequenceEqual(name))
            {
                value = xattr.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private int RunCount => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    private bool TryGetTime(int offset, out long seconds, out int nanoseconds)
    {
        seconds = 0;
        nanoseconds = 0;
        if (_bytes.IsEmpty || BinaryPrimitives.ReadInt32LittleEndian(_bytes[(offset + 12)..]) == 0)
        {
            return false;
        }

        seconds = BinaryPrimitives.ReadInt64LittleEndian(_bytes[offset..]);
        nanoseconds = BinaryPrimitives.ReadInt32LittleEndian(_bytes[(offset + 8)..]);
        return true;
    }

    /// <summary>One extended attribute.</summary>
    internal readonly ref struct Xattr(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks the xattrs.</summary>
    internal ref struct XattrEnumerator(ReadOnlySpan<byte> rest, int left)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private int _left = left;

        public Xattr Current { get; private set; }

        public bool MoveNext()
        {
            if (_left-- <= 0)
            {
                return false;
            }

            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(_rest[4..]);
            Current = new Xattr(_rest.Slice(8, nameLength), _rest.Slice(8 + nameLength, valueLength));
            _rest = _rest[(8 + nameLength + valueLength)..];
            return true;
        }
    }
}

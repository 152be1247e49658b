namespace OciFs.Layers;

/// <summary>Bytes that grow at the end, up to <see cref="Limits.IndexBytesPerLayer"/>, addressed by 32-bit offsets.</summary>
internal sealed class ByteHeap
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>Bytes held.</summary>
    public int Length => _length;

    /// <summary>All bytes held; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>Appends and says where.</summary>
    /// <exception cref="OciFsException">The heap would pass it.</exception>
    public uint Add(ReadOnlySpan<byte> added)
    {
        var offset = _length;
        added.CopyTo(Reserve(added.Length));
        return (uint)offset;
    }

    /// <summary>Appends room for <paramref name="count"/> bytes that the caller fills; the room is zero.</summary>
    public Span<byte> Reserve(int count)
    {
        var wanted = (long)_length + count;
        if (wanted > Limits.IndexBytesPerLayer)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the index of the layer has more than {Limits.IndexBytesPerLayer:N0} bytes");
        }

        if (wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(wanted, _bytes.Length * 2L), Array.MaxLength));
        }

        var room = _bytes.AsSpan(_length, count);
        _length = (int)wanted;
        return room;
    }

    /// <summary>The bytes at an offset.</summary>
    public ReadOnlySpan<byte> Slice(uint offset, int count) => _bytes.AsSpan((int)offset, count);
}

namespace OciFs.Layers;

/// <summary>Bytes that grow at the end, up to 2 GiB, addressed by 32-bit offsets.</summary>
internal sealed class ByteHeap
{
    private byte[] bytes = new byte[4096];
    private int length;

    /// <summary>Bytes held.</summary>
    public int Length => length;

    /// <summary>All bytes held; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    /// <summary>Appends and says where.</summary>
    /// <exception cref="OciFsException">The heap would pass 2 GiB.</exception>
    public uint Add(ReadOnlySpan<byte> added)
    {
        var offset = length;
        added.CopyTo(Reserve(added.Length));
        return (uint)offset;
    }

    /// <summary>Appends room for <paramref name="count"/> bytes that the caller fills; the room is zero.</summary>
    public Span<byte> Reserve(int count)
    {
        var wanted = (long)length + count;
        if (wanted > Array.MaxLength)
        {
            throw new OciFsException(OciFsError.LimitExceeded, "the names and attributes of a layer pass 2 GiB");
        }

        if (wanted > bytes.Length)
        {
            Array.Resize(ref bytes, (int)Math.Min(Math.Max(wanted, bytes.Length * 2L), Array.MaxLength));
        }

        var room = bytes.AsSpan(length, count);
        length = (int)wanted;
        return room;
    }

    /// <summary>The bytes at an offset.</summary>
    public ReadOnlySpan<byte> Slice(uint offset, int count) => bytes.AsSpan((int)offset, count);
}

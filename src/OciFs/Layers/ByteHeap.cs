using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Bytes that grow at the end, up to <see cref="Limits.IndexBytesPerLayer"/>, addressed by 32-bit offsets.</summary>
/// <param name="folder">As for <see cref="ScratchMemory"/>.</param>
internal sealed unsafe class ByteHeap(CacheFolder? folder) : IGrowingBytes, IDisposable
{
    private readonly ScratchMemory _memory = new(folder);

    /// <summary>Bytes held.</summary>
    public int Length => (int)_memory.Length;

    /// <summary>All bytes held; valid until the next <see cref="Add"/> or <see cref="Reserve"/>.</summary>
    public ReadOnlySpan<byte> Span => new(_memory.Start, Length);

    /// <summary>Appends and says where.</summary>
    /// <param name="added">Bytes from elsewhere, not of this heap.</param>
    /// <exception cref="OciFsException">The heap would pass its limit.</exception>
    public uint Add(ReadOnlySpan<byte> added)
    {
        var offset = Length;
        added.CopyTo(Room(added.Length));
        return (uint)offset;
    }

    /// <summary>Appends room for <paramref name="count"/> bytes that the caller fills; the room is zero.</summary>
    public Span<byte> Reserve(int count)
    {
        var room = Room(count);
        room.Clear();
        return room;
    }

    /// <summary>The bytes at an offset; valid as long as <see cref="Span"/>.</summary>
    public ReadOnlySpan<byte> Slice(uint offset, int count) => Span.Slice((int)offset, count);

    /// <inheritdoc/>
    void IGrowingBytes.Append(ReadOnlySpan<byte> added) => Add(added);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private Span<byte> Room(int count) => new(_memory.Append(count), count);
}

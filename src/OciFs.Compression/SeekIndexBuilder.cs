using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>
/// Collects seek points and block checksums while a stream is decoded once, then lays them out as a <see cref="SeekIndex"/>.
/// </summary>
internal sealed class SeekIndexBuilder
{
    /// <summary>
    /// Size of a checksummed block, log2: 128 KiB is one kernel read-ahead window, so a sequential reader checks each byte once.
    /// </summary>
    public const int BlockBits = 17;

    /// <summary>
    /// 1 GiB: at the worst of 32 KiB a point that is 16 GiB of output, in common data 150 GiB; an index must fit into one array.
    /// </summary>
    private const int MaxStateLength = 1 << 30;

    private readonly byte[] _key = BlockHash.NewKey();
    private readonly List<SeekPoint> _points = [];
    private readonly List<ulong> _checksums = [];
    private readonly ArrayBufferWriter<byte> _state = new();

    /// <summary>Makes the checksums of this index, and of no other.</summary>
    public BlockHash Hash => field ??= new BlockHash(_key);

    /// <summary>Points added so far.</summary>
    public int Count => _points.Count;

    /// <summary>Adds a point behind all others.</summary>
    /// <exception cref="CompressedDataException">The states together are too long.</exception>
    public void AddPoint(long output, long inputBit, ReadOnlySpan<byte> pointState, int flags = 0)
    {
        if (pointState.Length > MaxStateLength - _state.WrittenCount)
        {
            throw new CompressedDataException(
                CompressedDataError.LimitExceeded, $"the seek points up to decompressed byte {output} take over 1 GiB");
        }

        _points.Add(new SeekPoint
        {
            Output = output,
            InputBit = inputBit,
            StateOffset = _state.WrittenCount,
            StateLength = pointState.Length,
            Flags = flags,
        });
        _state.Write(pointState);
    }

    /// <summary>Adds the checksum of the next block.</summary>
    public void AddChecksum(ulong checksum) => _checksums.Add(checksum);

    /// <summary>The finished index as the bytes that <see cref="SeekIndex.TryOpen"/> reads.</summary>
    public byte[] ToArray(CompressionFormat format, long compressedLength, long length)
    {
        var bytes = new byte[SeekIndex.HeaderSize + (_points.Count * 32) + (_checksums.Count * 8) + _state.WrittenCount];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt64LittleEndian(span, SeekIndex.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], (int)format);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], BlockBits);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], compressedLength);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], length);
        BinaryPrimitives.WriteInt64LittleEndian(span[32..], _points.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span[40..], _checksums.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span[48..], _state.WrittenCount);
        _key.CopyTo(span[SeekIndex.KeyStart..]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_points)).CopyTo(span[SeekIndex.HeaderSize..]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_checksums)).CopyTo(span[(SeekIndex.HeaderSize + (_points.Count * 32))..]);
        _state.WrittenSpan.CopyTo(span[^_state.WrittenCount..]);
        return bytes;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>
/// Collects seek points and block checksums while a stream is decoded once, then lays them out as a <see cref="SeekIndex"/>.
/// </summary>
/// <param name="states">Where the points' states grow; stays the caller's. Null for the managed heap.</param>
internal sealed class SeekIndexBuilder(IGrowingBytes? states = null)
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
    private readonly IGrowingBytes _states = states ?? new ArrayBytes();

    /// <summary>Makes the checksums of this index, and of no other.</summary>
    public BlockHash Hash => field ??= new BlockHash(_key);

    /// <summary>Points added so far.</summary>
    public int Count => _points.Count;

    /// <summary>Adds a point behind all others.</summary>
    /// <exception cref="CompressedDataException">The states together are too long.</exception>
    public void AddPoint(long output, long inputBit, ReadOnlySpan<byte> pointState, int flags = 0)
    {
        if (pointState.Length > MaxStateLength - _states.Span.Length)
        {
            throw new CompressedDataException(
                CompressedDataError.LimitExceeded, $"the seek points up to decompressed byte {output} take over 1 GiB");
        }

        _points.Add(new SeekPoint
        {
            Output = output,
            InputBit = inputBit,
            StateOffset = _states.Span.Length,
            StateLength = pointState.Length,
            Flags = flags,
        });
        _states.Append(pointState);
    }

    /// <summary>Adds the checksum of the next block.</summary>
    public void AddChecksum(ulong checksum) => _checksums.Add(checksum);

    /// <summary>As <see cref="WriteTo"/>, in an array.</summary>
    public byte[] ToArray(CompressionFormat format, long compressedLength, long length)
    {
        var index = new ArrayBytes();
        WriteTo(index, format, compressedLength, length);
        return index.Span.ToArray();
    }

    /// <summary>Appends the finished index, as the bytes that <see cref="SeekIndex.TryOpen"/> reads.</summary>
    /// <param name="into">Others than the states.</param>
    /// <param name="format">What the stream is.</param>
    /// <param name="compressedLength">Its bytes.</param>
    /// <param name="length">Its decompressed bytes.</param>
    public void WriteTo(IGrowingBytes into, CompressionFormat format, long compressedLength, long length)
    {
        Span<byte> header = stackalloc byte[SeekIndex.HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, SeekIndex.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], (int)format);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], BlockBits);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], compressedLength);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], length);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], _points.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], _checksums.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], _states.Span.Length);
        _key.CopyTo(header[SeekIndex.KeyStart..]);
        into.Append(header);
        into.Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_points)));
        into.Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_checksums)));
        into.Append(_states.Span);
    }
}

using System.Runtime.InteropServices;
using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>The checksum of a file of the cache: that of the checksums of its blocks, which all cores compute. It finds damage, not forgery.</summary>
internal static unsafe class LayerIndexChecksum
{
    // Some 100 µs each: what it costs to hand one out does not count.
    private const int BlockSize = 1 << 20;

    /// <summary>The checksum of an index's bytes behind its field <see cref="LayerIndexHeader.Checksum"/>.</summary>
    public static ulong Compute(ReadOnlySpan<byte> index) => Compute(index, LayerIndexHeader.ChecksumStart);

    /// <summary>The checksum of a file's bytes from <paramref name="from"/> on.</summary>
    public static ulong Compute(ReadOnlySpan<byte> file, int from)
    {
        var covered = file[from..];
        var sums = new ulong[(covered.Length + (long)BlockSize - 1) / BlockSize];
        fixed (byte* pinned = covered)
        {
            var (start, length) = ((nint)pinned, (long)covered.Length);
            Parallel.For(0, sums.Length, block =>
            {
                var offset = (long)block * BlockSize;
                sums[block] = BlockChecksum.Compute(new ReadOnlySpan<byte>((byte*)start + offset, (int)Math.Min(BlockSize, length - offset)));
            });
        }

        return BlockChecksum.Compute(MemoryMarshal.AsBytes(sums.AsSpan()));
    }
}

using System.Buffers;
using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Reads files that end with a <see cref="CacheSeal"/>.</summary>
internal static class SealedFile
{
    // Of fewer blocks each is read sooner than it is handed out.
    private const int LeastInParallel = 8;

    /// <summary>Bytes before the seal; null where it is that of another name or length, or there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long? LengthOf(FileStream file, string name)
    {
        Span<byte> seal = stackalloc byte[CacheSeal.Length];
        var length = file.Length - seal.Length;
        return length >= 0 && RandomAccess.Read(file.SafeFileHandle, seal, length) == seal.Length && CacheSeal.IsOf(seal, name, length) ? length : null;
    }

    /// <summary>
    /// All bytes before the seal; null where they are not what was sealed under this name. They are read, not mapped, before they are trusted: a disk that
    /// fails, or a file that is cut, is an error then, where touching a mapped page ends the process. Those of a small file are kept as they were read.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or mapped.</exception>
    public static MemoryManager<byte>? TryOpen(FileStream file, string name)
    {
        if (LengthOf(file, name) is not (> 0 and <= Limits.IndexBytesPerLayer and var length))
        {
            return null;
        }

        var seal = new byte[CacheSeal.Length];
        if (RandomAccess.Read(file.SafeFileHandle, seal, length) != seal.Length)
        {
            return null;
        }

        var small = length <= Limits.CachedBytesInMemory ? new ProcessMemory((int)length) : null;
        if (TrySum(file, (int)length, small, out var sums) && CacheSeal.Holds(seal, sums))
        {
            return small ?? (MemoryManager<byte>)new MappedMemory(file, (int)length);
        }

        ((IDisposable?)small)?.Dispose();
        return null;
    }

    private static bool TrySum(FileStream file, int length, ProcessMemory? kept, out ulong[] sums)
    {
        var blocks = new ulong[(length + (long)BlockHash.MostBytes - 1) / BlockHash.MostBytes];
        sums = blocks;
        if (blocks.Length < LeastInParallel)
        {
            return Enumerable.Range(0, blocks.Length).All(block => TrySum(file, length, block, kept, out blocks[block]));
        }

        return Parallel.For(0, blocks.Length, (block, loop) =>
        {
            if (!TrySum(file, length, block, kept, out blocks[block]))
            {
                loop.Stop();
            }
        }).IsCompleted;
    }

    /// <summary>The checksum of a block; false where it cannot be read.</summary>
    private static bool TrySum(FileStream file, int length, int block, ProcessMemory? kept, out ulong sum)
    {
        sum = 0;
        var offset = (long)block * BlockHash.MostBytes;
        var count = (int)Math.Min(BlockHash.MostBytes, length - offset);
        var buffer = kept is null ? ArrayPool<byte>.Shared.Rent(count) : null;
        try
        {
            var bytes = kept is null ? buffer.AsSpan(0, count) : kept.GetSpan().Slice((int)offset, count);
            for (var filled = 0; filled < count;)
            {
                var read = RandomAccess.Read(file.SafeFileHandle, bytes[filled..], offset + filled);
                if (read == 0)
                {
                    return false;
                }

                filled += read;
            }

            sum = CacheSeal.Hash.Compute(bytes);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}

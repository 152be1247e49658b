using System.Collections.Immutable;
using OciFs.Compression;
using OciFs.Tree;

namespace OciFs;

/// <summary>
/// One number for the memory of all caches of a store, and the caches that it is dealt to. What a store itself takes is beside it: its names, the documents of
/// images that were looked at, the layers that a first pass is reading. Any thread; whoever made it disposes it, after the trees and stores that use it.
/// </summary>
public sealed class MemoryBudget : IDisposable
{
    // A sixteenth each: decoded blocks of layers 4, their decoders 6, merged directories 2, a compressed archive's blocks 1 and its decoders 1, a search 2.
    private const int Parts = 16;

    private volatile bool _isLeft;

    /// <summary>Empty caches.</summary>
    /// <param name="bytes">The number, in bytes; <see cref="Limits.LeastMemoryBytes"/> at least.</param>
    public MemoryBudget(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, Limits.LeastMemoryBytes);
        var part = bytes / Parts;
        Capacity = bytes;
        Blocks = new BlockCache(4 * part, 6 * part);
        Directories = new DirectoryCache(2 * part);
        ArchiveBlocks = new BlockCache(part, part);
        SearchBytes = 2 * part;
    }

    /// <summary>
    /// What there is where nobody says more, in bytes: <see cref="Limits.MemoryBytes"/>, or less where the machine or its container has little: a quarter of
    /// what the garbage collector may have, which is three quarters of a container's limit.
    /// </summary>
    public static long DefaultBytes =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, Limits.LeastMemoryBytes, Limits.MemoryBytes);

    /// <summary>The number, in bytes.</summary>
    public long Capacity { get; }

    /// <summary>What each cache has and takes now.</summary>
    public ImmutableArray<MemoryShare> Shares =>
    [
        new("blocks", Blocks.Used, Blocks.Capacity),
        new("decoders", Blocks.DecoderBytes, Blocks.DecoderCapacity),
        new("directories", Directories.Used, Directories.Capacity),
        new("archiveBlocks", ArchiveBlocks.Used, ArchiveBlocks.Capacity),
        new("archiveDecoders", ArchiveBlocks.DecoderBytes, ArchiveBlocks.DecoderCapacity),
    ];

    /// <summary>Decoded blocks of layers, and the bound of their decoders.</summary>
    internal BlockCache Blocks { get; init; }

    /// <summary>
    /// The same of archives that are themselves compressed. Apart, because a layer's decoder may wait for an archive's: one bound for both could be held by those
    /// who wait.
    /// </summary>
    internal BlockCache ArchiveBlocks { get; }

    /// <summary>Merged directories of all images.</summary>
    internal DirectoryCache Directories { get; }

    /// <summary>Bytes of paths that a search over many images keeps.</summary>
    internal long SearchBytes { get; }

    /// <summary>Has <see cref="Dispose"/> free nothing: a read that hangs goes on to use it whenever its disk answers.</summary>
    internal void Leave() => _isLeft = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isLeft)
        {
            return;
        }

        Blocks.Dispose();
        ArchiveBlocks.Dispose();
    }
}

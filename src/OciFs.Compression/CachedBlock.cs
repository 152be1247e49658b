namespace OciFs.Compression;

/// <summary>A slot of the cache with its memory. While pinned its bytes neither change nor go away.</summary>
internal sealed class CachedBlock : IDisposable
{
    private readonly NativeBlock _memory = new(BlockCache.BlockSize);

    /// <summary>What it holds; meaningful while <see cref="IsPublished"/>.</summary>
    public BlockKey Key { get; set; }

    /// <summary>Whether readers can find it.</summary>
    public bool IsPublished { get; set; }

    /// <summary>Bytes that are valid.</summary>
    public int Length { get; set; }

    /// <summary>Found since the clock's hand last passed.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Readers at it; raised only under the shard's lock, so that zero seen under that lock stays zero.</summary>
    public int Pins;

    /// <summary>All the memory; its owner pins this block.</summary>
    public unsafe Span<byte> Memory => new(_memory.Pointer, _memory.Length);

    /// <summary>Frees the memory; nobody may have it pinned.</summary>
    public void Dispose() => _memory.Dispose();
}

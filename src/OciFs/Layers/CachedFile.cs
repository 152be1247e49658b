namespace OciFs.Layers;

/// <summary>A file of a <see cref="CacheFolder"/>.</summary>
/// <param name="Name">Its name: the hex of the blob's digest, the algorithm, and what it holds, between dots.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="LastUsed">When it was last opened or written, to the hour; UTC.</param>
public sealed record CachedFile(string Name, long Size, DateTime LastUsed)
{
    /// <summary>Whether it was written to its end; others are left behind by a process that died, or being written.</summary>
    public bool IsWhole => Name.Count(c => c == '.') == 2;
}

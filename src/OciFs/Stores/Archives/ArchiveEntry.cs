namespace OciFs.Stores.Archives;

/// <summary>What an archive has under one name.</summary>
/// <param name="Offset">Where its content begins, from the start of the tar.</param>
/// <param name="Length">Bytes of its content.</param>
/// <param name="Link">Where a symbolic link leads, as it is written; null for a file.</param>
/// <param name="IsSparse">Whether its holes are left out of what is stored.</param>
internal readonly record struct ArchiveEntry(long Offset, long Length, string? Link, bool IsSparse);

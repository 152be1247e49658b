namespace OciFs.Stores.Archives;

/// <summary>A file of an archive: a range of its tar.</summary>
/// <param name="Name">Its plain path.</param>
/// <param name="Offset">Where its content begins, from the start of the tar.</param>
/// <param name="Length">Bytes of its content.</param>
internal readonly record struct ArchiveMember(string Name, long Offset, long Length);

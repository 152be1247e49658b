using OciFs.Images;

namespace OciFs.Searching;

/// <summary>Where a search begins.</summary>
/// <param name="Path">The path that what is found is to have before its own.</param>
/// <param name="File">The file.</param>
public readonly record struct SearchStart(ReadOnlyMemory<byte> Path, FileNode File);

using OciFs.Images;

namespace OciFs.Unpacking;

/// <summary>A file of an image that is to be copied, with all below it.</summary>
/// <param name="Root">Where paths and absolute links begin, and what none leads out of.</param>
/// <param name="Path">The path that led from there to the file, in bytes: links in it are taken from there.</param>
/// <param name="File">The file.</param>
public readonly record struct CopySource(FileNode Root, ReadOnlyMemory<byte> Path, FileNode File);

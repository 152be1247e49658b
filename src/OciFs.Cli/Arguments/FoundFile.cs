using OciFs.Images;

namespace OciFs.Cli.Arguments;

/// <summary>A file that was asked for.</summary>
/// <param name="Path">The path that leads to it, as it was written or found.</param>
/// <param name="Node">The file.</param>
internal readonly record struct FoundFile(byte[] Path, FileNode Node);

using OciFs.Reference.Posix;

namespace OciFs.Reference.Trees;

/// <summary>What a walk found at one path, before it becomes text.</summary>
/// <param name="Status">Null for a name that is listed and not found.</param>
internal sealed record TreeFile(ByteString Path, FileStatus? Status, ByteString Target, string Sha256, string Xattrs);

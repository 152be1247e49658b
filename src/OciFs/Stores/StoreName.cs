using System.Text;

namespace OciFs.Stores;

/// <summary>Names that a store's documents give for files of it.</summary>
internal static class StoreName
{
    /// <summary>Whether a name is one file or folder of the folder that it stands in, and cannot lead anywhere else.</summary>
    public static bool IsPlain(string? name) =>
        name is { Length: > 0 } and not "." and not ".." && !name.AsSpan().ContainsAny('/', '\\', '\0')
        && Encoding.UTF8.GetByteCount(name) <= Limits.NameBytes;
}

using System.Text;
using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>The small files of one word each that Docker Engine keeps its records in.</summary>
internal static class DockerText
{
    // Twice the longest that one has: a digest of sha512.
    private const int MaxLength = 2 * Digest.MaxLength;

    /// <summary>The word of a file; null where there is none, or no such file can be read.</summary>
    public static string? Read(StorePlace place)
    {
        if (place.Status is not { IsRegular: true, Length: <= MaxLength })
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(StoreFile.ReadDocument(place, "missing")).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    /// <summary>The digest that a file has; null where it has none.</summary>
    public static Digest? ReadDigest(StorePlace place) => Digest.TryParse(Read(place), out var digest) ? digest : null;
}

using System.Text;

namespace OciFs.Stores.Archives;

/// <summary>Names of members as they are compared: <c>./a</c>, <c>/a</c>, <c>a/</c> and <c>a//b</c> are plain paths from the archive's root.</summary>
internal static class ArchivePath
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The plain path of a member's name; null where it leads out of the archive, or is no text that a document could name.</summary>
    public static string? TryClean(ReadOnlySpan<byte> name)
    {
        try
        {
            return TryClean(Strict.GetString(name));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The plain path of a name; null where it leads out of the archive.</summary>
    public static string? TryClean(string name) => TryJoin([], name);

    /// <summary>The plain path that a link in the folder of a member leads to; null where it leads out of the archive.</summary>
    /// <param name="member">Plain path of the link.</param>
    /// <param name="target">What it says; from a slash on it is meant from the archive's root.</param>
    public static string? TryFollow(string member, string target) =>
        TryJoin(target.StartsWith('/') ? [] : member.Split('/')[..^1], target);

    private static string? TryJoin(ReadOnlySpan<string> folder, string path)
    {
        var segments = new List<string>();
        segments.AddRange(folder);
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment != "..")
            {
                segments.Add(segment);
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return string.Join('/', segments);
    }
}

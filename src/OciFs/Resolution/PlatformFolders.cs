using System.Collections.Immutable;

namespace OciFs.Resolution;

/// <summary>Gives the platforms of an image a folder each (design §1).</summary>
internal static class PlatformFolders
{
    private const int ShortHex = 12;

    /// <summary>
    /// The first of several of one platform has its name, the others the name, <c>@</c> and 12 hex digits of the manifest's digest, all of
    /// them where 12 do not tell them apart.
    /// </summary>
    public static ImmutableArray<ResolvedPlatform> Name(IReadOnlyList<ResolvedPlatform> platforms)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = ImmutableArray.CreateBuilder<ResolvedPlatform>(platforms.Count);
        foreach (var platform in platforms)
        {
            var name = platform.Platform.ToString();
            var hex = platform.Descriptor.Digest.Hex;
            string[] names = [name, $"{name}@{hex[..ShortHex]}", $"{name}@{hex}"];
            if (Array.Find(names, taken.Add) is { } own)
            {
                named.Add(platform with { FolderName = own });
            }
        }

        return named.DrainToImmutable();
    }
}

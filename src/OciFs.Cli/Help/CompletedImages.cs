using System.Buffers;
using OciFs.Images;
using OciFs.Stores;

namespace OciFs.Cli.Help;

/// <summary>Finds the images that a half-typed SOURCE may become.</summary>
internal static class CompletedImages
{
    /// <summary>How long somebody who pressed a key of completion is kept waiting.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromSeconds(2);

    // No shell takes any of these for more than a letter.
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:@+");

    /// <summary>All images of the store that a word names which begin as it does, each with the store as it was typed; none where anything is wrong.</summary>
    public static string[] Of(string word)
    {
        try
        {
            var parts = SourceReference.Parse(word, Path.Exists);
            var source = word[..^(parts.Reference?.Length ?? 0)];
            if (!source.EndsWith(':') || (parts.Transport is null && !Path.Exists(parts.Location)))
            {
                return [];
            }

            var opened = parts.Transport is not null && parts.Location.Length == 0 ? source : source[..^1];
            using var store = ImageStore.Open(opened, new ImageStoreOptions { ComparesDiffIds = false });
            return [.. store.Images.Select(image => source + image.Name).Where(name => name.StartsWith(word, StringComparison.Ordinal) && !name.AsSpan().ContainsAnyExcept(Plain))];
        }
        catch (Exception error) when (error is OciFsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>The names of one <c>repositories.json</c>. Immutable.</summary>
/// <param name="Tags">Names of the form <c>repository:tag</c>, as Docker shows them, and the image that each means.</param>
/// <param name="Digests">Names of the form <c>repository@digest</c>: under what manifest an image was pulled or pushed.</param>
internal sealed record RepositoryTable(ImmutableArray<(string Name, Digest Image)> Tags, ImmutableArray<(string Name, Digest Image)> Digests)
{
    /// <summary>What there is without a file.</summary>
    public static RepositoryTable Empty { get; } = new([], []);

    /// <summary>Reads the file's bytes.</summary>
    /// <exception cref="OciFsException">They are not sound.</exception>
    public static RepositoryTable Parse(byte[] raw, string path)
    {
        try
        {
            var json = JsonSerializer.Deserialize(raw, DockerJson.Default.RepositoriesJson);
            var names = (json?.Repositories ?? []).Values.SelectMany(repository => repository ?? [])
                .Where(pair => pair.Key.Length > 0 && Digest.TryParse(pair.Value, out _))
                .Select(pair => (pair.Key, Digest.Parse(pair.Value!)))
                .ToLookup(name => ManifestOf(name.Key) is null);
            return new RepositoryTable([.. names[true]], [.. names[false]]);
        }
        catch (JsonException error)
        {
            throw new OciFsException(OciFsError.Invalid, $"{path}: not sound JSON of its kind: {JsonFault.Of(error)} (docker images tells what is left)", error);
        }
    }

    /// <summary>The manifest that a name speaks of; null for a tag.</summary>
    public static Digest? ManifestOf(string name) =>
        name.LastIndexOf('@') is >= 0 and var at && Digest.TryParse(name[(at + 1)..], out var digest) ? digest : null;
}

using OciFs.Descriptors.Json;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>Where the instances of a manifest list came from, by what its store has noted (<see cref="NamedImage.InstanceOrigins"/>).</summary>
internal static class InstanceOrigins
{
    /// <summary>The origins by the instances' digests. A note that cannot be read counts as none: nothing else depends on it.</summary>
    public static Dictionary<Digest, string> Read(DocumentReader documents, NamedImage image)
    {
        var origins = new Dictionary<Digest, string>();
        try
        {
            // The row of the empty key is the list itself.
            foreach (var (instance, origin) in image.InstanceOrigins is { } note
                ? DocumentJson.Read(documents.Read(note), DocumentJson.Default.DictionaryStringString, note.Digest.ToString())
                : [])
            {
                if (Digest.TryParse(instance, out var digest) && origin is not null)
                {
                    origins.Add(digest, origin);
                }
            }
        }
        catch (OciFsException)
        {
            origins.Clear();
        }

        return origins;
    }
}

using System.Text;

namespace OciFs.Stores.ContainersStorage;

/// <summary>Names of the documents of an image, which containers/storage calls its big data.</summary>
internal static class BigDataName
{
    /// <summary>The manifest, whichever of several a tool used last.</summary>
    public const string Manifest = "manifest";

    /// <summary>What the name of a manifest begins with that is kept by its digest.</summary>
    public const string ManifestByDigest = "manifest-";

    /// <summary>Of a manifest list, by the digest of each instance what it was added from (containers/common, <c>libimage/manifests</c>).</summary>
    public const string InstanceOrigins = "instances.json";

    /// <summary>
    /// The name of a document's file: as it is where it has but digits, dots and lower-case letters, else <c>=</c> and its base64
    /// (containers/storage, <c>makeBigDataBaseName</c>).
    /// </summary>
    public static string FileOf(string name) =>
        name.All(letter => letter is '.' or (>= '0' and <= '9') or (>= 'a' and <= 'z'))
            ? name
            : $"={Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}";
}

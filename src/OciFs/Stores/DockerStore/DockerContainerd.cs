namespace OciFs.Stores.DockerStore;

/// <summary>Docker Engine's other store: its images are in the containerd that it runs, or shares.</summary>
internal static class DockerContainerd
{
    /// <summary>The namespace of Docker's images.</summary>
    public const string Namespace = "moby";

    /// <summary>The root of Docker's own containerd, below its data root.</summary>
    public static string RootOf(string dataRoot) => Path.Combine(dataRoot, "containerd", "daemon");

    /// <summary>Whether there is content in it.</summary>
    public static bool HasContent(string dataRoot)
    {
        try
        {
            var blobs = Path.Combine(RootOf(dataRoot), "io.containerd.content.v1.content", "blobs", "sha256");
            return Directory.Exists(blobs) && Directory.EnumerateFileSystemEntries(blobs).Any();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Opens it.</summary>
    public static IImageStore Open(string dataRoot, StoreOptions options) => throw new OciFsException(
        OciFsError.Unsupported,
        $"{dataRoot}: its images are in containerd (containerd:{RootOf(dataRoot)} with the namespace {options.Namespace ?? Namespace})");
}

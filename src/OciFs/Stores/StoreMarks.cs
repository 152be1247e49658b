namespace OciFs.Stores;

/// <summary>The files and folders that only one kind of store has in its own folder.</summary>
internal static class StoreMarks
{
    private static readonly (Transport Transport, string[] Marks)[] Kinds =
    [
        (Transport.Oci, ["oci-layout"]),
        (Transport.Containerd, ["io.containerd.content.v1.content"]),
        (Transport.ContainersStorage, ["overlay-images", "vfs-images"]),
        (Transport.DockerStore,
        [
            Path.Combine("image", "overlay2"), Path.Combine("image", "vfs"), Path.Combine("image", "fuse-overlayfs"),

            // With the containerd image store it has only this.
            Path.Combine("containerd", "daemon", "io.containerd.content.v1.content"),
        ]),
    ];

    // Where stores usually lie below the folders that somebody may point at: /, /var/lib, /var/lib/containers, a home.
    private static readonly string[] Places =
    [
        "containerd", "docker", Path.Combine("containers", "storage"), "storage",
        Path.Combine("docker", "containerd", "daemon"), Path.Combine("containerd", "daemon"),
    ];

    private static readonly string[] Prefixes = [string.Empty, Path.Combine("var", "lib"), "lib", Path.Combine(".local", "share"), "share"];

    /// <summary>The kinds of stores that a folder itself is.</summary>
    public static IReadOnlyList<Transport> Of(string folder)
    {
        Transport[] kinds = [.. Kinds.Where(kind => Has(folder, kind.Marks)).Select(kind => kind.Transport)];

        // A layout that lost its oci-layout: the layout's own error says so.
        return kinds.Length > 0 ? kinds : Has(folder, ["index.json"]) ? [Transport.Oci] : [];
    }

    /// <summary>The sources that are stores below a folder, at their usual places.</summary>
    public static IReadOnlyList<string> Below(string folder)
    {
        var sources = new List<string>();
        foreach (var place in Prefixes.SelectMany(prefix => Places.Select(place => Path.Combine(folder, prefix, place))))
        {
            // Docker's own containerd is Docker's where Docker's root has been found.
            if (!sources.Any(source => place.StartsWith(source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..] + "/", StringComparison.Ordinal)))
            {
                sources.AddRange(Of(place).Select(kind => $"{TransportNames.NameOf(kind)}:{place}"));
            }
        }

        return sources;
    }

    private static bool Has(string folder, string[] marks) => Array.Exists(marks, mark => Path.Exists(Path.Combine(folder, mark)));
}

namespace OciFs.Stores;

/// <summary>How transports are written in a source.</summary>
public static class TransportNames
{
    private static readonly (Transport Transport, string Name)[] Names =
    [
        (Transport.Oci, "oci"),
        (Transport.OciArchive, "oci-archive"),
        (Transport.DockerArchive, "docker-archive"),
        (Transport.Containerd, "containerd"),
        (Transport.ContainersStorage, "containers-storage"),
        (Transport.DockerStore, "docker-store"),
        (Transport.Docker, "docker"),
    ];

    /// <summary>The name of a transport.</summary>
    public static string NameOf(Transport transport) => Array.Find(Names, pair => pair.Transport == transport).Name;

    /// <summary>The transport of a name; null for none.</summary>
    public static Transport? Find(ReadOnlySpan<char> name)
    {
        foreach (var (transport, own) in Names)
        {
            if (name.SequenceEqual(own))
            {
                return transport;
            }
        }

        return null;
    }
}

namespace OciFs.Stores;

/// <summary>The kinds of places where images are kept, as skopeo calls them (containers-transports(5)).</summary>
public enum Transport
{
    /// <summary>OCI image layout folder.</summary>
    Oci,

    /// <summary>OCI image layout in a tar.</summary>
    OciArchive,

    /// <summary>What <c>docker save</c> writes.</summary>
    DockerArchive,

    /// <summary>containerd's content store.</summary>
    Containerd,

    /// <summary>The store of Podman, Buildah and CRI-O.</summary>
    ContainersStorage,

    /// <summary>Docker Engine's own store.</summary>
    DockerStore,

    /// <summary>A registry.</summary>
    Docker,
}

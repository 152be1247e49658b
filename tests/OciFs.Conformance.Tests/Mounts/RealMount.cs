using OciFs.Conformance.Tests.Images;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>The real image mounted, and unpacked beside it by umoci when that is asked for.</summary>
public sealed class RealMount : IDisposable
{
    private readonly MountPoint point = MountPoint.Of($"oci:{Layouts.Real}");
    private readonly Lazy<UmociRootfs> unpacked = new(() => new UmociRootfs(Layouts.Real, "real-gz"));

    /// <summary>The merged layers of the image of mixed layers.</summary>
    public string RootFs => point[$"images/real/platforms/{Platform.Host}/rootfs"];

    /// <summary>What umoci makes of its twin in gzip only: the umoci of Debian 12 reads no zstd.</summary>
    public string Unpacked => unpacked.Value.Path;

    /// <summary>A path in the mount.</summary>
    public string this[string path] => point[path];

    public void Dispose()
    {
        point.Dispose();
        if (unpacked.IsValueCreated)
            unpacked.Value.Dispose();
    }
}

using OciFs.Conformance.Tests.Images;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A layout of bad images, mounted once.</summary>
public sealed class BadMount : IDisposable
{
    private readonly BadLayout layout = new();
    private readonly MountPoint point;

    public BadMount() => point = MountPoint.Of($"oci:{layout.Path}");

    /// <summary>A path in the mount.</summary>
    public string this[string path] => point[path];

    /// <summary>What is known of an image, by its name.</summary>
    internal BadImage Image(string name) => layout[name];

    public void Dispose()
    {
        point.Dispose();
        layout.Dispose();
    }
}

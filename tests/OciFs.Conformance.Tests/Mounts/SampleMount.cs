using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>The sample, mounted once for all tests that only look at it.</summary>
public sealed class SampleMount : IDisposable
{
    private readonly MountPoint point = MountPoint.Of($"oci:{Layouts.Sample}");

    /// <summary>The mountpoint.</summary>
    public string Root => point.Path;

    /// <summary>The folder of the one image.</summary>
    public string Image => point[$"images/{Layouts.SampleSegment}"];

    /// <summary>The root filesystem for this machine's platform.</summary>
    public string RootFs => Path.Combine(Image, "platforms", Platform.Host, "rootfs");

    /// <summary>The layers of this machine's platform.</summary>
    public string Layers => Path.Combine(Image, "platforms", Platform.Host, "layers");

    /// <summary>A line of shell that starts in <see cref="RootFs"/>.</summary>
    internal CommandResult Shell(string script) => Command.Shell("cd \"$1\" && eval \"$2\"", RootFs, script);

    public void Dispose() => point.Dispose();
}

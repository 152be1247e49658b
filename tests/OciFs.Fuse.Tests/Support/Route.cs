namespace OciFs.Fuse.Tests.Support;

/// <summary>By which way the kernel's requests come.</summary>
public enum Route
{
    Device,
    Ring,
}

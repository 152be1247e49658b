using System.Runtime.InteropServices;

namespace OciFs.Conformance.Tests.Images;

/// <summary>Platforms as the image-spec (GOARCH) calls them.</summary>
internal static class Platform
{
    public static string HostArchitecture { get; } = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    public static string OtherArchitecture { get; } = HostArchitecture == "arm64" ? "amd64" : "arm64";

    /// <summary>The folder of this machine's platform in the tree of design §1.</summary>
    public static string Host => Folder(HostArchitecture);

    public static string Folder(string architecture) => $"linux-{architecture}";
}

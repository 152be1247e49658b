using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Images;

/// <summary>Digests by coreutils.</summary>
internal static class Sha256
{
    /// <summary>"sha256:" and what sha256sum says of a file.</summary>
    public static string OfFile(string path) => "sha256:" + Command.Shell("sha256sum <\"$1\"", path).Ok()[..64];
}

using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Images;

/// <summary>The layouts that scripts make; made at first use and cached by the scripts for later runs.</summary>
internal static class Layouts
{
    private static readonly Lazy<string> SampleFolder = new(() => Make("sample"));
    private static readonly Lazy<string> RealFolder = new(() => Make("real-image"));

    /// <summary>A small Debian for two platforms under the name <see cref="SampleName"/>.</summary>
    public static string Sample => SampleFolder.Value;

    public static string SampleName => "example.com/demo/debian:12";

    /// <summary><see cref="SampleName"/> as a folder's name (design §1).</summary>
    public static string SampleSegment => "example.com~demo~debian:12";

    /// <summary>Over 30,000 files and 1 GB: "real" with gzip, zstd and plain layers, and "real-gz", the same in gzip only.</summary>
    public static string Real => RealFolder.Value;

    private static string Make(string script) => Command.Run(Repository.Script(script)).Ok().Trim();
}

using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

public sealed class PlatformNameTests
{
    // The table of containerd's platforms/database.go: os, architecture, variant as written, then as normalised.
    [Theory]
    [InlineData("linux", "amd64", "", "linux", "amd64", null)]
    [InlineData("Linux", "x86_64", "", "linux", "amd64", null)]
    [InlineData("linux", "x86-64", "", "linux", "amd64", null)]
    [InlineData("linux", "AMD64", "V1", "linux", "amd64", null)]
    [InlineData("linux", "amd64", "v2", "linux", "amd64", "v2")]
    [InlineData("linux", "i386", "v1", "linux", "386", null)]
    [InlineData("linux", "386", "", "linux", "386", null)]
    [InlineData("linux", "aarch64", "", "linux", "arm64", null)]
    [InlineData("linux", "Aarch64", "", "linux", "arm64", null)]
    [InlineData("linux", "arm64", "8", "linux", "arm64", null)]
    [InlineData("linux", "arm64", "v8", "linux", "arm64", null)]
    [InlineData("linux", "arm64", "v8.0", "linux", "arm64", null)]
    [InlineData("linux", "arm64", "v8.1", "linux", "arm64", "v8.1")]
    [InlineData("linux", "arm64", "9", "linux", "arm64", "v9")]
    [InlineData("linux", "arm64", "9.0", "linux", "arm64", "v9")]
    [InlineData("linux", "arm64", "v9.0", "linux", "arm64", "v9")]
    [InlineData("linux", "armhf", "", "linux", "arm", "v7")]
    [InlineData("linux", "armhf", "v6", "linux", "arm", "v7")]
    [InlineData("linux", "armel", "", "linux", "arm", "v6")]
    [InlineData("linux", "arm", "", "linux", "arm", "v7")]
    [InlineData("linux", "arm", "7", "linux", "arm", "v7")]
    [InlineData("linux", "arm", "5", "linux", "arm", "v5")]
    [InlineData("linux", "arm", "6", "linux", "arm", "v6")]
    [InlineData("linux", "arm", "8", "linux", "arm", "v8")]
    [InlineData("linux", "arm", "v6", "linux", "arm", "v6")]
    [InlineData("macOS", "arm64", "", "darwin", "arm64", null)]
    [InlineData("linux", "riscv64", "", "linux", "riscv64", null)]
    [InlineData("linux", "ppc64le", "power9", "linux", "ppc64le", "power9")]
    [InlineData("", "", "", "unknown", "unknown", null)]
    [InlineData(null, null, null, "unknown", "unknown", null)]
    public void Normalises_as_containerd(
        string? os, string? architecture, string? variant, string asOs, string asArchitecture, string? asVariant)
    {
        var platform = PlatformName.Normalize(os, architecture, variant, null);
        Assert.Equal((asOs, asArchitecture, asVariant), (platform.Os, platform.Architecture, platform.Variant));
        Assert.Equal(platform, PlatformName.Normalize(platform.Os, platform.Architecture, platform.Variant, null));
    }

    [Theory]
    [InlineData("linux/arm64/v8", "linux-arm64")]
    [InlineData("linux/arm64", "linux-arm64")]
    [InlineData("linux/arm", "linux-arm-v7")]
    [InlineData("linux/arm/v7", "linux-arm-v7")]
    [InlineData("Linux/x86_64", "linux-amd64")]
    [InlineData("linux/amd64/v3", "linux-amd64-v3")]
    [InlineData("windows(10.0.20348.2113)/amd64", "windows-amd64-10.0.20348.2113")]
    [InlineData("windows()/amd64", "windows-amd64")]
    [InlineData("plan10/z80", "plan10-z80")]
    public void Parses_to_the_folder(string text, string folder) => Assert.Equal(folder, PlatformName.Parse(text).ToString());

    [Fact]
    public void One_part_leaves_the_other_to_this_machine()
    {
        Assert.Equal(PlatformName.Normalize(PlatformName.Host.Os, "s390x", null, null), PlatformName.Parse("s390x"));
        Assert.Equal(PlatformName.Normalize(PlatformName.Host.Os, "armel", null, null), PlatformName.Parse("armel"));
        Assert.Equal(PlatformName.Normalize("darwin", PlatformName.Host.Architecture, null, null), PlatformName.Parse("macOS"));
        Assert.Equal("10.0.17763", PlatformName.Parse("windows(10.0.17763)").OsVersion);
    }

    // The first six are what containerd's own tests have refused.
    [Theory]
    [InlineData("")]
    [InlineData("/linux/arm")]
    [InlineData("linux/arm/")]
    [InlineData("linux /arm")]
    [InlineData("linux/&arm")]
    [InlineData("linux/arm/foo/bar")]
    [InlineData("*")]
    [InlineData("linux/*")]
    [InlineData("nosuch")]
    [InlineData("linux(/amd64")]
    [InlineData("linux)/amd64")]
    [InlineData("linux(1)x/amd64")]
    [InlineData("linux(1))/amd64")]
    [InlineData("linux())/amd64")]
    [InlineData("(1)/amd64")]
    [InlineData("linux/arm(1)")]
    [InlineData("arm()")]
    public void Refuses(string text)
    {
        Assert.False(PlatformName.TryParse(text, out _));
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => PlatformName.Parse(text)).Error);
    }

    [Fact]
    public void Features_are_sorted_each_once_and_part_of_equality()
    {
        var platform = PlatformName.Normalize("linux", "amd64", osFeatures: ["simd", null, "gpu", "", "simd"]);
        Assert.Equal(["gpu", "simd"], platform.OsFeatures);
        Assert.Equal(PlatformName.Parse("linux(+gpu+simd)/amd64"), platform);
        Assert.Equal(PlatformName.Parse("linux(+gpu+simd)/amd64").GetHashCode(), platform.GetHashCode());
        Assert.NotEqual(PlatformName.Parse("linux(+gpu)/amd64"), platform);
        Assert.NotEqual(PlatformName.Parse("linux/amd64"), platform);
        Assert.Equal("linux-amd64", platform.ToString());
    }

    [Fact]
    public void Host_is_what_uname_says()
    {
        Assert.Equal("linux", PlatformName.Host.Os);
        Assert.Equal(PlatformName.Normalize("linux", Tool.Run("/", "uname", "-m").Trim(), null, null), PlatformName.Host);
    }

    [Fact]
    public void Folder_is_one_name_whatever_is_written()
    {
        var folder = PlatformName.Normalize("../..", "a/b", "\0", new string('v', 1000)).ToString();
        Assert.DoesNotContain('/', folder);
        Assert.StartsWith("%2E.~..-a~b-%00-vvv", folder, StringComparison.Ordinal);
        Assert.True(folder.Length <= 255);
    }
}

using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Resolution;

/// <summary>What skopeo and ctr, two releases each, choose of real indexes is what we choose.</summary>
public sealed class PlatformChoiceTests
{
    // An index without platforms: skopeo takes its first manifest whatever is asked and ctr none; we read the configs (design §1).
    private const string WithoutPlatforms = "multi-noplatform";

    [Fact]
    public void One_of_the_tools_chooses_the_same()
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout("platforms"));
        var (compared, unanimous) = (0, 0);
        foreach (var row in File.ReadLines(Fixtures.Layout("platform-choices.txt")).Skip(1).Select(line => line.Split('\t')))
        {
            HashSet<string> chosen = [.. row[2..].Where(choice => choice != "-").Select(Normal)];
            if (row[0] == WithoutPlatforms || chosen.Count == 0)
            {
                continue;
            }

            // A newer containerd is what we follow; its older release did not know armv9.
            if (row[^1] != "-")
            {
                chosen = [Normal(row[^1])];
            }

            var image = store.List().Images.Single(image => image.Name == row[0]);
            var ours = new ImageResolver(store, PlatformName.Parse(row[1])).Resolve(image).Default!.Platform.ToString();
            Assert.True(chosen.Contains(ours), $"{row[0]} {row[1]}: {ours}, but the tools {string.Join(", ", row[2..])}");
            compared++;
            unanimous += chosen.Count == 1 ? 1 : 0;
        }

        Assert.Equal((compared, unanimous), (Math.Max(compared, 150), Math.Max(unanimous, 130)));
    }

    [Theory]
    [InlineData("linux/arm64", "linux-arm64")]
    [InlineData("linux/arm/v7", "linux-arm-v7")]
    [InlineData("linux/amd64/v3", "linux-amd64-v3")]
    [InlineData("linux/s390x", "linux-amd64")]
    public void Without_platforms_the_configs_tell(string asked, string folder) => Assert.Equal(folder, Choice(WithoutPlatforms, asked));

    [Theory]
    [InlineData("multi", "linux/loong64", "linux-amd64")]
    [InlineData("multi", "windows(10.0.20348)/amd64", "windows-amd64-10.0.20348.2322")]
    [InlineData("multi", "windows(10.0.2)/amd64", "linux-amd64")]
    [InlineData("multi-arm-only", "linux/amd64", "linux-arm-v7")]
    [InlineData("single-windows", "linux/amd64", "windows-amd64-10.0.17763.5458")]
    [InlineData("multi-two-amd64", "linux/amd64", "linux-amd64")]
    [InlineData("multi-empty", "linux/amd64", null)]
    public void Else_linux_amd64_else_the_first(string image, string asked, string? folder) => Assert.Equal(folder, Choice(image, asked));

    private static string? Choice(string name, string asked)
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout("platforms"));
        var named = store.List().Images.Single(image => image.Name == name);
        return new ImageResolver(store, PlatformName.Parse(asked)).Resolve(named).Default?.FolderName;
    }

    // As the table writes it: os/architecture[/variant][/osversion].
    private static string Normal(string choice)
    {
        var parts = choice.Split('/');
        var version = parts.Length > 2 && parts[0] == "windows" ? parts[2] : null;
        return PlatformName.Normalize(parts[0], parts[1], version is null ? parts.ElementAtOrDefault(2) : null, version).ToString();
    }
}

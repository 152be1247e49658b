using System.CommandLine;
using OciFs.Images;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Cli.Arguments;

/// <summary>Options and arguments that more than one command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>Only errors are told.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Tell only errors", Recursive = true };

    /// <summary>Errors come with where they arose.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Tell more; errors with their stack trace", Recursive = true };

    /// <summary>Where the images are.</summary>
    public static Argument<string> Source() => new("SOURCE")
    {
        Description = "Where the images are: [TRANSPORT:]LOCATION[:REFERENCE], as ./layout:tag, ./saved.tar, containers-storage:, docker-store: or containerd:",
    };

    /// <summary>Facts as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary>Names end with NUL.</summary>
    public static Option<bool> Null() => new("--null", "-0") { Description = "End each name with a NUL instead of a newline, and print it as it is" };

    /// <summary>Nothing is cut.</summary>
    public static Option<bool> NoTrunc() => new("--no-trunc") { Description = "Cut nothing to fit a line" };

    /// <summary>The platform that counts.</summary>
    public static Option<string?> Platform() => new("--platform")
    {
        Description = "Platform that is meant, as linux/arm64 or its folder's name; without it the host's, else linux/amd64, else the first",
        HelpName = "PLATFORM",
    };

    /// <summary>The namespace that counts.</summary>
    public static Option<string?> Namespace() => new("--namespace")
    {
        Description = "Namespace of containerd whose images are meant; without it default, else the only one that has images",
        HelpName = "NS",
    };

    /// <summary>Opens the store of a source; <paramref name="platform"/> is the default of its images, null for the host's.</summary>
    /// <exception cref="OciFsException">As opening it goes.</exception>
    public static ImageStore Open(string source, string? owner, string? platform) =>
        ImageStore.Open(source, StoreOptionsOf(owner, platform));

    /// <summary>How <see cref="Open"/> opens a store.</summary>
    public static ImageStoreOptions StoreOptionsOf(string? owner, string? platform) => new()
    {
        Namespace = owner,
        Platform = PlatformOf(platform),
        Warn = Output.Warn,
        Meter = Progress.Meter,

        // It would end with the command, and take a core from it until then.
        ComparesDiffIds = false,
    };

    /// <summary>How a command opens stores.</summary>
    public static StoreOptions OptionsOf(string? owner) => new() { Namespace = owner, Cache = CacheFolder.Default(), Meter = Progress.Meter };

    /// <summary>The platform asked for, by its name or that of its folder in the tree; or the host's.</summary>
    public static PlatformName PlatformOf(string? text)
    {
        if (text is null)
        {
            return PlatformName.Host;
        }

        return PlatformName.TryParse(text, out var platform) || PlatformName.TryParse(AsSpecifier(text), out platform)
            ? platform!
            : throw new UsageException($"--platform {text}: not a platform (os/architecture[/variant], as linux/arm64)");
    }

    // linux-arm-v7, windows-amd64-10.0.20348.2322.
    private static string AsSpecifier(string folder)
    {
        var parts = folder.Split('-');
        return parts is [var os, var architecture, var version] && version.Contains('.', StringComparison.Ordinal)
            ? $"{os}({version})/{architecture}"
            : string.Join('/', parts);
    }
}

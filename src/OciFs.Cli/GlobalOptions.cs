using System.CommandLine;
using OciFs.References;

namespace OciFs.Cli;

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
        Description = "Where the images are: [TRANSPORT:]LOCATION[:REFERENCE], as oci:./layout or ./layout:tag",
    };

    /// <summary>Facts as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary>The platform that counts.</summary>
    public static Option<string?> Platform() => new("--platform")
    {
        Description = "Default platform, as os/architecture[/variant]; without it the host's, else linux/amd64, else the first",
        HelpName = "PLATFORM",
    };

    /// <summary>The platform asked for, or the host's.</summary>
    public static PlatformName PlatformOf(string? text)
    {
        if (text is null)
        {
            return PlatformName.Host;
        }

        return PlatformName.TryParse(text, out var platform)
            ? platform!
            : throw new UsageException($"--platform {text}: not a platform (os/architecture[/variant], as linux/arm64)");
    }
}

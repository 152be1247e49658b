using System.CommandLine;
using System.Reflection;
using OciFs.Host;
using OciFs.Host.Background;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mount</c>.</summary>
internal static class MountCommand
{
    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Argument<string> Mountpoint = new("MOUNTPOINT") { Description = "An empty directory" };

    private static readonly Option<bool> Foreground = new("--foreground", "-f") { Description = "Stay in the foreground" };

    private static readonly Option<string[]> Options = new("--options", "-o")
    {
        Description = "Mount options, separated by commas: " + MountOptionList.Known,
        HelpName = "OPT[,OPT...]",
    };

    private static readonly Option<bool> Rootfs = new("--rootfs") { Description = "Show only the root file system of the one image that SOURCE selects" };

    private static readonly Option<string?> Memory = new("--memory")
    {
        Description = "Memory of all caches together, as 64M or 1G; without it 128M, or less where the machine or its container has little",
        HelpName = "SIZE",
    };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The version that the program was built as.</summary>
    public static string Version => typeof(MountCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("mount", "Mount a store of images read-only. Returns when the mount is usable.")
        {
            Source, Mountpoint, Foreground, Options, Rootfs, Memory, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        return parsed.GetValue(Foreground) ? InForeground(parsed, options) : InBackground(parsed);
    }

    private static int InForeground(ParseResult parsed, ImageMountOptions options)
    {
        using var mount = ImageMount.Start(parsed.GetRequiredValue(Source), parsed.GetRequiredValue(Mountpoint), options);
        Environment.CurrentDirectory = "/";
        var what = parsed.GetValue(Rootfs) ? "the root file system" : mount.Images == 1 ? "1 image" : $"{mount.Images} images";
        var line = Output.Line($"{mount.Source}: {what} mounted on {mount.Mountpoint}", int.MaxValue);
        if (!BackgroundProcess.SayReady(line) && !parsed.GetValue(GlobalOptions.Quiet))
        {
            Console.Out.WriteLine($"{line} (Ctrl-C unmounts)");
        }

        mount.WaitForExit();
        return ExitStatus.Done;
    }

    private static int InBackground(ParseResult parsed)
    {
        string[] arguments = ["mount", "-f", .. Again(parsed)];
        var server = BackgroundProcess.Start(arguments);
        Interruption.Mind(server.End);
        var failed = server.WaitUntilReady(Console.Error.WriteLine, (what, done, total) => Progress.Report(new ProgressReport(what, done, total)));
        Progress.Report(null);
        if (failed is { } status)
        {
            return status;
        }

        if (!parsed.GetValue(GlobalOptions.Quiet))
        {
            Console.Out.WriteLine(Output.Line(server.ReadyText ?? string.Empty, int.MaxValue));
        }

        return ExitStatus.Done;
    }

    // From now on a signal unmounts, and what is read is read for others.
    private static void LeaveToMount()
    {
        Progress.End();
        Interruption.End();
    }

    private static IEnumerable<string> Again(ParseResult parsed)
    {
        foreach (var options in parsed.GetValue(Options) ?? [])
        {
            yield return $"-o={options}";
        }

        if (parsed.GetValue(Platform) is { } platform)
        {
            yield return $"--platform={platform}";
        }

        if (parsed.GetValue(Memory) is { } memory)
        {
            yield return $"--memory={memory}";
        }

        if (parsed.GetValue(Namespace) is { } owner)
        {
            yield return $"--namespace={owner}";
        }

        if (parsed.GetValue(Rootfs))
        {
            yield return "--rootfs";
        }

        if (parsed.GetValue(GlobalOptions.Verbose))
        {
            yield return "--verbose";
        }

        yield return "--";
        yield return parsed.GetRequiredValue(Source);
        yield return parsed.GetRequiredValue(Mountpoint);
    }

    private static ImageMountOptions OptionsOf(ParseResult parsed) => MountOptionList.Parse(parsed.GetValue(Options) ?? []).Apply(new ImageMountOptions
    {
        Platform = GlobalOptions.PlatformOf(parsed.GetValue(Platform)),
        IsPlatformAsked = parsed.GetValue(Platform) is not null,
        Store = GlobalOptions.OptionsOf(parsed.GetValue(Namespace)),
        MemoryBytes = parsed.GetValue(Memory) is { } memory ? MemorySize.Parse(memory) : MemoryBudget.DefaultBytes,
        Version = Version,
        Log = Output.Warn,
        Rootfs = parsed.GetValue(Rootfs),
        Opened = LeaveToMount,
    });
}

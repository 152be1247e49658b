using System.CommandLine;
using System.Reflection;
using OciFs.Host;
using OciFs.Host.Background;
using OciFs.Host.Confining;
using OciFs.Host.Logging;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mount</c>.</summary>
internal static class MountCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "mount";

    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Argument<string> Mountpoint = new("MOUNTPOINT") { Description = "An empty directory" };

    private static readonly Option<bool> Foreground = new("--foreground", "-f") { Description = "Stay in the foreground" };

    private static readonly Option<string[]> Options = new("--options", "-o")
    {
        Description = $"Mount options, separated by commas: {MountOptionList.Known}; and this command's long options, as platform=PLATFORM",
        HelpName = "OPT[,OPT...]",
    };

    private static readonly Option<bool> Rootfs = new("--rootfs") { Description = "Show only the root file system of the one image that SOURCE selects" };

    private static readonly Option<string?> Log = LogOption.Create();

    private static readonly Option<string?> Memory = new("--memory")
    {
        Description = "Memory of all caches together, as 64M or 1G; without it 128M, or less where the machine or its container has little",
        HelpName = "SIZE",
    };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The version that the program was built as.</summary>
    public static string Version => typeof(MountCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The options that may stand in <c>-o</c> too.</summary>
    public static IReadOnlyList<Option> LongOptions => [Rootfs, Memory, Log, Platform, Namespace];

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Mount a store of images read-only. Returns when the mount is usable.")
        {
            Source, Mountpoint, Foreground, Options,
        };
        foreach (var option in LongOptions)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var role = ServerRole.Take();
        using var log = LogOption.Open(parsed.GetValue(Log), parsed.GetValue(Foreground), isHeard: role is not { HasLog: false });
        var options = OptionsOf(parsed, log);
        return role is null ? Mount(parsed, options) : Serve(parsed, options, role);
    }

    // A process of its own serves; this one mounts for it, and keeps the mount or has another one keep it.
    private static int Mount(ParseResult parsed, ImageMountOptions options)
    {
        var isHere = parsed.GetValue(Foreground);
        var plan = ConfinementPlan.Of(parsed.GetRequiredValue(Source));
        using var starter = MountStarter.Start([Name, "-f", .. Again(parsed)], isHere, spawn => Confinement.Within(plan, spawn), Console.Error.WriteLine, Report);
        Interruption.Mind(starter.End);
        var status = starter.WaitUntilUsable(parsed.GetRequiredValue(Mountpoint), options.Mount, LeaveToMount);
        if (status is { } failed)
        {
            return failed;
        }

        // Not before somebody else keeps it: who cannot be told has a mount all the same.
        if (!isHere)
        {
            starter.LeaveToOther();
        }

        if (!parsed.GetValue(GlobalOptions.Quiet))
        {
            Console.Out.WriteLine(Output.Line(starter.ReadyText, int.MaxValue) + (isHere ? " (Ctrl-C unmounts)" : string.Empty));
            Output.Stream.Finish();
        }

        return isHere ? starter.Keep(options.Log) : ExitStatus.Done;
    }

    private static int Serve(ParseResult parsed, ImageMountOptions options, ServerRole role)
    {
        using var until = role;
        Confinement.Complete();
        using var mount = ImageMount.Start(
            parsed.GetRequiredValue(Source), parsed.GetRequiredValue(Mountpoint), options with { Mounter = (_, how) => role.WaitForMount(how) });
        Environment.CurrentDirectory = "/";
        var what = parsed.GetValue(Rootfs) ? "the root file system" : mount.Images == 1 ? "1 image" : $"{mount.Images} images";
        options.Log.GoOn();
        role.SayReady(Output.Line($"{mount.Source}: {what} mounted on {mount.Mountpoint}", int.MaxValue), mount);
        mount.WaitForExit();
        role.SayEnded();
        return ExitStatus.Done;
    }

    private static void Report(string what, long done, long total) => Progress.Report(new ProgressReport(what, done, total));

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

        if (parsed.GetValue(Log) is { } log)
        {
            yield return $"--log={log}";
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

    private static ImageMountOptions OptionsOf(ParseResult parsed, MountLog log) => MountOptionList.Parse(parsed.GetValue(Options) ?? []).Apply(new ImageMountOptions
    {
        Platform = GlobalOptions.PlatformOf(parsed.GetValue(Platform)),
        IsPlatformAsked = parsed.GetValue(Platform) is not null,
        Store = GlobalOptions.OptionsOf(parsed.GetValue(Namespace)),
        MemoryBytes = parsed.GetValue(Memory) is { } memory ? MemorySize.Parse(memory) : MemoryBudget.DefaultBytes,
        Version = Version,
        Log = log,
        Rootfs = parsed.GetValue(Rootfs),
        Opened = LeaveToMount,
    });
}
